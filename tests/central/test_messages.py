"""What people are told: in their language, encrypted at rest, never twice, tried again, given up, forgotten with the person."""

import socket
import ssl
import threading
from uuid import UUID, uuid5

import msgspec
import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from central import messages
from central.messages import Contact, Outgoing, SendFailed
from central.messages.senders import FileSender, SmtpSender, smtp_server
from central.messages.sending import LEASE_MS, MOST_TRIES
from central.messages.templates import SOURCE, templates, words
from central.schema import data_keys
from central.schema.messages import messages as table
from domain.errors import Bug, Code, Refused
from tests.central.field import import_person
from tests.central.test_server import self_signed

RARE = "示範\U0002f80f\ufa19\uf90a"
"""Characters that change when text is normalised."""
VALUES = {"programme": "示範卡", "receipt": "ABCD", "name": RARE, "kind": "示範敬老卡", "phone": "1999"}


def told(platform, number, *, contact=None, template="application_received", number_of_message=0, **values):
    holder = import_person(platform, number)
    message = uuid5(holder, f"{template}{number_of_message}")
    with platform.store.write() as connection:
        if contact is not None:
            messages.keep_contact(connection, platform.authority, holder, contact, now_ms=platform.now_ms())
        messages.queue(
            connection, platform.authority, message, holder, template, values={**VALUES, **values}, now_ms=platform.now_ms()
        )
    return message


def counts(platform):
    with platform.store.read() as connection:
        return messages.counts(connection)


def send(platform, sender, **kwargs):
    return messages.send_due(platform.store, platform.authority, platform.clock, sender, **kwargs)


class Collector:
    """A sender of the tests' own: what it was given, and what it answers."""

    channels = frozenset({"email", "sms"})

    def __init__(self, *answers):
        self.sent, self.answers = [], list(answers)

    def send(self, message: Outgoing) -> None:
        self.sent.append(message)
        if self.answers and (answer := self.answers.pop(0)) is not None:
            raise answer


def test_a_message_is_sent_once_in_the_persons_language(platform):
    message = told(platform, 1, contact=Contact(email="a@example.org", language="en"))
    assert told(platform, 1) == message
    sender = Collector()
    assert send(platform, sender) == 1
    assert send(platform, sender) == 0
    (sent,) = sender.sent
    assert (sent.message_id, sent.channel, sent.address) == (message, "email", "a@example.org")
    assert sent.subject == "示範卡: your application ABCD has arrived"
    assert RARE in sent.text
    assert counts(platform).sent == 1


def test_a_telephone_is_sent_a_text_message_and_nobody_knows_the_third(platform):
    told(platform, 1, contact=Contact(phone="0912-345-678"))
    told(platform, 2, contact=Contact(phone="(02) 2720-8889 轉 4567"))
    told(platform, 3)
    sender = Collector()
    assert send(platform, sender) == 1
    assert [(one.channel, one.address) for one in sender.sent] == [("sms", "0912345678")]
    assert (counts(platform).sent, counts(platform).unaddressed) == (1, 2)


@pytest.mark.parametrize(
    ("contact", "part"),
    [
        (Contact(email="a@example.org\nBcc: b@example.org"), "email"),
        (Contact(email="a" * 250 + "@example.org"), "email"),
        (Contact(email="'; DROP TABLE messages; --"), "email"),
        (Contact(phone="call me"), "phone"),
        (Contact(language="xx"), "language"),
    ],
)
def test_a_contact_that_is_none_is_refused(platform, contact, part):
    with pytest.raises(Refused) as caught:
        told(platform, 1, contact=contact)
    assert (caught.value.code, caught.value.details) == (Code.REQUEST_INVALID, {"part": part})


def test_an_older_wish_does_not_replace_a_newer_one(platform):
    holder = import_person(platform, 1)
    with platform.store.write() as connection:
        for email, at_ms in (("new@example.org", 2_000), ("old@example.org", 1_000)):
            messages.keep_contact(connection, platform.authority, holder, Contact(email=email), now_ms=at_ms)
        assert messages.contact_of(connection, platform.authority, holder).email == "new@example.org"


def test_nothing_readable_stands_in_the_database(platform):
    told(platform, 1, contact=Contact(email="findme@example.org"))
    with platform.store.read() as connection:
        for name in ("messages", "contacts"):
            content = repr(connection.exec_driver_sql(f"SELECT * FROM {name}").all())  # noqa: S608 (our own names)
            assert "findme" not in content
            assert RARE not in content


def test_a_failure_is_tried_again_with_growing_pauses_and_then_given_up(platform, clock):
    told(platform, 1, contact=Contact(email="a@example.org"))
    sender = Collector(*[SendFailed("smtp_unreachable")] * MOST_TRIES)
    for pause_s in [60 << number for number in range(9)]:
        assert send(platform, sender) == 0
        clock.advance(min(pause_s, 6 * 3600) - 1)
        before = len(sender.sent)
        send(platform, sender)
        assert len(sender.sent) == before
        clock.advance(1)
    for _ in range(9, MOST_TRIES):
        send(platform, sender)
        clock.advance(6 * 3600)
    send(platform, sender)
    assert len(sender.sent) == MOST_TRIES
    assert len({one.message_id for one in sender.sent}) == 1
    assert counts(platform).failed == 1


def test_a_failure_for_good_is_not_tried_again(platform, clock):
    told(platform, 1, contact=Contact(email="a@example.org"))
    sender = Collector(SendFailed("recipient_refused", for_good=True))
    send(platform, sender)
    clock.advance(24 * 3600)
    assert send(platform, sender) == 0
    assert (len(sender.sent), counts(platform).failed) == (1, 1)


def test_a_sender_that_dies_leaves_the_message_for_another_try_under_the_same_id(platform, clock):
    message = told(platform, 1, contact=Contact(email="a@example.org"))
    with pytest.raises(KeyboardInterrupt):
        send(platform, Collector(KeyboardInterrupt()))
    sender = Collector()
    assert send(platform, sender) == 0
    clock.advance(LEASE_MS / 1000)
    assert send(platform, sender) == 1
    assert [one.message_id for one in sender.sent] == [message]


def test_two_senders_at_once_never_send_one_twice(platform):
    wanted = {told(platform, number, contact=Contact(email=f"a{number}@example.org")) for number in range(1, 25)}
    senders = [Collector() for _ in range(4)]
    threads = [threading.Thread(target=send, args=(platform, sender)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    sent = [one.message_id for sender in senders for one in sender.sent]
    assert (len(sent), set(sent)) == (len(wanted), wanted)


def test_a_forgotten_persons_message_is_put_away(platform):
    told(platform, 1, contact=Contact(email="a@example.org"))
    told(platform, 2, contact=Contact(email="b@example.org"))
    holder = import_person(platform, 1)
    with platform.store.write() as connection:
        connection.execute(data_keys.delete().where(data_keys.c.holder == holder))
    sender = Collector()
    assert send(platform, sender) == 1
    assert (sender.sent[0].address, counts(platform).forgotten) == ("b@example.org", 1)


def test_every_template_has_the_source_language_and_the_same_blanks():
    for template, languages in templates().items():
        assert SOURCE in languages, template
        assert len({frozenset(of_language.blanks) for of_language in languages.values()}) == 1, template


def test_a_blank_in_a_value_stays_text_and_a_subject_one_line():
    _, wording = words("application_received", "en")
    filled = wording.filled({**VALUES, "name": "{receipt.__class__}", "programme": "a\r\nBcc: b"})
    assert "{receipt.__class__}" in filled.text
    assert "\n" not in filled.subject
    with pytest.raises(Bug):
        wording.filled({})
    with pytest.raises(Bug):
        words("no_such_template", "en")


# --- senders ---


def outgoing(**changed):
    message = Outgoing(
        message_id=UUID(int=7), channel="email", address="a@example.org", subject="示範主旨", text=f"示範內容 {RARE}\n"
    )
    return msgspec.structs.replace(message, **changed)


def test_files_are_whole_and_a_repetition_is_one_file(tmp_path):
    sender = FileSender(tmp_path / "outbox")
    sender.send(outgoing())
    sender.send(outgoing())
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == f"{UUID(int=7)}.json"
    assert msgspec.json.decode(file.read_bytes(), type=Outgoing) == outgoing()


def test_an_outbox_that_cannot_be_written_is_a_failure(tmp_path):
    (tmp_path / "outbox").write_text("a file, no folder")
    with pytest.raises(SendFailed):
        FileSender(tmp_path / "outbox").send(outgoing())


class Mailbox:
    """What the SMTP server was handed; `refuses` is its answer to a recipient."""

    def __init__(self):
        self.mails, self.refuses = [], ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's names)
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def certificate(tmp_path):
    return self_signed(tmp_path)


@pytest.fixture
def mail_server(certificate):
    """A real SMTP server that insists on STARTTLS and on a password."""
    mailbox = Mailbox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"city", b"secret"), handled=False)

    options = {"require_starttls": True, "tls_context": context, "auth_required": True, "authenticator": check}
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    yield controller, mailbox
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def smtp_sender(controller, certificate, password="secret"):
    server = smtp_server(f"smtp://city@127.0.0.1:{controller.port}", password)
    return SmtpSender(server, "card@city.example", context=ssl.create_default_context(cafile=certificate[0]))


def test_mail_goes_out_over_tls_with_the_messages_id(mail_server, certificate):
    controller, mailbox = mail_server
    smtp_sender(controller, certificate).send(outgoing())
    ((to, content),) = mailbox.mails
    assert to == ["a@example.org"]
    assert b"Message-ID: <00000000-0000-0000-0000-000000000007@city.example>" in content


def test_a_refused_recipient_is_given_up_and_a_busy_one_is_not(mail_server, certificate):
    controller, mailbox = mail_server
    for answer, for_good in (("550 no such user", True), ("451 try again", False)):
        mailbox.refuses = answer
        with pytest.raises(SendFailed) as caught:
            smtp_sender(controller, certificate).send(outgoing())
        assert (caught.value.problem, caught.value.for_good) == ("recipient_refused", for_good)


def test_what_is_wrong_with_the_server_is_tried_again(mail_server, certificate):
    controller, _ = mail_server
    with pytest.raises(SendFailed) as caught:
        smtp_sender(controller, certificate, "wrong").send(outgoing())
    assert (caught.value.problem, caught.value.for_good) == ("login_refused", False)
    stranger = SmtpSender(smtp_server(f"smtp://127.0.0.1:{controller.port}"), "card@city.example")
    with pytest.raises(SendFailed) as caught:
        stranger.send(outgoing())
    assert (caught.value.problem, caught.value.for_good) == ("smtp_unreachable", False)


def test_an_address_that_would_break_out_of_its_header_is_given_up(mail_server, certificate):
    controller, mailbox = mail_server
    with pytest.raises(SendFailed) as caught:
        smtp_sender(controller, certificate).send(outgoing(address="a@example.org\nBcc: b@example.org"))
    assert (caught.value.for_good, mailbox.mails) == (True, [])


@pytest.mark.parametrize("url", ["", "http://mail", "smtp://", "smtp+plain://mail.example", "smtp://mail:no"])
def test_a_server_that_is_none_is_refused(url):
    with pytest.raises(Refused):
        smtp_server(url)


def test_no_sql_is_made_of_values(platform):
    told(platform, 1, contact=Contact(email="a@example.org"), name="'); DROP TABLE messages; --")
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1
