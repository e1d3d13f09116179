"""One card's own keys, derived from the platform's master keys (AN10922), and what a card proves by its transaction MAC.

Nothing of this is kept, logged or sent but sealed to the key of one station's one question.
"""

import msgspec

from central.authority import Authority
from central.loads import Load
from domain import purse_layout, transaction_mac
from domain.errors import Code, Refused
from domain.key_diversification import diversify
from domain.loads import LoadOrder, LoadProof
from domain.media import Medium, MediumType
from domain.programme import Purse
from domain.sealing import GRANT, seal, unseal
from domain.wire import CardKeys, LoadGrant

_DESFIRE = "desfire"
_CARDS = (MediumType.UID, MediumType.IDM)


def is_card(authority: Authority, uid: bytes, medium: bytes) -> bool:
    """Whether a UID (or IDm) is the one whose digest is `medium`."""
    return any(Medium(kind, uid).digest(authority.keys.digest) == medium for kind in _CARDS)


def digest_of(authority: Authority, uid: bytes) -> bytes:
    """The digest of a card's UID. Raises `Refused(CARD_RANDOM_UID)` for one that changes from tap to tap."""
    return Medium(MediumType.UID, uid).require_fixed().digest(authority.keys.digest)


def load_grant(authority: Authority, driver: str, uid: bytes, grant_key: bytes) -> bytes:
    """The `LoadGrant` of one card, sealed to `grant_key`.

    A `vendor` purse has an empty secret: the carrier's own SAM and SDK hold its keys, of which the platform knows none.
    Raises `Refused` with PURSE_MISSING (a UID that no such card has) or REQUEST_INVALID (no X25519 key).
    """
    secret = b""
    if driver == _DESFIRE:
        secret = _own(authority, uid, purse_layout.LOAD_KEY)
    return _sealed(grant_key, LoadGrant(secret=secret))


def all_keys(authority: Authority, purse: Purse, uid: bytes, grant_key: bytes) -> bytes:
    """The `CardKeys` of one blank card, sealed to `grant_key`.

    Raises `Refused` with PURSE_MISSING (a UID that no such card has) or REQUEST_INVALID (no X25519 key).
    """
    keys = CardKeys(
        keys=[_own(authority, uid, number) for number in range(purse_layout.KEY_COUNT)],
        key_version=purse_layout.KEY_VERSION,
        transaction_mac_key=_transaction_mac_key(authority, uid),
        limit_ntd=purse.limit_ntd,
    )
    return _sealed(grant_key, keys)


def proves(authority: Authority, load: Load, uid: bytes, proof: LoadProof) -> bool | None:
    """Whether the proof's transaction MAC shows that the card committed exactly this load; None for a purse without one.

    The load's own numbers are the platform's; of the proof are only those that the station chose while writing. False for
    numbers that no load could have.
    """
    if load.driver != _DESFIRE:
        return None
    order = LoadOrder(load=load.op_id, amount_ntd=load.amount_ntd, seq=proof.seq, station=load.station, at_ms=proof.at_ms)
    try:
        key, tmi = _transaction_mac_key(authority, uid), purse_layout.expected_tmi(order)
    except Refused:
        return False
    return transaction_mac.verify(key, uid, proof.tmc, proof.tmv, tmi)


def opened_uid(authority: Authority, sealed: bytes) -> bytes:
    """A UID that a station sealed to the platform. Raises `Refused(REQUEST_INVALID)`."""
    try:
        return unseal(authority.keys.sealing_private, sealed)
    except Refused as problem:
        raise Refused(Code.REQUEST_INVALID, part="uid") from problem


def _own(authority: Authority, uid: bytes, number: int) -> bytes:
    data = purse_layout.diversification_input(uid, authority.programme.id, number)
    return diversify(authority.keys.purse_master, data)


def _transaction_mac_key(authority: Authority, uid: bytes) -> bytes:
    data = purse_layout.transaction_mac_input(uid, authority.programme.id)
    return diversify(authority.keys.transaction_mac_master, data)


def _sealed(grant_key: bytes, secret: msgspec.Struct) -> bytes:
    try:
        return seal(grant_key, msgspec.json.encode(secret), GRANT)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="grant_key") from problem
