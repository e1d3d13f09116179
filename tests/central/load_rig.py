"""Stations that load value onto cards, and cards that prove what they took."""

from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central import admin, card_counters
from central.load_sheet import LoadSheet
from central.platform import Platform
from domain import purse_layout, transaction_mac
from domain.errors import Code
from domain.events import (
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadSecrets,
    LoadSettled,
    LoadTombstone,
    LoadUnknown,
    SignedEvent,
)
from domain.ids import new_op_id
from domain.key_diversification import diversify
from domain.loads import LoadOrder, LoadProof
from domain.sealing import GRANT, unseal
from domain.wire import BalanceRequest, BalanceResponse, LoadGrant
from tests.central.field import FieldStation, a_medium, a_person

PURSE = "demo_desfire"


def read_back(seq: int, value_ntd: int = 0) -> LoadProof:
    """What a card says that was asked, and whose last transaction was not a load."""
    return LoadProof(by="card", seq=seq, value_ntd=value_ntd)


def import_purse_holder(platform: Platform, number: int, carrier: str = "demo_desfire") -> UUID:
    return admin.import_holder(platform, a_person(number), a_medium(number), "demo_purse", carrier)


def card_proof(
    platform: Platform,
    load: UUID,
    station: str,
    *,
    number: int = 1,
    amount: int = 50,
    seq: int | None = None,
    at_ms: int = 5,
    tmc: int | None = None,
) -> LoadProof:
    """What the card of person `number` answers to the commit of such a load, by default its next one."""
    seq = counted(platform, number).seq + 1 if seq is None else seq
    tmc = seq + 6 if tmc is None else tmc
    uid = a_medium(number).value
    master, programme = platform.authority.keys.transaction_mac_master, platform.authority.programme.id
    key = diversify(master, purse_layout.transaction_mac_input(uid, programme))
    order = LoadOrder(load=load, amount_ntd=amount, seq=seq, station=station, at_ms=at_ms)
    tmv = transaction_mac.transaction_mac(key, uid, tmc, purse_layout.expected_tmi(order))
    return LoadProof(by="commit", seq=seq, value_ntd=amount, at_ms=at_ms, tmc=tmc, tmv=tmv)


def counted(platform: Platform, number: int = 1) -> card_counters.CardCounter:
    """What the platform knows of the card of person `number`."""
    with platform.store.read() as connection:
        sheet = LoadSheet(connection, platform.authority)
        return sheet.counter(a_medium(number).digest(platform.authority.keys.digest))


class LoadStation(FieldStation):
    """A station with the grant keys of its loads."""

    def __init__(self, platform: Platform, roles: list[str], url: str | None = None) -> None:
        super().__init__(platform, roles, url)
        self.grant_keys: dict[bytes, X25519PrivateKey] = {}

    @property
    def id(self) -> str:
        return self.enrolled.identity.station

    def intent(
        self,
        number: int = 1,
        points: int = 50,
        *,
        birthday: str = "0105",
        kind: str = "health",
        purse: str = PURSE,
        amount: int | None = None,
        uid: bytes | None = None,
        grant_key: bytes | None = None,
        **kwargs: Any,
    ) -> SignedEvent:
        own = X25519PrivateKey.generate()
        payload = LoadIntended(
            purse=purse,
            point_kind=kind,
            points=points,
            amount_ntd=points if amount is None else amount,
            grant_key=own.public_key().public_bytes_raw() if grant_key is None else grant_key,
        )
        secrets = LoadSecrets(uid=a_medium(number).value if uid is None else uid, birthday=birthday)
        signed = self.act(payload, medium=a_medium(number), sealed=self.sealed(secrets), **kwargs)
        self.grant_keys[signed.hash] = own
        return signed

    def secret(self, intent: SignedEvent, grant: bytes) -> bytes:
        return msgspec.json.decode(unseal(self.grant_keys[intent.hash], grant, GRANT), type=LoadGrant).secret

    def committing(self, load: UUID, number: int = 1, **kwargs: Any) -> SignedEvent:
        return self.act(LoadCommitting(load=load), medium=a_medium(number), **kwargs)

    def committed(self, load: UUID, proof: LoadProof | None = None, number: int = 1, **kwargs: Any) -> SignedEvent:
        proof = proof or card_proof(self.platform, load, self.id, number=number)
        return self.act(LoadCommitted(load=load, proof=proof), medium=a_medium(number), **kwargs)

    def unknown(self, load: UUID, number: int = 1) -> SignedEvent:
        return self.act(LoadUnknown(load=load), medium=a_medium(number))

    def tombstone(self, load: UUID, number: int = 1) -> SignedEvent:
        return self.act(LoadTombstone(load=load, reason=Code.CARD_REMOVED), medium=a_medium(number))

    def found(self, load: UUID, on_card: bool, proof: LoadProof | None = None, number: int = 1, **kwargs: Any) -> SignedEvent:
        proof = proof or read_back(counted(self.platform, number).seq + on_card)
        return self.act(LoadFound(load=load, on_card=on_card, proof=proof), medium=a_medium(number), **kwargs)

    def settle(self, load: UUID, decision: Any, **kwargs: Any) -> SignedEvent:
        return self.act(LoadSettled(load=load, decision=decision, reason="示範"), **kwargs)


def balance(platform: Platform, number: int = 1) -> BalanceResponse:
    keys = platform.authority.keys
    return platform.balance(BalanceRequest(medium=a_medium(number).digest(keys.digest), digest_key=keys.digest_key_id))


def points_left(platform: Platform, number: int = 1, kind: str = "health") -> int:
    return next(one.points for one in balance(platform, number).balances if one.point_kind == kind)


def some_load() -> UUID:
    return new_op_id(0)
