"""A practice station with an event desk and a registry of any size, for `tap.py`."""

import secrets
from pathlib import Path
from typing import Literal

import msgspec
from argon2 import PasswordHasher

from citycard_app.practice import practice_settings
from domain.cards import CardState
from domain.media import Medium, MediumType
from domain.ports import RegistryNeeds
from domain.wire import ActivityRow, CardRow, ChangesResponse, StaffRow
from offline_store.encrypted import connect
from offline_store.registry import Registry
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.settings import ReaderSettings, StationSettings

PIN = "482913"
STAFF = Medium(MediumType.UID, bytes.fromhex("04FFFFFFFFFF01"))
ACTIVITY = "bench"

_DAY_MS = 86_400_000
_FILL = """
    WITH RECURSIVE row (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM row WHERE number + 1 < :rows)
    INSERT OR IGNORE INTO cards (medium, packed, holder)
    SELECT
        (number - :rows / 2) * :step + abs(random()) % :step,
        (SELECT number FROM kinds LIMIT 1) << 4 | :state,
        randomblob(16)
    FROM row
"""


def media(count: int) -> list[Medium]:
    """So many cards, all different; the last two bytes of two that follow one another differ."""
    return [
        Medium(MediumType.UID, b"\x04" + number.to_bytes(4, "big") + number.to_bytes(4, "big")[2:]) for number in range(count)
    ]


def prepare(directory: Path, rows: int, known: list[Medium]) -> StationSettings:
    """Enrol a practice station in `directory` whose registry has `rows` cards, `known` (one or more) among them; no network."""
    settings = practice_settings(directory)
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    assert kept is not None
    key_id, digest_key = next(iter(kept.digest_keys.items()))
    needs = RegistryNeeds(roles=frozenset({"event"}), digest_key=key_id)
    registry = Registry(
        settings.directory,
        kept.registry_key,
        fresh_key=lambda: kept.registry_key,
        needs=lambda: needs,
        now_ms=SystemClock().now_ms,
    )
    registry.apply(_page(digest_key, known))
    registry.close()
    with_cards = connect(registry.path, kept.registry_key, alone=True)
    with_cards.execute("PRAGMA synchronous = OFF")
    state = tuple(CardState).index(CardState.ACTIVE)
    with_cards.execute(_FILL, {"rows": rows - len(known), "step": 2**64 // rows - 1, "state": state})
    made = with_cards.execute("SELECT count(*) FROM cards").fetchone()[0]
    with_cards.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with_cards.close()
    if made != rows:
        raise SystemExit(f"{made} cards in the registry, not {rows}")
    return settings


def on_reader(settings: StationSettings, driver: Literal["pcsc", "virtual"], name: str) -> StationSettings:
    """The same station with that reader."""
    return msgspec.structs.replace(settings, reader=ReaderSettings(driver=driver, name=name))


def _page(digest_key: bytes, known: list[Medium]) -> ChangesResponse:
    now_ms = SystemClock().now_ms()
    staff = StaffRow(
        staff="bench",
        medium=STAFF.digest(digest_key),
        name="示範人員",
        roles=["event"],
        pin_hash=PasswordHasher().hash(PIN),
        active=True,
    )
    activity = ActivityRow(
        activity=ACTIVITY,
        title="示範活動",
        agency="示範",
        type="meeting",
        starts_ms=now_ms - _DAY_MS,
        ends_ms=now_ms + _DAY_MS,
        open=True,
    )
    cards = [
        CardRow(medium=each.digest(digest_key), card_kind="general", state=CardState.ACTIVE, holder=None) for each in known
    ]
    return ChangesResponse(
        server_ms=now_ms, generation=secrets.token_hex(8), cursor="bench", more=False, rows=[staff, activity, *cards]
    )
