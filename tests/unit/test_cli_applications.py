"""`citycard admin` about applications and messages, against a real platform in a folder."""

from contextlib import closing
from uuid import UUID

import pytest
import structlog

from central import messages
from central.applications import sheets
from central.platform import Platform
from citycard_app.cli import EXIT_FAILED, main
from citycard_app.demo_programme import demo_programme
from tests.central.field import import_person
from tests.central.test_batches import a_file, pupil
from tests.platform_rig import begun


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "platform"
    Platform.open(begun(folder), demo_programme(), demo=True).close()
    return folder


def admin(data, *words):
    return main(["admin", "--data", str(data), *words])


def test_messages_are_written_to_an_outbox(data, tmp_path, capsys):
    with closing(Platform.open(data)) as platform:
        holder = import_person(platform, 1)
        with platform.store.write() as connection:
            contact = messages.Contact(email="a@example.org")
            messages.keep_contact(connection, platform.authority, holder, contact, now_ms=platform.now_ms())
            values = dict.fromkeys(("programme", "receipt", "name", "kind", "phone"), "示範")
            template = "application_received"
            now_ms = platform.now_ms()
            messages.queue(connection, platform.authority, UUID(int=1), holder, template, values=values, now_ms=now_ms)
    assert admin(data, "send-messages", "--outbox", str(tmp_path / "outbox")) == 0
    assert "sent 1" in capsys.readouterr().out
    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_mail_needs_an_address_to_come_from(data, capsys):
    assert admin(data, "send-messages", "--smtp", "smtp://127.0.0.1:25") == EXIT_FAILED
    assert "[request_invalid]" in capsys.readouterr().err


def test_a_schools_batch_from_the_file_to_the_production_list(data, tmp_path, capsys):
    file = tmp_path / "class.csv"
    file.write_bytes(a_file([pupil(1), pupil(2, district="信義區")]))
    words = ["application-batch", str(file), "--channel", "school"]
    assert admin(data, *words, "--dry-run") == 0
    told = capsys.readouterr()
    assert "checked  0/2" in told.out
    assert "row 3  district  [district_unknown]" in told.err
    assert admin(data, *words, "--row-by-row") == 0
    assert "taken  2/2" in capsys.readouterr().out
    assert admin(data, "application-checks", "household", "--simulator") == 0
    assert "asked 1  答覆 answered 1" in capsys.readouterr().out
    assert admin(data, "overdue-applications") == 0
    assert admin(data, "office-file", "production", "easycard", "--to", str(tmp_path / "out")) == 0
    assert "nothing is due" in capsys.readouterr().out


def test_a_registration_is_written_again_as_it_was_and_its_result_taken(data, tmp_path, capsys):
    file = tmp_path / "village.csv"
    file.write_bytes(a_file([pupil(1, card_kind="senior", facts="resident lives_here", birthday="39/1/5")]))
    assert admin(data, "application-batch", str(file), "--channel", "village") == 0
    assert admin(data, "application-checks", "household", "--folder", str(tmp_path / "household")) == 0
    assert admin(data, "application-checks", "household", "--simulator") == 0
    capsys.readouterr()
    (question,) = (tmp_path / "household" / "out").iterdir()
    check = question.read_text("utf-8-sig").splitlines()[1].split(",")[0]
    answer = sheets.written(("check_id", "answer", "since"), [(check, "resident", "")])
    (tmp_path / "household" / "in" / "a.csv").write_bytes(answer)
    assert admin(data, "application-checks", "household", "--folder", str(tmp_path / "household")) == 0
    capsys.readouterr()
    out = tmp_path / "out"
    words = ["office-file", "registration", "easycard", "--to", str(out)]
    assert admin(data, *words) == 0
    name = capsys.readouterr().out.strip()
    before = (out / f"{name}.csv").read_bytes()
    assert admin(data, *words, "--again", name) == 0
    assert (out / f"{name}.csv").read_bytes() == before
    result = tmp_path / "result.csv"
    result.write_bytes(sheets.written(("file", "row", "result", "code"), [(name, "1", "ok", "")]))
    capsys.readouterr()
    assert admin(data, "office-result", str(result)) == 0
    assert "new 1" in capsys.readouterr().out
    result.write_bytes(b"torn")
    assert admin(data, "office-result", str(result)) == EXIT_FAILED
    assert "[file_invalid]" in capsys.readouterr().err
