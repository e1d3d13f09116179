"""Registers: one conformance test for files and simulator, and what is wrong with files."""

from uuid import uuid4

import pytest

from central.applications import checks, register_files, sheets
from central.applications.ports import HouseholdAnswer, Question, StatusAnswer
from central.applications.register_files import ANSWER_COLUMNS, QUESTION_COLUMNS, FileRegister
from central.applications.register_simulator import SimulatedRegister
from domain.errors import Code, EnvironmentProblem, Refused
from tests.central.application_rig import Office, papers

RARE = "示範\U0002f80f\ufa19堃"


class SimulatedByFiles:
    """A register that is asked by files, and somebody who answers them as the simulator would."""

    def __init__(self, folder, name):
        self.folder, self.register = folder, FileRegister(folder, name)
        self.name = name

    def ask(self, batch, questions):
        self.register.ask(batch, questions)
        answering = SimulatedRegister(self.name, demo=True)
        rows = sheets.read((self.folder / "out" / f"{batch}.csv").read_bytes(), QUESTION_COLUMNS).rows
        asked = [
            Question(
                check_id=row["check_id"],
                name=row["name"],
                national_id=row["national_id"],
                birthday=row["birthday"],
                statuses=row["statuses"].split(),
            )
            for row in rows
        ]
        answering.ask(batch, asked)
        (answered,) = answering.answered()
        lines = [
            (str(one.check_id), one.household, one.since)
            if isinstance(one, HouseholdAnswer)
            else (str(one.check_id), " ".join(one.statuses))
            for one in answered.answers
        ]
        (self.folder / "in").mkdir(exist_ok=True)
        (self.folder / "in" / f"{batch}.csv").write_bytes(sheets.written(ANSWER_COLUMNS[self.name], lines))

    def answered(self):
        return self.register.answered()

    def taken(self, batch):
        self.register.taken(batch)


@pytest.fixture(params=["files", "simulator"])
def register_of(request, tmp_path):
    def make(name):
        return SimulatedByFiles(tmp_path, name) if request.param == "files" else SimulatedRegister(name, demo=True)

    return make


def question(name="示範在籍", statuses=()):
    who = papers(1)
    return Question(check_id=uuid4(), name=name, national_id=who.national_id, birthday=who.birthday, statuses=list(statuses))


def test_each_question_is_answered_once_until_it_is_taken(register_of):
    register = register_of("household")
    names = ("示範在籍", "示範遷出", "示範查無", "示範歿", "示範無回應", RARE)
    questions = [question(name) for name in names]
    for _ in range(2):
        register.ask("b1", questions)
    for _ in range(2):
        (batch,) = register.answered()
        words = {str(answer.check_id): answer.household for answer in batch.answers}
        assert not batch.faults
        assert [words.get(str(one.check_id)) for one in questions] == [
            "resident",
            "moved_away",
            "unknown",
            "deceased",
            None,
            "resident",
        ]
    for _ in range(2):
        register.taken(batch.batch)
    assert list(register.answered()) == []


def test_only_statuses_that_were_asked_are_confirmed(register_of):
    register = register_of("status")
    has, has_not = question(statuses=["disability", "low_income"]), question("示範無證", statuses=["disability"])
    register.ask("b1", [has, has_not])
    (batch,) = register.answered()
    answers = {str(answer.check_id): answer for answer in batch.answers}
    assert isinstance(answers[str(has.check_id)], StatusAnswer)
    assert sorted(answers[str(has.check_id)].statuses) == ["disability", "low_income"]
    assert answers[str(has_not.check_id)].statuses == []


def test_the_simulator_is_for_the_demo_alone():
    with pytest.raises(EnvironmentProblem) as caught:
        SimulatedRegister("household", demo=False)
    assert caught.value.code is Code.MODE_MISMATCH


def test_a_name_goes_out_exactly_as_it_is(tmp_path):
    register = FileRegister(tmp_path, "household")
    register.ask("b1", [question(RARE), question("=示範()")])
    content = (tmp_path / "out" / "b1.csv").read_bytes()
    assert RARE.encode() in content
    rows = sheets.read(content, QUESTION_COLUMNS).rows
    assert [row["name"] for row in rows] == [RARE, "=示範()"]
    assert b"'=" in content


@pytest.mark.parametrize("altered", ["cut", "changed", "no trailer", "two files in one", "empty"])
def test_a_file_that_is_not_whole_is_not_taken(altered):
    whole = sheets.written(("check_id", "answer", "since"), [(str(uuid4()), "resident", ""), (str(uuid4()), "deceased", "")])
    content = {
        "cut": whole[: len(whole) // 2],
        "changed": whole.replace(b"deceased", b"resident"),
        "no trailer": whole[: whole.rindex(b"#end")],
        "two files in one": whole + whole,
        "empty": b"",
    }[altered]
    with pytest.raises(Refused) as caught:
        sheets.read(content, ANSWER_COLUMNS["household"])
    assert (caught.value.code, caught.value.details["column"]) == (Code.FILE_INVALID, "#end")


def test_bad_rows_are_named_and_the_others_taken(load_platform, tmp_path):
    at = Office(load_platform)
    applied = [at.submit(papers(number)).application for number in (1, 2, 3)]
    register = FileRegister(tmp_path, "household")
    assert checks.ask(at.platform, register) == 3
    assert checks.ask(at.platform, register) == 0
    (out,) = (tmp_path / "out").iterdir()
    ids = [row["check_id"] for row in sheets.read(out.read_bytes(), QUESTION_COLUMNS).rows]
    lines = [(ids[0], "resident", "2000-01-01"), ("x", "resident", ""), (ids[1], "married", ""), (ids[2], "resident", "soon")]
    answer = tmp_path / "in" / "answer.csv"
    answer.write_bytes(sheets.written(ANSWER_COLUMNS["household"], lines))
    (tmp_path / "in" / "torn.csv").write_bytes(answer.read_bytes()[:50])
    report = checks.take(at.platform, register)
    assert (report.kept, [(fault.batch, fault.row, fault.column) for fault in report.faults]) == (
        1,
        [("answer", 3, "check_id"), ("answer", 4, "answer"), ("answer", 5, "since"), ("torn", 2, "#end")],
    )
    assert sorted(at.state(one) for one in applied) == ["approved", "household_check", "household_check"]
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == ["answer.csv", "torn.csv"]
    assert checks.take(at.platform, register).kept == 0


def test_a_folder_that_cannot_be_used_says_so(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(EnvironmentProblem):
        FileRegister(tmp_path, "household").ask("b1", [question()])


def test_a_register_that_dies_while_it_is_asked_is_asked_again(load_platform, tmp_path):
    at = Office(load_platform)
    at.submit(papers(1))

    class Dying(SimulatedRegister):
        def ask(self, batch, questions):
            raise EnvironmentProblem(Code.DISK_FULL, file="out")

    with pytest.raises(EnvironmentProblem):
        checks.ask(at.platform, Dying("household", demo=True))
    assert checks.ask(at.platform, at.household) == 1


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(register_files, "_LARGEST_FILE", 10)
    register = FileRegister(tmp_path, "household")
    assert register.answered() == []
    (tmp_path / "in" / "huge.csv").write_bytes(b"x" * 11)
    (batch,) = register.answered()
    assert [fault.code for fault in batch.faults] == [Code.REQUEST_TOO_LARGE]
