"""The faults that a station and the platform survive, as the city's list has them: the one place of their text.

Each has one named test, marked `@fault(number, broken_by=…)`: `broken_by` makes the fault again in the product's code, and then
that test must fail. `tests/faults/conftest.py` runs every test as it is and again with its own fault in;
`./citycard bench mutations` runs every test with every fault in.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

import pytest

Test = TypeVar("Test", bound=Callable[..., None])
Break = Callable[[pytest.MonkeyPatch], None]


class Row(NamedTuple):
    """One fault: what goes wrong, and what must come of it."""

    number: int
    fault: str
    expected: str


class Told(NamedTuple):
    """What a test says of itself: which row it shows, and what must turn it red."""

    row: Row
    test: str
    broken_by: Break
    also: Mapping[int, str]
    """Other rows' tests that the same break rightly turns red, each with the reason."""


ROWS = {
    row.number: row
    for row in (
        Row(1, "commit succeeds, response lost", "retry gets the original result; one record"),
        Row(2, "same event five times in parallel", "one record, five identical answers"),
        Row(3, "same id, other body", "409, both kept, an anomaly"),
        Row(4, "online attempt times out; offline fallback accepts or refuses", "one record, or annulled by the same op_id"),
        Row(5, "proxy's HTML 404, captive portal's 200", "not an acknowledgement; item stays; visibly degraded"),
        Row(6, '401, with and without "revoked" in any words', "nothing deleted; decided by code"),
        Row(
            7,
            "token revoked mid-upload, queue not empty",
            "stops; personal cache wiped; encrypted outbox kept for supervised recovery",
        ),
        Row(8, "token rotation's response lost", "old token has one grace use"),
        Row(9, "poison event first in the queue", "parked after its own outcome; the rest flows; alert"),
        Row(10, "one invalid scan", "the next valid one is unaffected"),
        Row(11, "upload failing for good", "download, revocations and hotlist still run"),
        Row(12, "batch half accepted, connection cut", "outcome per item; only the rest is sent again"),
        Row(13, "unexpected 2xx status", "no endless resending"),
        Row(14, "killed between any two writes of one act", "all or none; the second scan decided rightly"),
        Row(15, 'power lost within 5 s of "done"', "still there; ids never reused"),
        Row(
            16,
            "disk full in a scan, a sync, a migration",
            'plain refusal, never "done"; cursor unmoved; recovers with space',
        ),
        Row(17, "local queue at its limit", "refuses visibly; never drops the oldest"),
        Row(
            18,
            "station clock a year ahead; another an hour behind",
            "others unharmed; raw time kept and flagged; a clear message",
        ),
        Row(19, "two stations sign in one volunteer offline", "both kept, the earlier counts, hours once, anomaly shown"),
        Row(20, "sign-out arrives before sign-in", "held, paired on arrival; after the deadline an open item"),
        Row(21, "undo from a slow-clock station that saw the sign-in", "undo wins"),
        Row(22, "full download while an unsent sign-in exists", "pending stays on top; second scan refused"),
        Row(23, "acknowledged, then same card again", 'still "already in"'),
        Row(
            24,
            "code payload of 0, 1, 255, 256, 4,000 bytes; bad Base45; expired; from the future; replayed",
            'valid accepted once; the rest "invalid", with the reason; no crash',
        ),
        Row(25, "rule raises; unknown operator; midnight", "fails closed with a reason; the Taipei day is right"),
        Row(26, "a row commits at the platform after a higher cursor was read", "never skipped"),
        Row(27, "row changed between pages; download interrupted three times", "none missed; no false deletion"),
        Row(28, "empty answer from lost permission", 'not read as "delete everything"'),
        Row(29, "station restored from a backup", "rewind seen; new epoch; every new act arrives"),
        Row(30, "station's disk cloned", "second one refused or enrolled anew; no id collision"),
        Row(
            31,
            "platform restored from a backup; cursor in its future",
            "generation differs: full download; acknowledged events offered again",
        ),
        Row(32, "station enrolled again with an old queue", "old events go up under their old origin; no duplicates"),
        Row(33, "shift closed with unsent acts", "carried over under the original shift and operator"),
        Row(34, "another operator signs in before the replay", "original operator kept"),
        Row(35, "two processes on one store", "the second refuses to start"),
        Row(36, "upgrade with a full outbox, killed midway; downgrade", "resumable; the downgrade refuses, never resets"),
        Row(37, "event for a card not yet known", "kept, applied later"),
        Row(38, "Retry-After of 3600, a date, or junk", "bounded backoff; the screen never blocks"),
        Row(39, "TLS name wrong for good", "one retry, then an error; no loop"),
        Row(
            40,
            "crash at each step of a redemption; card torn at each APDU",
            "never credited twice, never lost; the states of cards.md",
        ),
        Row(
            41,
            "one card issued or bound at two stations offline; one person, two cards",
            "first kept; second suspended and shown; no person holds two of a one-per-person kind for longer than the sync",
        ),
        Row(
            42,
            "wishes to redeem taken offline at two kiosks, together beyond the balance",
            "each decided at the platform in arrival order; the one that does not fit is refused, its holder told at the next "
            "tap; no balance below zero",
        ),
        Row(43, "USB stick pulled during an export", "old file intact; no half file under the final name"),
        Row(
            44,
            "reader unplugged, reader service restarted, five taps a second for a minute",
            "recovers without a restart; no tap counted twice",
        ),
        Row(45, "demo or training data", "marked, never mixed with the real, refused by a real platform with its own message"),
        Row(
            46,
            "an award is cancelled after it was spent",
            "deficit account, repaid first by later awards; never a negative balance",
        ),
        Row(
            47,
            "card issued offline, household check later says no",
            "it was *provisional*: suspended, shown in the work list, the person told",
        ),
    )
}


def fault(number: int, *, broken_by: Break, also: Mapping[int, str] | None = None) -> Callable[[Test], Test]:
    """Mark the test of a row."""

    def marked(test: Test) -> Test:
        return cast(Test, pytest.mark.fault(Told(ROWS[number], test.__name__, broken_by, also or {}))(test))

    return marked


def told(marks: Any) -> Told | None:
    """What a test's marks say of its row; None for a test that is no row's."""
    return next((mark.args[0] for mark in marks if mark.name == "fault"), None)
