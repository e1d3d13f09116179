from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from domain.wire import StationIdentity
from offline_store.journal import Journal
from tests.clocks import SetClock

KEY = bytes(range(32))
SEED = bytes(range(32, 64))

IDENTITY = StationIdentity(station="S1", name="示範櫃檯", site="示範區公所", roles=["counter", "event"], epoch=1, demo=True)


def open_journal(directory: Path, clock: SetClock, *, key: bytes = KEY, most_queued: int = 1000) -> Journal:
    return Journal(directory, key, signing_seed=SEED, clock=clock, most_queued=most_queued)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def journal(tmp_path: Path, clock: SetClock) -> Iterator[Journal]:
    opened = open_journal(tmp_path, clock)
    opened.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    yield opened
    opened.close()
