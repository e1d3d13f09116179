"""`citycard reader learn`: one card on a reader that is known, the same card on the new one, and its profile is found."""

import argparse
import queue
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qsl, urlencode

from citycard_app.cli import EXIT_FAILED
from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium
from domain.ports import CardPresented, CardUnreadable, Reader
from reader_drivers.catalogue import choose, listed
from reader_drivers.identifier_profiles import Profile, candidates, loss
from reader_drivers.line_framing import LineFraming
from reader_drivers.reader_words import MOST_CODE_BYTES
from reader_drivers.serial_port import PortGone, open_port
from station.clock import SystemClock
from station.settings import FILE, StationSettings, load
from station.settings_file import change

_MOST_CARDS = 5
_LONGEST_TEN_DIGITS = 4
_BAUD = "9600"
Taps = Generator[tuple[bytes, str], None, None]
Texts = Generator[str, None, None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `citycard reader learn`."""
    parser.add_argument("--settings", type=Path, metavar="FILE", help="設定檔 (settings file, TOML)")
    parser.add_argument("--known", default="", metavar="DRIVER:NAME", help="已知的讀卡機 (default: the station's main reader)")
    new = "新的讀卡機：wedge 或 serial:PORT?baud=9600 (the new reader: wedge, typed here, or serial)"
    parser.add_argument("--new", default="wedge", metavar="READER", help=new)
    card = "不感應，直接給卡號與文字，可重複 (instead of taps, repeatable)"
    parser.add_argument("--card", action="append", default=[], metavar="UID=TEXT", help=card)
    parser.add_argument("--profile", default="", metavar="NAME", help="分不清時用這一種 (take this one when cards do not tell)")
    reads = "新的讀卡機也讀條碼時用 both，需有 prefix 或 suffix (what the new reader gives; both needs a prefix or suffix)"
    parser.add_argument("--reads", choices=["cards", "both"], default="", help=reads)
    parser.add_argument("--seconds", type=float, default=60.0, metavar="N", help="每次感應等 N 秒 (wait so long for each tap)")
    parser.add_argument("--yes", action="store_true", help="不詢問，直接儲存 (save without asking)")


def run(arguments: argparse.Namespace) -> int:
    """Learn, show, save. Raises `EnvironmentProblem` and `Refused` as the readers and the settings do."""
    settings = load(arguments.settings)
    file = arguments.settings or settings.directory / FILE
    if arguments.new != "wedge" and not arguments.new.startswith("serial:"):
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--new", where="--new", expected="wedge, serial:PORT?baud=9600")
    reads = _reads(arguments, settings)
    taps = _given(arguments.card) if arguments.card else _tapped(arguments, settings)
    with closing(taps):
        found = _learn(taps, arguments.profile, given=bool(arguments.card))
    if found is None:
        return EXIT_FAILED
    if reads == "both" and not (found.prefix or found.suffix):
        raise _reads_invalid("--reads cards (both: prefix, suffix)")
    marks = "".join(f"，{name} {value!r}" for name, value in (("prefix", found.prefix), ("suffix", found.suffix)) if value)
    print(f"✓ 格式 profile: {found.name}{marks}")
    if not arguments.yes and not _agreed(arguments.seconds):
        print("未儲存 not saved")
        return EXIT_FAILED
    if arguments.new == "wedge":
        _save_wedge(file, reads, found)
    else:
        _save_serial(file, settings, arguments.new, reads, found)
    print(f"已儲存 saved: {file}")
    return 0


def _reads(arguments: argparse.Namespace, settings: StationSettings) -> str:
    """What the new reader will give. One that is set to codes gives cards only when somebody says so."""
    before = settings.wedge.reads if arguments.new == "wedge" else _options(settings, arguments.new)[1].get("reads", "cards")
    if arguments.reads:
        return str(arguments.reads)
    if before == "codes":
        raise _reads_invalid("--reads cards, --reads both (codes)")
    return "both" if before == "both" else "cards"


def _reads_invalid(expected: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="--reads", where="--reads", expected=expected)


# --- finding out ------------------------------------------------------------------------------------------------------


def _learn(taps: Taps, preferred: str, *, given: bool) -> Profile | None:
    """The one profile that fits every card, or None after having said why there is none."""
    remaining: list[Profile] | None = None
    for uid, text in taps:
        fitting = candidates(uid, text)
        if not fitting:
            print(f"✕ {_explained(uid, text)}")
            return None
        remaining = fitting if remaining is None else [each for each in remaining if each in fitting]
        if len(remaining) == 1:
            return remaining[0]
        if not remaining:
            print("✕ 兩張卡的格式不同，請確認兩次感應的是同一張卡 the cards do not agree: was each pair of taps the same card?")
            return None
        if not given:
            names = ", ".join(each.name for each in remaining)
            print(f"這張卡分不清 ({names})，請換另一張卡 this card fits them all, tap another one")
    chosen = next((each for each in remaining or [] if each.name == preferred), None)
    if chosen is None:
        names = ", ".join(each.name for each in remaining or [])
        print(f"✕ 仍分不清，請加 --profile 或再感應另一張卡 still several, tap another card or add --profile: {names}")
    return chosen


def _explained(uid: bytes, text: str) -> str:
    """Why no profile fits."""
    lost = loss(uid, text)
    if len(uid) > _LONGEST_TEN_DIGITS and text.strip().isdigit() and len(text.strip()) <= 10:
        return (
            f"{len(uid)} 位元組的卡號放不進 10 位數字，這台讀卡機會截斷卡號；請改設為十六進位完整輸出 (14H) "
            f"a {len(uid)}-byte UID does not fit 10 digits, so this reader cuts it off: set it to full hexadecimal (14H)"
        )
    if lost is not None:
        return (
            f"這台讀卡機只送出部分卡號 ({lost})，不同的卡會有相同號碼；請改設為 8H10D 或十六進位 "
            f"this reader sends only part of the number ({lost}), so that cards share one: set it to 8H10D or hexadecimal"
        )
    return "沒有符合的格式，請確認兩次感應的是同一張卡 no format fits: was it the same card both times?"


# --- taps -------------------------------------------------------------------------------------------------------------


def _given(cards: list[str]) -> Taps:
    """The cards of the command line."""
    for card in cards:
        uid, equals, text = card.partition("=")
        try:
            value = bytes.fromhex(uid)
        except ValueError:
            value = b""
        if not equals or not value:
            raise EnvironmentProblem(
                Code.SETTINGS_INVALID, file="--card", where=card, expected="UID=TEXT (26DEFAE7=0652147431)"
            )
        yield value, text


def _tapped(arguments: argparse.Namespace, settings: StationSettings) -> Taps:
    """Card after card on both readers."""
    words = arguments.known or f"{settings.reader.driver}:{settings.reader.name}"
    driver, _, name = words.partition(":")
    with closing(choose(driver).open(name, SystemClock())) as known, closing(_lines(arguments)) as lines:
        for number in range(_MOST_CARDS):
            print(f"{number + 1}. 請將卡片放在已知的讀卡機 put a card on the known reader: {known.name}")
            uid = _card_on(known, arguments.seconds).require_fixed().value
            print(
                f"   {len(uid)} 位元組 bytes。請將同一張卡放在新的讀卡機 now the same card on the new reader: {arguments.new}"
            )
            yield uid, next(lines)


def _card_on(reader: Reader, seconds: float) -> Medium:
    end_s = monotonic() + seconds
    while (left_s := end_s - monotonic()) > 0:
        for event in reader.poll(min(left_s, 0.5)):
            if isinstance(event, CardPresented):
                return event.medium
            if isinstance(event, CardUnreadable):
                raise EnvironmentProblem(Code.CARD_UNREADABLE)
    raise EnvironmentProblem(Code.READER_MISSING)


def _lines(arguments: argparse.Namespace) -> Texts:
    """What the new reader sends, one text a card."""
    return _typed(arguments.seconds) if arguments.new == "wedge" else _sent(arguments.new, arguments.seconds)


def _typed(seconds: float) -> Texts:
    """Lines of the console: a wedge types them, a person may add the Enter."""
    while True:
        line = _within(seconds, sys.stdin.readline)
        if not line:
            raise EnvironmentProblem(Code.READER_MISSING)
        if line.strip():
            yield line.strip("\r\n\t")


def _within(seconds: float, read: Callable[[], str]) -> str:
    """What `read` gives, or nothing when it takes longer."""
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(read()), name="console", daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        return ""


def _sent(words: str, seconds: float) -> Texts:
    """Lines of a serial port."""
    name, _, query = listed(words, "--new").name.partition("?")
    baud = dict(parse_qsl(query)).get("baud", _BAUD)
    if not baud.isdigit():
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--new", where=words, expected="serial:PORT?baud=9600")
    framing = LineFraming(MOST_CODE_BYTES)
    with closing(open_port(name, int(baud))) as port:
        while True:
            end_s, lines = monotonic() + seconds, list[bytes | None]()
            while not lines:
                if monotonic() > end_s:
                    raise EnvironmentProblem(Code.READER_MISSING, reason="silent")
                try:
                    received = port.read(framing.patience_s() or 0.5)
                except PortGone as problem:
                    raise EnvironmentProblem(Code.READER_LOST) from problem
                lines = framing.take(received) if received else framing.idle()
            if lines[0] is None:
                raise Refused(Code.CARD_UNREADABLE)
            yield lines[0].decode("ascii", "replace")


def _agreed(seconds: float) -> bool:
    print("要儲存嗎？ save it? [y/N] ", end="", flush=True)
    return _within(seconds, sys.stdin.readline).strip().lower() in {"y", "yes", "是"}


# --- saving -----------------------------------------------------------------------------------------------------------


def _save_wedge(file: Path, reads: str, found: Profile) -> None:
    change(file, "wedge", {"reads": reads, "profile": found.name, "prefix": found.prefix, "suffix": found.suffix})


def _options(settings: StationSettings, words: str) -> tuple[str, dict[str, str]]:
    """The entry for the same port in `reader.more`, else the bare port, and its options with those of `words`."""
    port, _, query = words.partition("?")
    before = next((entry for entry in settings.reader.more if entry.partition("?")[0] == port), port)
    return before, {**dict(parse_qsl(before.partition("?")[2], keep_blank_values=True)), **dict(parse_qsl(query))}


def _save_serial(file: Path, settings: StationSettings, words: str, reads: str, found: Profile) -> None:
    """In `reader.more`, in place of the entry for the same port; what else that entry says stays."""
    port = words.partition("?")[0]
    before, options = _options(settings, words)
    marks = {"prefix": found.prefix, "suffix": found.suffix}
    options = {name: value for name, value in options.items() if name not in marks} | {"reads": reads, "profile": found.name}
    options |= {name: value for name, value in marks.items() if value}
    entry = f"{port}?{urlencode(options)}"
    more = list(settings.reader.more)
    if before in more:
        more[more.index(before)] = entry
    else:
        more.append(entry)
    change(file, "reader", {"more": more})
