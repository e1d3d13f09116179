"""Draws: the published algorithm is the one that draws, it is fair, and nothing but list and value decides."""

import itertools
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import draws
from domain.draws import Entry, EntryList, Prize
from domain.errors import Code, Refused

DOCUMENT = (Path(__file__).parents[3] / "docs" / "draws.md").read_text("utf-8")
VALUE = "03 17 22 29 35 41"
TICKETS = {"0a": 1, "1b": 5, "2c": 1, "3d": 2, "4e": 1, "5f": 1}


def part(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    return found[1]


def a_list(tickets: dict[str, int], winners: int = 1, substitutes: int = 0) -> EntryList:
    entries = [Entry(entry=entry, tickets=count) for entry, count in tickets.items()]
    prizes = [Prize(name="示範獎", count=winners)]
    return EntryList(
        draw="d", prizes=prizes, substitutes=substitutes, seed_source="示範", seed_day="2026-12-25", entries=entries
    )


def vector() -> EntryList:
    source = "示範彩券第 115000100 期開出的號碼，依開出順序"
    prizes = [Prize(name="示範大獎", count=1), Prize(name="示範小獎", count=2)]
    return msgspec.structs.replace(a_list(TICKETS, substitutes=2), draw="demo-2026", prizes=prizes, seed_source=source)


def chi_square(counts: list[int], expected: list[int]) -> int:
    """A thousand times chi-square, in whole numbers."""
    return sum(1000 * (count - wanted) ** 2 // wanted for count, wanted in zip(counts, expected, strict=True))


def test_the_published_vector_is_ours() -> None:
    assert draws.canonical(vector()) == part("vector").encode()
    said = [f"list {draws.list_hash(draws.canonical(vector()))}"]
    said += [f"{place} {entry}" for place, entry in enumerate(draws.drawn(vector(), VALUE), 1)]
    assert "\n".join([*said, ""]) == part("result")


def verified(tmp_path: Path, entries: EntryList, value: str) -> list[str]:
    (tmp_path / "verify.py").write_text(part("verifier"), "utf-8")
    (tmp_path / "list").write_bytes(draws.canonical(entries))
    command = [sys.executable, "verify.py", "list", value]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    return [line.split()[1] for line in ran.stdout.splitlines()[1:]]


@pytest.mark.parametrize("seed", range(4))
def test_the_published_verifier_comes_to_the_same(tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    tickets = {f"{number:04x}": choice.choice([1, 2, 7, 1000]) for number in range(choice.randrange(1, 90))}
    entries = a_list(tickets, winners=choice.randrange(1, 20), substitutes=choice.randrange(5))
    assert verified(tmp_path, entries, f"  {seed}\t7 ") == draws.drawn(entries, f"{seed} 7")


@settings(max_examples=60, derandomize=True)
@given(st.dictionaries(st.from_regex(r"\A[0-9a-z]{1,6}\Z"), st.integers(1, 50), min_size=1, max_size=40), st.randoms())
def test_a_full_draw_is_a_permutation_and_the_order_of_coming_does_not_matter(
    tickets: dict[str, int], shuffler: random.Random
) -> None:
    entries = a_list(tickets, winners=len(tickets), substitutes=3)
    drawn = draws.drawn(entries, "1")
    assert sorted(drawn) == sorted(tickets)
    shuffled = list(entries.entries)
    shuffler.shuffle(shuffled)
    assert draws.drawn(msgspec.structs.replace(entries, entries=shuffled), "1") == drawn
    assert draws.drawn(a_list(tickets, winners=len(tickets), substitutes=3), " 1 ") == drawn


def test_every_order_is_equally_likely() -> None:
    runs = 2_400
    entries = a_list({"a": 1, "b": 1, "c": 1}, winners=3)
    counts = Counter("".join(draws.drawn(entries, str(run))) for run in range(runs))
    orders = ["".join(order) for order in itertools.permutations("abc")]
    # Chi-square with 5 degrees of freedom: 20.5 is passed once in a thousand fair runs.
    assert chi_square([counts[order] for order in orders], [runs // 6] * 6) < 20_500


def test_tickets_are_chances() -> None:
    runs = 2_000
    entries = a_list({"a": 1, "b": 3, "c": 6})
    counts = Counter(draws.drawn(entries, str(run))[0] for run in range(runs))
    # 2 degrees of freedom: 13.8 once in a thousand.
    assert chi_square([counts[entry] for entry in "abc"], [200, 600, 1200]) < 13_800


@pytest.mark.parametrize("bound", [1, 2, 3, 1000, (1 << 63) + 1, (1 << 64) - 1, 1 << 64])
def test_no_bias_at_the_ends_of_the_range(bound: int) -> None:
    limit = (1 << 64) - (1 << 64) % bound
    beyond = [limit, (1 << 64) - 1] if limit < 1 << 64 else []
    assert draws.below(iter([*beyond, 7]), bound) == 7 % bound
    assert draws.below(iter([limit - 1]), bound) == bound - 1
    assert draws.below(iter([0]), bound) == 0


def test_a_number_above_the_last_multiple_is_passed_over() -> None:
    bound = (1 << 63) + 1
    assert draws.below(iter([bound, (1 << 64) - 1, 5]), bound) == 5


def test_the_value_and_each_entry_matter() -> None:
    entries = a_list({f"{number:02x}": 1 for number in range(64)}, winners=8)
    assert draws.drawn(entries, "1") != draws.drawn(entries, "2")
    others = a_list({f"{number:02x}": 1 for number in range(65)}, winners=8)
    assert draws.drawn(entries, "1") != draws.drawn(others, "1")


def test_fewer_entries_than_prizes() -> None:
    assert sorted(draws.drawn(a_list({"a": 1, "b": 2}, winners=5), "1")) == ["a", "b"]
    assert draws.drawn(a_list({}), "1") == []


def test_a_long_list_is_drawn_as_a_short_one(tmp_path: Path) -> None:
    entries = a_list({f"{number:05x}": number % 7 + 1 for number in range(3_000)}, winners=40)
    assert verified(tmp_path, entries, "9") == draws.drawn(entries, "9")


@pytest.mark.parametrize(
    "changed",
    [
        {"draw": ""},
        {"draw": "a\nentry x 1"},
        {"seed_source": " a"},
        {"prizes": []},
        {"prizes": [Prize(name="a", count=0)]},
        {"prizes": [Prize(name="a\u2028b", count=1)]},
        {"substitutes": -1},
        {"entries": [Entry(entry="a", tickets=0)]},
        {"entries": [Entry(entry="A", tickets=1)]},
        {"entries": [Entry(entry="a b", tickets=1)]},
        {"entries": [Entry(entry="a", tickets=1), Entry(entry="a", tickets=1)]},
        {"entries": [Entry(entry="a", tickets=1 << 41)]},
    ],
)
def test_what_has_no_canonical_form_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(Refused) as caught:
        draws.canonical(msgspec.structs.replace(vector(), **changed))
    assert caught.value.code is Code.REQUEST_INVALID


@pytest.mark.parametrize("value", ["", "  ", "a\0b"])
def test_a_value_that_says_nothing_is_refused(value: str) -> None:
    with pytest.raises(Refused):
        draws.drawn(vector(), value)
