"""What runs on the failing disk: `python -m tests.store.disk_worker FOLDER CONTROL CASES`, cases as JSON.

Each case has a folder of its own below FOLDER and a process of its own. Prints, as JSON, how each process ended (an exit code,
or a signal below zero) and what it said: acts that were called done and that were refused, by op_id, and the refusals' codes.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from domain.errors import EnvironmentProblem
from domain.events import SignedIn
from domain.ids import new_op_id
from offline_store.journal import Journal
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, open_journal
from tests.store.disk_rig import Case, Ended, Said, fail, mend

_BEFORE, _DURING, _AFTER = 4, 10, 4


def one(journal: Journal, said: Said) -> None:
    """One act, and what the screen would say of it."""
    op_id = new_op_id(SetClock().now_ms())
    try:
        with journal.act() as act:
            act.append(SignedIn(activity="A", walk_in=False), medium=op_id.bytes[8:], op_id=op_id, sealed=bytes(900))
    except EnvironmentProblem as problem:
        said.refused.append(op_id.hex)
        said.codes.append(problem.code.value)
    else:
        said.done.append(op_id.hex)


def acts(folder: Path, control: Path, case: Case, said: Said) -> None:
    """Acts before, during and after a fault, then the end, which may come while the disk still fails."""
    journal = open_journal(folder, SetClock())
    journal.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    if case.checkpoints:
        # So that the file itself is written, too, and not its WAL alone.
        journal._db.execute("PRAGMA wal_autocheckpoint = 4")
    for _ in range(_BEFORE):
        one(journal, said)
    fail(control, case.ops, case.code, case.after)
    for _ in range(_DURING):
        one(journal, said)
    if not case.ends_during:
        mend(control)
        for _ in range(_AFTER):
            one(journal, said)
    if case.closes:
        journal.close()


def migrate(folder: Path, control: Path, case: Case, said: Said) -> None:
    """Bring an older journal up to date."""
    shutil.copytree(case.store, folder, dirs_exist_ok=True)
    fail(control, case.ops, case.code, case.after)
    try:
        open_journal(folder, SetClock()).close()
    except EnvironmentProblem as problem:
        said.codes.append(problem.code.value)


_SCENES: dict[str, Callable[[Path, Path, Case, Said], None]] = {"acts": acts, "migrate": migrate}


def apart(folder: Path, control: Path, number: int, case: Case) -> Ended:
    """One case in a process of its own."""
    place, answer = folder / str(number), control.with_suffix(".said")
    place.mkdir()
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            said = Said()
            _SCENES[case.scene](place, control, case, said)
            answer.write_bytes(msgspec.json.encode(said))
            code = 0
        finally:
            # What is under way, an error included, is this child's alone.
            if code:
                traceback.print_exc()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    mend(control)
    said = msgspec.json.decode(answer.read_bytes(), type=Said) if answer.exists() else Said()
    return Ended(status=os.waitstatus_to_exitcode(status), said=said)


if __name__ == "__main__":
    cases = msgspec.json.decode(sys.argv[3], type=list[Case])
    ended = [apart(Path(sys.argv[1]), Path(sys.argv[2]), number, case) for number, case in enumerate(cases)]
    sys.stdout.write(msgspec.json.encode(ended).decode())
