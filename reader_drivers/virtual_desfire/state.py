"""What a powered card knows beside its content: selection, session, transaction; and what a command looks like to it."""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from reader_drivers.virtual_desfire.content import FREE, NEVER, Application, Content, File, Key
from reader_drivers.virtual_desfire.session import Mode, Session
from reader_drivers.virtual_desfire.status import NotDone, Status, require
from reader_drivers.virtual_desfire.transaction import Transaction

MASTER = 0
"""Number of the master key, of the card and of each application."""

DIRECTORY_FREE = 0x02
CREATION_FREE = 0x04
SETTINGS_CHANGEABLE = 0x08
MASTER_CHANGEABLE = 0x01
"""Bits of the key settings (data sheet 8.2.3.1)."""


class Reply(NamedTuple):
    """What a command that was carried out answers."""

    data: bytes = b""
    cuts: tuple[int, ...] = ()
    """Where its frames end, for the one command whose frames mean something (GetVersion)."""
    session_over: bool = False
    """The answer goes out unprotected: the key of the session has just changed."""


class State:
    """The card between two commands."""

    def __init__(self, content: Content, random: Callable[[int], bytes]) -> None:
        self.content = content
        self.random = random
        self.session: Session | None = None
        self.selected: str | None = None
        """AID in hexadecimal; None at card level."""
        self.transaction = Transaction()

    def power_up(self) -> None:
        """Forget everything that is not content."""
        self.fail()
        self.selected = None

    def fail(self) -> None:
        """End the session and the transaction, as any error does (data sheet 9.1.2 and 10.2.2)."""
        self.session = None
        self.transaction = Transaction()

    @property
    def application(self) -> Application:
        """The selected one. Raises `NotDone` (9D) at card level."""
        if self.selected is None:
            raise NotDone(Status.PERMISSION_DENIED)
        return self.content.applications[self.selected]

    def store(self, application: Application) -> None:
        """Replace the selected application's content, in one step."""
        applications = {**self.content.applications, str(self.selected): application}
        self.content = replace(self.content, applications=applications)

    @property
    def settings(self) -> int:
        """The key settings in force here."""
        return self.content.settings if self.selected is None else self.application.settings

    def key(self, number: int) -> Key:
        """A key of the selected application or of the card. Raises `NotDone`: 40 for none, AE for the delivered DES key."""
        if self.selected is not None:
            keys = self.application.keys
            require(number < len(keys), Status.NO_SUCH_KEY)
            return keys[number]
        require(number == MASTER, Status.NO_SUCH_KEY)
        if self.content.master is None:
            raise NotDone(Status.AUTHENTICATION_ERROR)
        return self.content.master

    def is_master(self) -> bool:
        """Whether the session is one with the master key."""
        return self.session is not None and self.session.key_number == MASTER

    def require_master_unless(self, free: int) -> None:
        """Raises `NotDone` (AE) unless the settings free this command or the master key is authenticated."""
        require(bool(self.settings & free) or self.is_master(), Status.AUTHENTICATION_ERROR)

    def file(self, number: int) -> File:
        """A file of the selected application. Raises `NotDone`: 9D at card level, F0 for none."""
        file = self.application.files.get(number)
        if file is None:
            raise NotDone(Status.FILE_NOT_FOUND)
        return file

    def access(self, file: File, *rights: int, free: bool = False) -> Mode:
        """How a command that needs one of these rights travels: as the file says with a key that has one, plain where access is
        free only. Raises `NotDone`: 9D where nobody may, AE where this session may not (data sheet 8.2.3.3)."""
        if self.session is not None and self.session.key_number in rights:
            return Mode(file.mode)
        if free or FREE in rights:
            return Mode.PLAIN
        raise NotDone(Status.PERMISSION_DENIED if all(right == NEVER for right in rights) else Status.AUTHENTICATION_ERROR)


Admit = Callable[[State, bytes], Mode]
"""Judge a command by its header, before its data is opened, and say how it travels. Raises `NotDone`."""


class Command(NamedTuple):
    """One command of the card."""

    run: Callable[[State, bytes], Reply]
    """Carry it out; gets its header and plain data. Raises `NotDone`."""
    admit: Admit
    header: int | None = None
    """How many bytes are sent in clear in full mode; None for all of them."""
    written: bool = False
    """Its header ends with the length of the data that follows, in as many frames as that takes."""
    long_frames: bool = False
    """Frames up to a short APDU's length, chained below this layer (the ISO codes of EV2)."""


def mac_in_session(state: State, _payload: bytes) -> Mode:
    """Most commands: MAC with a session, plain without."""
    return Mode.PLAIN if state.session is None else Mode.MAC


def always_plain(_state: State, _payload: bytes) -> Mode:
    """Commands that are never protected."""
    return Mode.PLAIN


def always_full(state: State, _payload: bytes) -> Mode:
    """Commands that exist in a session only, enciphered."""
    require(state.session is not None, Status.AUTHENTICATION_ERROR)
    return Mode.FULL
