"""Two ways out: files for another system to take, and e-mail by SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from central.files.safely import replaced
from central.messages.sending import Outgoing, SendFailed
from domain.errors import Code, EnvironmentProblem, Refused

_SMTP_TIMEOUT_S = 30.0
_SUBMISSION_PORT = 587
"""RFC 6409, 3.1."""
_TLS_PORT = 465
"""RFC 8314, 7.3."""


class FileSender:
    """One JSON file a message, named by its id: a repetition replaces the file, and no half file is ever seen.

    Layout in `docs/messages.md`. The system that takes the files away deletes them.
    """

    channels = frozenset({"email", "sms"})

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox

    def send(self, message: Outgoing) -> None:
        """Write the file. Raises `SendFailed`."""
        try:
            self._outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
            with replaced(self._outbox / f"{message.message_id}.json") as part:
                part.write_bytes(msgspec.json.encode(message))
        except EnvironmentProblem as problem:
            raise SendFailed(problem.code.value) from problem
        except OSError as problem:
            raise SendFailed("outbox") from problem


class SmtpServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where e-mail is handed in. `tls`: `starttls` (insisted on), `tls` from the first byte, or `none` (this machine)."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"SmtpServer({self.host}:{self.port})"


def smtp_server(url: str, password: str = "") -> SmtpServer:
    """From `smtp://user@host:587` (STARTTLS), `smtps://user@host:465`, or `smtp+plain://127.0.0.1:25`, loopback alone.

    Raises `Refused(REQUEST_INVALID)`.
    """
    parts = urlsplit(url)
    tls = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}.get(parts.scheme)
    try:
        port = parts.port or (_TLS_PORT if tls == "tls" else _SUBMISSION_PORT)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="smtp") from problem
    host = parts.hostname or ""
    if tls is None or not host or (tls == "none" and host not in ("127.0.0.1", "::1", "localhost")):
        raise Refused(Code.REQUEST_INVALID, part="smtp")
    return SmtpServer(host=host, port=port, tls=tls, user=unquote(parts.username or ""), password=password)


class SmtpSender:
    """E-mail by SMTP, one connection a message. The message's id is its Message-ID, so that a repetition can be told."""

    channels = frozenset({"email"})

    def __init__(self, server: SmtpServer, sender: str, *, context: ssl.SSLContext | None = None) -> None:
        """`sender` is the address in From; its domain completes the Message-ID."""
        self._server = server
        self._from = sender
        self._context = context or ssl.create_default_context()

    def send(self, message: Outgoing) -> None:
        """Hand it in. Raises `SendFailed`; for good when the server refuses recipient or message for good (5xx)."""
        mail = self._mail(message)
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            raise SendFailed("recipient_refused", for_good=all(code >= 500 for code in codes)) from problem
        except smtplib.SMTPAuthenticationError as problem:
            raise SendFailed("login_refused") from problem
        except smtplib.SMTPResponseException as problem:
            raise SendFailed("smtp_refused", for_good=500 <= problem.smtp_code < 600) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise SendFailed("smtp_unreachable") from problem

    def _mail(self, message: Outgoing) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["From"] = self._from
            mail["To"] = message.address
            mail["Subject"] = message.subject
            mail["Message-ID"] = f"<{message.message_id}@{self._from.rpartition('@')[2]}>"
            mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notice answers it
            mail.set_content(message.text)
        except ValueError as problem:
            raise SendFailed("address_invalid", for_good=True) from problem
        return mail

    def _connected(self) -> smtplib.SMTP:
        at = self._server
        if at.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, timeout=_SMTP_TIMEOUT_S, context=self._context)
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=_SMTP_TIMEOUT_S)
        try:
            if at.tls == "starttls":
                server.starttls(context=self._context)
            if at.user:
                server.login(at.user, at.password)
        except BaseException:
            server.close()
            raise
        return server
