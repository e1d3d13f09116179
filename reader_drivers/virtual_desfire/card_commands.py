"""Commands of the card as a whole: versions, applications, keys (MIFARE DESFire Light data sheet, 11.5 and 11.6; for what the
Light lacks, libfreefare's `mifare_desfire.c` and Proxmark3's `doc/desfire.md`)."""

from collections.abc import Mapping

from msgspec.structs import replace

from reader_drivers.virtual_desfire import crypto
from reader_drivers.virtual_desfire.content import (
    KEYS_FROZEN,
    KEYS_SAME,
    MOST_KEYS,
    Application,
    Content,
    Key,
    memory_left,
)
from reader_drivers.virtual_desfire.session import Session
from reader_drivers.virtual_desfire.state import (
    CREATION_FREE,
    DIRECTORY_FREE,
    MASTER,
    MASTER_CHANGEABLE,
    SETTINGS_CHANGEABLE,
    Command,
    Reply,
    State,
    always_full,
    always_plain,
    mac_in_session,
)
from reader_drivers.virtual_desfire.status import NotDone, Status, require
from reader_drivers.virtual_desfire.transaction import Transaction

_AES = 0x80
"""Key type in the key settings' second byte and, at card level, in ChangeKey's key number."""
_APPLICATION_SIZE = 320
_VERSIONS = {
    "ev2": bytes.fromhex("04010112001A05") + bytes.fromhex("04010102011A05"),
    "ev3": bytes.fromhex("04010133001A05") + bytes.fromhex("04010103001A05"),
}
"""Hardware and software: NXP, DESFire, major version 12 and 02 (EV2), 33 and 03 (EV3), 8 KB, ISO 14443-3 and -4."""
_PRODUCTION = bytes.fromhex("00000000000126")
"""Batch, calendar week and year of a card that was never produced."""


def _at_card_level(state: State) -> Content:
    require(state.selected is None, Status.PERMISSION_DENIED)
    return state.content


def get_version(state: State, data: bytes) -> Reply:
    """Three frames: hardware, software, production."""
    require(not data, Status.LENGTH_ERROR)
    return Reply(_VERSIONS[state.content.software] + state.content.uid + _PRODUCTION, cuts=(7, 14))


def get_card_uid(state: State, data: bytes) -> Reply:
    """The UID, enciphered."""
    require(not data, Status.LENGTH_ERROR)
    return Reply(state.content.uid)


def free_memory(state: State, data: bytes) -> Reply:
    """Bytes that are free, three bytes."""
    require(not data, Status.LENGTH_ERROR)
    return Reply(memory_left(state.content).to_bytes(3, "little"))


def select_application(state: State, data: bytes) -> Reply:
    """Select an application, or with 000000 the card; ends session and transaction."""
    require(len(data) == 3, Status.LENGTH_ERROR)
    state.fail()
    aid = data.hex() if any(data) else None
    require(aid is None or aid in state.content.applications, Status.APPLICATION_NOT_FOUND)
    state.selected = aid
    return Reply()


def application_ids(state: State, data: bytes) -> Reply:
    """AIDs of all applications."""
    require(not data, Status.LENGTH_ERROR)
    content = _at_card_level(state)
    state.require_master_unless(DIRECTORY_FREE)
    return Reply(bytes.fromhex("".join(content.applications)))


def create_application(state: State, data: bytes) -> Reply:
    """An application with AES keys of sixteen zeros, without ISO identifiers or key sets."""
    content = _at_card_level(state)
    state.require_master_unless(CREATION_FREE)
    require(len(data) == 5, Status.LENGTH_ERROR)
    aid, settings, keys = data[:3], data[3], data[4]
    require(any(aid) and keys & 0xF0 == _AES and 1 <= keys & 0xF <= MOST_KEYS, Status.PARAMETER_ERROR)
    require(aid.hex() not in content.applications, Status.DUPLICATE_ERROR)
    require(memory_left(content) >= _APPLICATION_SIZE, Status.OUT_OF_MEMORY)
    application = Application(settings=settings, keys=(Key(),) * (keys & 0xF))
    state.content = replace(content, applications={**content.applications, aid.hex(): application})
    return Reply()


def delete_application(state: State, data: bytes) -> Reply:
    """With the card's master key."""
    content = _at_card_level(state)
    require(len(data) == 3, Status.LENGTH_ERROR)
    require(state.is_master(), Status.AUTHENTICATION_ERROR)
    require(data.hex() in content.applications, Status.APPLICATION_NOT_FOUND)
    kept = {aid: application for aid, application in content.applications.items() if aid != data.hex()}
    state.content = replace(content, applications=kept)
    return Reply()


def format_card(state: State, data: bytes) -> Reply:
    """Delete all applications, with the card's master key."""
    content = _at_card_level(state)
    require(not data, Status.LENGTH_ERROR)
    require(state.is_master(), Status.AUTHENTICATION_ERROR)
    state.content = replace(content, applications={})
    return Reply()


def key_settings(state: State, data: bytes) -> Reply:
    """Key settings, and number and type of the keys."""
    require(not data, Status.LENGTH_ERROR)
    state.require_master_unless(DIRECTORY_FREE)
    if state.selected is None:
        return Reply(bytes([state.settings, 0x01 if state.content.master is None else _AES | 1]))
    return Reply(bytes([state.settings, _AES | len(state.application.keys)]))


def change_key_settings(state: State, data: bytes) -> Reply:
    """With the master key, while the settings can still be changed."""
    require(len(data) == 1, Status.LENGTH_ERROR)
    require(state.is_master(), Status.AUTHENTICATION_ERROR)
    require(bool(state.settings & SETTINGS_CHANGEABLE), Status.PERMISSION_DENIED)
    if state.selected is None:
        state.content = replace(state.content, settings=data[0])
    else:
        state.store(replace(state.application, settings=data[0]))
    return Reply()


def key_version(state: State, data: bytes) -> Reply:
    """A key's version; 00 for the delivered DES key."""
    require(len(data) == 1, Status.LENGTH_ERROR)
    if state.selected is None and state.content.master is None:
        require(data[0] == MASTER, Status.NO_SUCH_KEY)
        return Reply(b"\x00")
    return Reply(bytes([state.key(data[0]).version]))


def change_key(state: State, data: bytes) -> Reply:
    """The session's own key as it is; another one xored with the old one and with a CRC (data sheet 11.6.1)."""
    session = state.session
    if session is None:
        raise NotDone(Status.AUTHENTICATION_ERROR)
    require(len(data) >= 1, Status.LENGTH_ERROR)
    number = data[0] ^ _AES if state.selected is None else data[0]
    old = state.key(number)
    _may_change(state, session, number)
    own = number == session.key_number
    require(len(data) == (18 if own else 22), Status.LENGTH_ERROR)
    value, version = data[1:17], data[17]
    if not own:
        value = crypto.xor(value, old.value)
        require(crypto.crc32(value) == data[18:], Status.INTEGRITY_ERROR)
    _set_key(state, number, Key(value, version))
    if own:
        state.session = None
        state.transaction = Transaction()
    return Reply(session_over=own)


def _may_change(state: State, session: Session, number: int) -> None:
    """Raises `NotDone` unless the settings let this session change that key (data sheet 8.2.3.1)."""
    changer = state.settings >> 4
    if number == MASTER:
        require(bool(state.settings & MASTER_CHANGEABLE), Status.PERMISSION_DENIED)
        needed = MASTER
    elif changer == KEYS_FROZEN:
        raise NotDone(Status.PERMISSION_DENIED)
    elif changer == KEYS_SAME:
        needed = number
    else:
        needed = MASTER if number == changer else changer
    require(session.key_number == needed, Status.AUTHENTICATION_ERROR)


def _set_key(state: State, number: int, key: Key) -> None:
    if state.selected is None:
        state.content = replace(state.content, master=key)
        return
    keys = state.application.keys
    state.store(replace(state.application, keys=(*keys[:number], key, *keys[number + 1 :])))


COMMANDS: Mapping[int, Command] = {
    0x60: Command(get_version, mac_in_session),
    0x51: Command(get_card_uid, always_full, header=0),
    0x6E: Command(free_memory, mac_in_session),
    0x5A: Command(select_application, always_plain),
    0x6A: Command(application_ids, mac_in_session),
    0xCA: Command(create_application, mac_in_session),
    0xDA: Command(delete_application, mac_in_session),
    0xFC: Command(format_card, mac_in_session),
    0x45: Command(key_settings, mac_in_session),
    0x54: Command(change_key_settings, always_full, header=0),
    0x64: Command(key_version, mac_in_session),
    0xC4: Command(change_key, always_full, header=1),
}
