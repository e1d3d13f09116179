"""The station's bundle: built by PyInstaller when what it is made of changes, and given our own code afresh each time."""

import ast
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from citycard_app.cli import COMMANDS
from citycard_app.paths import ROOT

PROGRAMS = {"citycard": True, "citycard-terminal": False, "citycard-kiosk": False}
"""The bundle's programs, and whether each belongs to a console (on Windows)."""
_PLATFORM = ("central", "litestar", "sqlalchemy", "alembic", "uvicorn")
_TOOLS = ("PyInstaller", "hypothesis", "pip", "pytest", "setuptools")
_UNUSED = ("curses", "pygments", "readline", "rich", "tkinter")
EXCLUDED = (*_PLATFORM, *_TOOLS, *_UNUSED)
"""What a station does not need; `readline` would also bring the GPL, `rich` four hundred modules for coloured tracebacks."""
_PACKAGES = ("domain", "reader_drivers", "offline_store", "sync", "station", "ui", "terminal", "kiosk")
_FOLDER = ROOT / ".setup" / "bundle"
_INSIDE = "_internal"
"""PyInstaller's folder beside the programs."""


def packages() -> list[str]:
    """Our packages in the bundle."""
    return [*_PACKAGES, "citycard_app", "assets"]


def station_modules() -> list[str]:
    """Every module of ours that a station can come to import, the lazily imported ones too."""
    files = [file for package in _PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    ours = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return [*ours, "assets", *(command.handler.partition(":")[0] for command in COMMANDS if command.bundled)]


def fingerprint() -> str:
    """Changes with all that the frozen part depends on: the lock, the spec, Python, and the names of what our code imports."""
    parts = [sys.version, sys.platform, *sorted(_imported())]
    frozen = (
        "requirements.lock",
        "kiosk.spec",
        "packaging/bundle_entry.py",
        "citycard_app/bundle.py",
        "citycard_app/notices.py",
    )
    parts += [(ROOT / name).read_text("utf-8") for name in frozen]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _imported() -> set[str]:
    """Every module that our packages name in an import."""
    names: set[str] = set()
    for package in packages():
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def fresh_bundle() -> Path:
    """The bundle's folder, built if need be (about a minute), with our code as it is now.

    Raises `subprocess.CalledProcessError` when PyInstaller fails; its output is in the error.
    """
    target, key = _FOLDER / "citycard-station", _FOLDER / "key"
    wanted = fingerprint()
    if not (key.exists() and key.read_text("utf-8") == wanted and target.exists()):
        _build(target)
        key.write_text(wanted, "utf-8")
    for package in packages():
        inside = target / _INSIDE / package
        shutil.rmtree(inside, ignore_errors=True)
        shutil.copytree(ROOT / package, inside, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def _build(target: Path) -> None:
    """Build beside `target` and swap it in whole, so that a build that was cut short never looks like a bundle."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / "key").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=_FOLDER) as building:
        words = ["--noconfirm", "--log-level", "WARN", "--distpath", building, "--workpath", str(Path(building) / "work")]
        command = [sys.executable, "-m", "PyInstaller", *words, str(ROOT / "kiosk.spec")]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        shutil.rmtree(target, ignore_errors=True)
        (Path(building) / target.name).replace(target)
