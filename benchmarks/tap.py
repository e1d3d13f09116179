"""How long from the reader service's report of a card to its medium, to the durable decision, to the painted frame.

`medium_over_bare_ms_p99`: the PC/SC driver and its worker, until a handler has the medium, less a bare loop of
SCardGetStatusChange and `FF CA` on the same virtual reader, in turns (p99 of each).
`painted_ms_p99`: a whole station with its terminal window at an activity and a registry of `registry_rows` cards, until the
frame with the answer is painted; the act is in the encrypted journal before.
`rss_growth_mb`: `rss_taps` taps on the in-process reader of a whole station without a window, each decided by the event desk
and one in ten an act in the journal; resident memory at the end less that after the first tenth, in a process of its own.
`window_rss_growth_mb`: the same for `window_rss_taps` taps, every one an act, with the window; less that after the first third.

pcscd looks at a virtual reader every 400 ms, so time begins when the service reports the card. Drawn offscreen unless
QT_QPA_PLATFORM says otherwise; no platform is reachable, so every act stays in the outbox.
"""

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import structlog

from benchmarks._machine import machine
from benchmarks._tap_station import ACTIVITY, PIN, STAFF, media, on_reader, prepare
from benchmarks._tap_window import TapTimes, run_taps
from domain.media import Medium
from domain.ports import CardGone, CardPresented, ReaderEvent
from reader_drivers import pcsc, virtual
from reader_drivers.virtual_service import VirtualReaderService, VirtualSlot
from reader_drivers.vpcd_card import VirtualCard
from station.card_worker import CardWorkers
from station.clock import SystemClock
from station.wiring import open_station

SIZES = {
    "quick": {"rows": 3_000_000, "compared": 8, "painted": 12, "rss_taps": 2_000, "window_taps": 90},
    "full": {"rows": 3_000_000, "compared": 120, "painted": 120, "rss_taps": 100_000, "window_taps": 3_000},
}
_IN_A_TURN = 4
_TAPS_OF_A_CARD = 10
_ROWS_FOR_MEMORY = 100_000
_LONGEST_S = 20.0


class PcscHand:
    """Lays virtual cards on a slot of vpcd."""

    def __init__(self, slot: VirtualSlot) -> None:
        self._slot = slot
        self._card: VirtualCard | None = None

    def lay(self, medium: Medium) -> None:
        """Lay a card there."""
        self._card = VirtualCard(medium.value, port=self._slot.port)
        self._card.insert()

    def lift(self) -> None:
        """Lift it off."""
        if self._card is not None:
            self._card.take_away()
            self._card = None


class FieldHand:
    """Lays cards on an in-process reader."""

    def __init__(self, name: str) -> None:
        self._field = virtual.field(name)

    def lay(self, medium: Medium) -> None:
        """Lay a card there."""
        self._field.place(medium)

    def lift(self) -> None:
        """Lift it off."""
        self._field.take_away()


# --- medium over bare ------------------------------------------------------------------------------------------------


def bare(reader: str, hand: PcscHand, count: int) -> list[float]:
    """Seconds from SCardGetStatusChange's return to the identifier, with nothing around it."""
    from smartcard import scard as s  # type: ignore[import-untyped]

    took: list[float] = []
    _, context = s.SCardEstablishContext(s.SCARD_SCOPE_SYSTEM)
    state = s.SCARD_STATE_UNAWARE
    for medium in media(count):
        hand.lay(medium)
        state, at_s = _wait_until(context, reader, state, present=True)
        _, card, protocol = s.SCardConnect(context, reader, s.SCARD_SHARE_SHARED, s.SCARD_PROTOCOL_T0 | s.SCARD_PROTOCOL_T1)
        pci = s.SCARD_PCI_T0 if protocol == s.SCARD_PROTOCOL_T0 else s.SCARD_PCI_T1
        _, response = s.SCardTransmit(card, pci, [0xFF, 0xCA, 0, 0, 0])
        took.append(time.monotonic() - at_s)
        if bytes(response[:-2]) != medium.value:
            raise SystemExit("the bare loop has read something else")
        s.SCardDisconnect(card, s.SCARD_LEAVE_CARD)
        hand.lift()
        state, _ = _wait_until(context, reader, state, present=False)
    s.SCardReleaseContext(context)
    return took


def _wait_until(context: int, reader: str, state: int, *, present: bool) -> tuple[int, float]:
    from smartcard import scard

    deadline_s = time.monotonic() + _LONGEST_S
    while time.monotonic() < deadline_s:
        result, changed = scard.SCardGetStatusChange(context, 5_000, [(reader, state)])
        at_s = time.monotonic()
        if result == scard.SCARD_S_SUCCESS:
            state = changed[0][1] & ~scard.SCARD_STATE_CHANGED
            if bool(state & scard.SCARD_STATE_PRESENT) is present:
                return state, at_s
    raise SystemExit("the reader service does not see the card")


def ours(reader: str, hand: PcscHand, count: int) -> list[float]:
    """Seconds from the same moment until a handler of the card worker has the medium."""
    clock = SystemClock()
    heard: queue.Queue[tuple[ReaderEvent, float]] = queue.Queue()
    workers = CardWorkers([pcsc.DRIVER.open(reader, clock)], clock)
    workers.subscribe(lambda event: heard.put((event, time.monotonic())))
    workers.start()
    took: list[float] = []
    heard.get(timeout=_LONGEST_S)
    for medium in media(count):
        hand.lay(medium)
        event, known_s = heard.get(timeout=_LONGEST_S)
        if not isinstance(event, CardPresented) or event.medium.value != medium.value:
            raise SystemExit("the driver has read something else")
        took.append(known_s - event.at_s)
        hand.lift()
        event, _ = heard.get(timeout=_LONGEST_S)
        if not isinstance(event, CardGone):
            raise SystemExit("the card does not leave")
    workers.stop()
    return took


def compared(slot: VirtualSlot, count: int) -> dict[str, float | int]:
    """Ours and the bare loop on the same reader, in turns."""
    hand = PcscHand(slot)
    seen: dict[Callable[[str, PcscHand, int], list[float]], list[float]] = {bare: [], ours: []}
    while len(seen[ours]) < count:
        for loop in seen:
            seen[loop] += loop(slot.reader, hand, _IN_A_TURN)
    bare_s, ours_s = seen[bare], seen[ours]
    return {
        "medium_over_bare_ms_p99": round(p99_ms(ours_s) - p99_ms(bare_s), 3),
        "medium_over_bare_ms_p50": round(p50_ms(ours_s) - p50_ms(bare_s), 3),
        "medium_ms_p50": p50_ms(ours_s),
        "medium_ms_p99": p99_ms(ours_s),
        "bare_ms_p50": p50_ms(bare_s),
        "bare_ms_p99": p99_ms(bare_s),
        "medium_n": len(ours_s),
        "bare_n": len(bare_s),
    }


def p50_ms(seconds: list[float]) -> float:
    """The median, in milliseconds."""
    return round(statistics.median(seconds) * 1000, 3)


def p99_ms(seconds: list[float]) -> float:
    """The 99th percentile in milliseconds: of fewer than a hundred values the largest."""
    ordered = sorted(seconds)
    return round(ordered[max(0, -(-len(ordered) * 99 // 100) - 1)] * 1000, 3)


# --- painted, memory -------------------------------------------------------------------------------------------------


def painted(state: Path, rows: int, slot: VirtualSlot, count: int) -> dict[str, float | int]:
    """A whole station with its window on that reader."""
    taps = media(count + 1)
    settings = prepare(state, rows, taps)
    seen: list[TapTimes] = []
    run_taps(on_reader(settings, "pcsc", slot.reader), PcscHand(slot), taps, seen.append, calm=True)
    # The first one loads fonts and pictures, once in a station's day.
    seen, first = seen[1:], seen[0]
    return {
        "painted_ms_p50": p50_ms([each.painted_s for each in seen]),
        "painted_ms_p99": p99_ms([each.painted_s for each in seen]),
        "decided_ms_p50": p50_ms([each.decided_s for each in seen]),
        "decided_ms_p99": p99_ms([each.decided_s for each in seen]),
        "station_medium_ms_p99": p99_ms([each.medium_s for each in seen]),
        "first_painted_ms": round(first.painted_s * 1000, 1),
        "painted_n": len(seen),
        "registry_rows": rows,
    }


def memory(state: Path, count: int) -> dict[str, float | int]:
    """So many taps on the in-process reader of a station without a window."""
    settings = on_reader(prepare(state, _ROWS_FOR_MEMORY, media(1)), "virtual", "Bench")
    station = open_station(settings)
    hand = FieldHand("Bench")
    decided: queue.SimpleQueue[str] = queue.SimpleQueue()

    def on_reader_event(event: ReaderEvent) -> None:
        if isinstance(event, CardPresented):
            decided.put(station.events.tap(ACTIVITY, event.medium).did)

    station.cards.subscribe(on_reader_event)
    station.start()
    station.staff.sign_in(STAFF, PIN)
    resident: list[int] = []
    began_s, acts = time.monotonic(), 0
    for number, medium in enumerate(media(count // _TAPS_OF_A_CARD), start=1):
        for _ in range(_TAPS_OF_A_CARD):
            hand.lay(medium)
            acts += decided.get(timeout=_LONGEST_S) == "in"
        if number * _TAPS_OF_A_CARD in (count // 10, count):
            resident.append(psutil.Process().memory_info().rss)
    per_s = count / (time.monotonic() - began_s)
    station.stop()
    return {
        "rss_growth_mb": round((resident[1] - resident[0]) / 1e6, 1),
        "rss_mb": round(resident[1] / 1e6),
        "rss_taps": count,
        "rss_acts": acts,
        "rss_taps_per_s": round(per_s),
    }


def window_memory(state: Path, count: int) -> dict[str, float | int]:
    """So many taps on the in-process reader of a station with its window."""
    settings = on_reader(prepare(state, _ROWS_FOR_MEMORY, media(1)), "virtual", "Bench")
    resident: list[int] = []
    done = 0

    def each(_seen: TapTimes) -> None:
        nonlocal done
        done += 1
        if done in (count // 3, count):
            resident.append(psutil.Process().memory_info().rss)

    run_taps(settings, FieldHand("Bench"), media(count), each, calm=False)
    return {
        "window_rss_growth_mb": round((resident[1] - resident[0]) / 1e6, 1),
        "window_rss_mb": round(resident[1] / 1e6),
        "window_rss_taps": count,
    }


_ALONE = {"memory": memory, "window_memory": window_memory}
"""What is measured in a process of its own."""


def alone(what: str, state: Path, count: int) -> dict[str, float | int]:
    """Measure one of `_ALONE`."""
    words = [sys.executable, "-m", "benchmarks.tap", "--alone", what, str(state), str(count)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SystemExit(answer.stderr)
    figures: dict[str, float | int] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    if arguments.alone:
        what, state, count = arguments.alone
        print(json.dumps(_ALONE[what](Path(state), int(count))))
        return
    size = SIZES["quick" if arguments.quick else "full"]
    figures: dict[str, object] = {"bench": "tap"}
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder, VirtualReaderService(2) as service:
        figures |= compared(service.slots[0], size["compared"])
        print(f"medium: {figures['medium_ms_p99']} ms p99, bare {figures['bare_ms_p99']} ms p99", flush=True)
        figures |= painted(Path(folder) / "painted", size["rows"], service.slots[1], size["painted"])
        print(f"painted: {figures['painted_ms_p99']} ms p99, {size['rows']:,} cards in the registry", flush=True)
        figures |= alone("memory", Path(folder) / "memory", size["rss_taps"])
        print(f"memory: {figures['rss_growth_mb']} MB more after {size['rss_taps']:,} taps", flush=True)
        figures |= alone("window_memory", Path(folder) / "window", size["window_taps"])
        print(f"memory with the window: {figures['window_rss_growth_mb']} MB more after {size['window_taps']:,} taps")
    print(json.dumps({**figures, "machine": machine()}))


if __name__ == "__main__":
    main()
