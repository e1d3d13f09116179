"""The licence notices that the bundle carries: ours, those of every library in it, and those of the system's own libraries."""

import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from citycard_app.paths import ROOT

_NOTICE = re.compile(r"(?i)licen[cs]e|copying|notice|copyright|authors")
_TEXTS = ROOT / "packaging" / "licences"
_QT = ("LGPL-3.0.txt", "GPL-3.0.txt")
_NOT_IN_THE_WHEEL = {
    # Qt Multimedia brings FFmpeg's libraries, LGPL 2.1 or later.
    "pyside6-addons": _QT,
    "pyside6-essentials": _QT,
    "pydes": ("pydes.txt",),
    "pyserial": ("pyserial.txt",),
    "shiboken6": _QT,
    # The wheel links SQLCipher and OpenSSL.
    "sqlcipher3": ("SQLCipher.txt", "Apache-2.0.txt"),
}


def runtime_distributions() -> dict[str, Distribution]:
    """Every installed distribution that the product's own dependencies need, by its normalised name (PEP 503)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in project["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # Wanted by an extra alone, and not installed.
            continue
        waiting += [Requirement(line) for line in found[name].requires or []]
    return found


def collect(folder: Path, binaries: Iterable[str] = ()) -> None:
    """Write every notice below `folder`, anew; `binaries` are the paths of the shared libraries that go into the bundle."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
    _copy(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", folder / "python")
    for name, found in runtime_distributions().items():
        target = folder / f"{name}-{found.version}"
        for file in found.files or []:
            if _NOTICE.search(file.name) and not file.name.endswith((".py", ".pyc", ".pyi")):
                _copy(Path(str(found.locate_file(file))), target)
        for text in _NOT_IN_THE_WHEEL.get(name, ()):
            _copy(_TEXTS / text, target)
    for package in _system_packages(binaries):
        _copy(Path("/usr/share/doc") / package / "copyright", folder / "system" / package)


def _copy(file: Path, folder: Path) -> None:
    if file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder / file.name)


def _system_packages(binaries: Iterable[str]) -> set[str]:
    """The Debian packages that these files are from; none where there is no dpkg."""
    files = sorted({str(Path(file).resolve()) for file in binaries})
    if not files or shutil.which("dpkg-query") is None:
        return set()
    # `/lib` is `/usr/lib` since the merge, and dpkg may know a file by either.
    known = [*files, *(file.removeprefix("/usr") for file in files if file.startswith("/usr/lib"))]
    answer = subprocess.run(["dpkg-query", "-S", *known], capture_output=True, text=True, check=False).stdout
    return {line.split(":", 1)[0] for line in answer.splitlines() if ": " in line}
