"""A process of its own on a disk that fails: `faulty_disk.c` preloaded, and a file that says what fails."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).parent / "faulty_disk.c"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What fails, and when: see `faulty_disk.c` for `ops`, `code` and `after`."""

    scene: str
    ops: str
    code: int
    after: int
    store: str = ""
    """For `migrate`: the folder of an older store."""
    ends_during: bool = False
    closes: bool = True
    """False: the process vanishes with its store open."""
    checkpoints: bool = False


class Said(msgspec.Struct, kw_only=True):
    """What a process said before it ended."""

    done: list[str] = []
    refused: list[str] = []
    codes: list[str] = []


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a case ended: an exit code, or a signal below zero."""

    status: int
    said: Said


class FaultyDisk:
    """Files below `folder` are on a disk that fails as it is told, for processes that `run` starts."""

    def __init__(self, library: Path, folder: Path, control: Path) -> None:
        self._library, self.folder, self.control = library, folder, control

    def start(self, module: str, *words: str) -> subprocess.Popen[str]:
        """Start a module of the tests on this disk; its words are the folder, the control file, and then these."""
        environment = {
            **os.environ,
            "LD_PRELOAD": str(self._library),
            "DISK_FAULT_FOLDER": str(self.folder),
            "DISK_FAULT_CONTROL": str(self.control),
        }
        command = [sys.executable, "-m", module, str(self.folder), str(self.control), *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def run(self, cases: Sequence[Case]) -> list[tuple[Path, Case, Ended]]:
        """Each case's folder, and how it ended."""
        process = self.start("tests.store.disk_worker", msgspec.json.encode(cases).decode())
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        ended = msgspec.json.decode(out, type=list[Ended])
        return [(self.folder / str(number), case, one) for number, (case, one) in enumerate(zip(cases, ended, strict=True))]


def fail(control: Path, ops: str, code: int, after: int) -> None:
    """From the call `after` the next so many on: `ops` of `w` and `s`; `code` an errno, or 0 for a kill."""
    fresh = control.with_suffix(".next")
    fresh.write_text(f"{ops} {code} {after}", "ascii")
    fresh.replace(control)


def mend(control: Path) -> None:
    """Nothing fails any more."""
    control.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def faulty_library() -> Path:
    """The library, compiled once."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler and ld.so")
    library = Path(tempfile.mkdtemp(prefix="citycard-faulty-disk-")) / "faulty_disk.so"
    flags = ["-Wall", "-Werror", "-shared", "-fPIC", "-O1"]
    subprocess.run([compiler, *flags, "-o", str(library), str(SOURCE), "-ldl", "-lpthread"], check=True)
    return library


@pytest.fixture
def faulty_disk(faulty_library: Path, tmp_path: Path) -> FaultyDisk:
    folder = tmp_path / "disk"
    folder.mkdir()
    return FaultyDisk(faulty_library, folder, tmp_path / "control")
