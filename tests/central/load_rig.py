"""Stations that load value onto cards, and cards that prove what they took."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central import admin
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
from domain.key_diversification import diversify
from domain.loads import LoadOrder, LoadProof
from domain.sealing import GRANT, unseal
from domain.wire import BalanceRequest, BalanceResponse, LoadGrant
from tests.central.field import FieldStation, a_medium, a_person

PURSE = "demo_desfire"
READ_BACK = LoadProof(by="card", seq=1, value_ntd=0)


def import_purse_holder(platform: Platform, number: int, carrier: str = "demo_desfire") -> UUID:
    return admin.import_holder(platform, a_person(number), a_medium(number), "demo_purse", carrier)


def card_proof(
    platform: Platform, load: UUID, station: str, *, number: int = 1, amount: int = 50, seq: int = 1, at_ms: int = 5
) -> LoadProof:
    """What the card of person `number` answers to the commit of such a load."""
    uid = a_medium(number).value
    master, programme = platform.authority.keys.transaction_mac_master, platform.authority.programme.id
    key = diversify(master, purse_layout.transaction_mac_input(uid, programme))
    order = LoadOrder(load=load, amount_ntd=amount, seq=seq, station=station, at_ms=at_ms)
    tmv = transaction_mac.transaction_mac(key, uid, 7, purse_layout.expected_tmi(order))
    return LoadProof(by="commit", seq=seq, value_ntd=amount, at_ms=at_ms, tmc=7, tmv=tmv)


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

    def found(self, load: UUID, on_card: bool, proof: LoadProof = READ_BACK, number: int = 1, **kwargs: Any) -> SignedEvent:
        return self.act(LoadFound(load=load, on_card=on_card, proof=proof), medium=a_medium(number), **kwargs)

    def settle(self, load: UUID, decision: Any, **kwargs: Any) -> SignedEvent:
        return self.act(LoadSettled(load=load, decision=decision, reason="示範"), **kwargs)


def balance(platform: Platform, number: int = 1) -> BalanceResponse:
    keys = platform.authority.keys
    return platform.balance(BalanceRequest(medium=a_medium(number).digest(keys.digest), digest_key=keys.digest_key_id))


def points_left(platform: Platform, number: int = 1, kind: str = "health") -> int:
    return next(one.points for one in balance(platform, number).balances if one.point_kind == kind)


def some_load() -> UUID:
    return uuid4()
