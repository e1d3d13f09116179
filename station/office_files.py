"""Files that office work leaves on this machine: reports, saved whole or not at all, and never over another one."""

from pathlib import Path

from domain.errors import Code, EnvironmentProblem
from domain.office_calls import OfficeFile
from offline_store.whole_file import disk_problem, write_whole

_MOST_NAMES = 1_000


def save_file(folder: Path, file: OfficeFile) -> Path:
    """Save it in a folder, which is made when it is missing; a name that is taken gets a number. Off the GUI thread.

    Raises `EnvironmentProblem` with DISK_FULL, DISK_READONLY (also for a folder that cannot be made) or DISK_FAILING, each with
    `file`.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise EnvironmentProblem(Code.DISK_READONLY, file=folder.name)
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, file.name)
        write_whole(path, file.content)
    except OSError as problem:
        raise _own_words(disk_problem(problem, file.name)) from problem
    except EnvironmentProblem as problem:
        raise _own_words(problem) from problem
    return path


def _own_words(problem: EnvironmentProblem) -> EnvironmentProblem:
    """A folder that is away is said in the words for backups elsewhere; here nothing can be written, that is all."""
    code = Code.DISK_READONLY if problem.code is Code.BACKUP_AWAY else problem.code
    return EnvironmentProblem(code, **problem.details)


def _free_name(folder: Path, name: str) -> Path:
    plain = folder / name
    for number in range(2, _MOST_NAMES):
        if not plain.exists():
            return plain
        plain = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    raise EnvironmentProblem(Code.DISK_FULL, file=name)
