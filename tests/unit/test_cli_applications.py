"""`citycard admin` about applications and messages, against a real platform in a folder."""

from contextlib import closing
from uuid import UUID

import pytest
import structlog

from central import messages
from central.platform import Platform
from citycard_app.cli import EXIT_FAILED, main
from tests.central.field import import_person
from tests.platform_rig import PROGRAMME


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "platform"
    Platform.open(folder, PROGRAMME.read_text("utf-8"), demo=True).close()
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
