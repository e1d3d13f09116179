"""Bring a blank MIFARE DESFire EV2/EV3 to the purse's layout; torn anywhere, run it again and it goes on where it stopped.

Keys come before files, the application's master key last among the keys: so no file ever stands under a key that everybody
knows. A key's version, which anyone can have written, only says which key to prove: every key must prove to be blank before the
first one is changed, or ours, and all of them ours before the first file is made. The value file, without which there is no
purse, comes last. The card's own master key (for creating and deleting
applications) is left as it is: docs/desfire-purse.md says what follows from that.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Literal

import msgspec

from domain import purse_layout as layout
from domain.errors import Code, Refused
from domain.ports import CardChannel
from domain.wire import CardKeys
from reader_drivers.card_apps.desfire.card import CARD_LEVEL, DesfireCard
from reader_drivers.card_apps.desfire.files import NEVER, Access, FileSettings, FileType
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.desfire.status import CardRefused, NotDesfire, Status
from reader_drivers.card_apps.iso7816 import SmartCard

_BLANK_KEY = bytes(16)
_BLANK_VERSION = 0
_KEY_BYTES = 16
_SETTINGS = 0x0B
"""Master key changes keys and creates files; anyone may list; master key and settings stay changeable (data sheet, 11.6.3)."""
_WORKING_KEYS = (layout.PAYMENT_KEY, layout.READ_KEY, layout.LOAD_KEY)
"""All but the application's master key."""
_FIRST_EV2 = 0x10
"""GetVersion's major hardware version: 01 on EV1, 12 or 22 on EV2, 33 on EV3."""

_ACCESS = {
    layout.VALUE_FILE: Access(layout.PAYMENT_KEY, NEVER, layout.LOAD_KEY, layout.MASTER_KEY),
    layout.BACKUP_FILE: Access(layout.READ_KEY, NEVER, layout.LOAD_KEY, layout.MASTER_KEY),
    layout.LOG_FILE: Access(layout.READ_KEY, layout.PAYMENT_KEY, layout.LOAD_KEY, layout.MASTER_KEY),
    layout.TRANSACTION_MAC_FILE: Access(layout.LOAD_KEY, NEVER, NEVER, layout.MASTER_KEY),
}


class Step(StrEnum):
    """What a run did to the card, in its order."""

    APPLICATION = "application"
    KEYS = "keys"
    FILES = "files"


class NotOurs(Refused):
    """The card holds an application of that id, or in it a key or file, which is not this programme's, or cannot hold ours.

    Nothing that was on the card has been changed, and it is no purse of ours.

    `reason` is `not_desfire`, `too_old` (EV1), `locked` (its owner alone may create applications), `full` or `foreign`.
    """

    def __init__(self, reason: Literal["not_desfire", "too_old", "locked", "full", "foreign"]) -> None:
        super().__init__(Code.CARD_REJECTED, reason=reason)
        self.reason = reason


class Personalised(msgspec.Struct, frozen=True, kw_only=True):
    """A card that is ready. No `steps`: it was so before."""

    steps: list[Step]
    value_ntd: int
    limit_ntd: int


def personalise(channel: CardChannel, *, uid: bytes, keys: CardKeys) -> Personalised:
    """Make the card of `uid` a purse under `keys`. On the reader's thread.

    Raises `NotOurs`, `Refused` with CARD_SWAPPED, PURSE_ALTERED (also for keys that do not fit after this run has set them: the
    card has no files then) or REQUEST_INVALID (keys that are none), `EnvironmentProblem` with CARD_REMOVED: then run it again
    with the same card.
    """
    _require_keys(keys)
    return _Personalising(DesfireCard(SmartCard(channel)), uid, keys).run()


class _Personalising:
    def __init__(self, card: DesfireCard, uid: bytes, keys: CardKeys) -> None:
        self._card = card
        self._uid = uid
        self._keys = keys
        self._steps: list[Step] = []

    def run(self) -> Personalised:
        self._require_desfire()
        self._application()
        if self._card.key_version(layout.MASTER_KEY) == _BLANK_VERSION:
            self._change_keys()
        for number in (*_WORKING_KEYS, layout.MASTER_KEY):
            self._authenticate(number, self._keys.keys[number])
        self._require_card()
        self._create_files()
        limit = self._card.file_settings(layout.VALUE_FILE).upper
        self._authenticate(layout.LOAD_KEY, self._keys.keys[layout.LOAD_KEY])
        value = self._card.value(layout.VALUE_FILE, CommMode.MAC)
        return Personalised(steps=self._steps, value_ntd=value, limit_ntd=limit)

    def _require_desfire(self) -> None:
        try:
            self._card.select(CARD_LEVEL)
            version = self._card.version()
        except (NotDesfire, CardRefused) as problem:
            raise NotOurs("not_desfire") from problem
        if len(version) < 7 or version[3] < _FIRST_EV2:
            raise NotOurs("too_old")

    def _application(self) -> None:
        try:
            self._card.select(layout.AID)
        except CardRefused as problem:
            if problem.status != Status.APPLICATION_NOT_FOUND:
                raise
            self._create_application()
            self._card.select(layout.AID)
        try:
            found = self._card.key_settings()
        except CardRefused as problem:
            raise NotOurs("foreign") from problem
        if (found.settings, found.keys, found.aes) != (_SETTINGS, layout.KEY_COUNT, True):
            raise NotOurs("foreign")

    def _create_application(self) -> None:
        self._card.select(CARD_LEVEL)
        try:
            self._card.create_application(layout.AID, _SETTINGS, layout.KEY_COUNT)
        except CardRefused as problem:
            locked = problem.status in (Status.PERMISSION_DENIED, Status.AUTHENTICATION_ERROR)
            if locked:
                raise NotOurs("locked") from problem
            if problem.status in (Status.OUT_OF_MEMORY, Status.COUNT_ERROR):
                raise NotOurs("full") from problem
            raise
        self._steps.append(Step.APPLICATION)

    def _change_keys(self) -> None:
        """Of an application whose master key says that it is blank, as far as an earlier run has not done it."""
        blank = [number for number in _WORKING_KEYS if self._is_blank(number)]
        self._authenticate(layout.MASTER_KEY, _BLANK_KEY)
        # We never make a file before the keys, so files under the blank key are somebody else's, and so is their value.
        if self._card.files():
            raise NotOurs("foreign")
        self._require_card()
        version = self._keys.key_version
        for number in blank:
            self._card.change_other_key(number, self._keys.keys[number], _BLANK_KEY, version)
        self._card.change_own_key(layout.MASTER_KEY, self._keys.keys[layout.MASTER_KEY], version)
        self._steps.append(Step.KEYS)

    def _is_blank(self, number: int) -> bool:
        """Whether the key proves to be blank; False when it proves to be ours. Raises `NotOurs` for any other."""
        blank = self._card.key_version(number) == _BLANK_VERSION
        self._authenticate(number, _BLANK_KEY if blank else self._keys.keys[number])
        return blank

    def _create_files(self) -> None:
        card, present = self._card, self._card.files()
        files = self._files(card)
        for number in present:
            if number not in files or not _alike(card.file_settings(number), files[number][1]):
                raise NotOurs("foreign")
        missing = [create for number, (create, _) in files.items() if number not in present]
        for create in missing:
            create()
        if missing:
            self._steps.append(Step.FILES)

    def _files(self, card: DesfireCard) -> dict[int, tuple[Callable[[], None], FileSettings]]:
        mac, limit, size = CommMode.MAC, self._keys.limit_ntd, layout.RECORD_BYTES
        value, backup, log, transaction = (_ACCESS[number] for number in _ACCESS)
        tm_key, version = self._keys.transaction_mac_key, self._keys.key_version
        return {
            layout.BACKUP_FILE: (
                lambda: card.create_backup_file(layout.BACKUP_FILE, mac, backup, size),
                FileSettings(type=FileType.BACKUP, mode=mac, access=backup, size=size),
            ),
            layout.LOG_FILE: (
                lambda: card.create_cyclic_file(layout.LOG_FILE, mac, log, size=size, records=layout.LOG_RECORDS),
                FileSettings(type=FileType.CYCLIC, mode=mac, access=log, size=size, most_records=layout.LOG_RECORDS),
            ),
            layout.TRANSACTION_MAC_FILE: (
                lambda: card.create_transaction_mac_file(layout.TRANSACTION_MAC_FILE, mac, transaction, tm_key, version),
                FileSettings(type=FileType.TRANSACTION_MAC, mode=mac, access=transaction),
            ),
            layout.VALUE_FILE: (
                lambda: card.create_value_file(layout.VALUE_FILE, mac, value, upper=limit, free_get_value=True),
                FileSettings(type=FileType.VALUE, mode=mac, access=value, upper=limit, free_get_value=True),
            ),
        }

    def _authenticate(self, number: int, key: bytes) -> None:
        try:
            self._card.authenticate_first(number, key)
        except CardRefused as problem:
            if Step.KEYS in self._steps:
                raise Refused(Code.PURSE_ALTERED, part="keys") from problem
            raise NotOurs("foreign") from problem

    def _require_card(self) -> None:
        if self._card.uid() != self._uid:
            raise Refused(Code.CARD_SWAPPED)


def _alike(found: FileSettings, expected: FileSettings) -> bool:
    """Whether the file is one of ours: its records grow, and its limit is that of the day when it was personalised."""
    return msgspec.structs.replace(found, records=0, upper=0) == msgspec.structs.replace(expected, upper=0)


def _require_keys(keys: CardKeys) -> None:
    right = len(keys.keys) == layout.KEY_COUNT and all(len(key) == _KEY_BYTES for key in keys.keys)
    right = right and len(keys.transaction_mac_key) == _KEY_BYTES and 0 < keys.key_version < 0x100
    if not right or not 0 < keys.limit_ntd <= layout.MOST_VALUE:
        raise Refused(Code.REQUEST_INVALID, part="card_keys")
