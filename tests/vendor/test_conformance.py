"""The conformance kit: a right program passes, and each wrong one fails exactly the cases that are about its fault."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader_drivers.purses import vendor_cases
from reader_drivers.purses.vendor_conformance import CaseResult, Kit
from reader_drivers.purses.vendor_misbehaviour import Kind
from reader_drivers.purses.vendor_simulator import TEST_CARD, UNKNOWN_CARD, CardFile, CardState
from tests.unit.product_sources import ROOT
from tests.vendor.rig import QUICK, simulator

ALL = frozenset(vendor_cases.CASES)
LOADED = frozenset({"commit", "commit_once", "already_loaded", "debit_keeps_load", "restart_keeps", "kill_committed"})
"""Cases in which a load is committed and answered."""
COMMITTED = LOADED | {"abort", "commit_unprepared", "commit_other_load", "kill_prepared"}
"""Cases in which a commit is answered, be it with an error."""
PREPARED = LOADED | {"prepare_leaves_card", "abort", "commit_other_load", "kill_prepared", "kill_committing"}
READ = ALL - {"hello", "hello_version", "unknown_card", "ends"}

EXPECTED = {
    "exit-at-once": {"hello"},
    "slow-start": {"hello"},
    "wrong-version": {"hello"},
    "any-version": {"hello_version"},
    "stays": {"ends"},
    "dies-on-unknown": {"unknown_request", "invalid_request"},
    "garbage:commit": COMMITTED,
    "garbage:debit": {"debit_keeps_load"},
    "huge-line:debit": {"debit_keeps_load"},
    "two-answers:peek": {"peek"},
    "other-id:abort": {"prepare_leaves_card", "abort", "commit_other_load"},
    "not-utf8:bye": {"restart_keeps", "ends"},
    "chatter:peek": {"peek"},
    "stderr-flood": set(),
    "hang-before:peek": {"peek"},
    "hang-after:debit": {"debit_keeps_load"},
    "die-before:bye": {"restart_keeps", "ends"},
    "die-after:commit": LOADED,
    "torn-before:read": READ,
    "torn-after:commit": LOADED,
    "child-hangs:peek": {"peek"},
    "wrong-load": PREPARED,
    "wrong-value": LOADED,
    "other-card": READ,
    "read-writes": READ - {"unknown_request", "invalid_request", "one_answer"},
    "prepare-writes": PREPARED,
    "commit-doubles": LOADED | {"kill_committing"},
    "commit-again": {"abort", "commit_once"},
    "commit-unprepared": {"abort", "commit_unprepared", "commit_other_load", "commit_once", "kill_prepared"},
    "commit-splits": {"kill_committing"},
    "commit-late": LOADED - {"restart_keeps"},
    "prepared-survives": {"kill_prepared"},
    "loads-again": {"already_loaded"},
    "any-seq": {"prepare_wrong_seq"},
    "no-limit": {"prepare_over_limit"},
    "abort-ignored": {"abort"},
    "debit-forgets": {"debit_keeps_load"},
    "restart-forgets": {"restart_keeps", "kill_committed", "kill_committing"},
    "invents-cards": {"unknown_card"},
    "peek-lies": {"peek"},
}


def check(cards: Path, *kinds: str) -> list[CaseResult]:
    # A card that has been loaded before, as it is in life, so that no case depends on the ones before it.
    path = CardFile(cards).path
    CardFile(path).put(TEST_CARD, CardState(value_ntd=100, seq=3))
    kit = Kit(simulator(path, *kinds), timeout_s=2.0, card=TEST_CARD, unknown=UNKNOWN_CARD, end_s=1.0)
    return list(kit.run(vendor_cases.CASES))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Every wrong program's results, four at a time: they wait for one another's processes more than they compute."""
    folder = tmp_path_factory.mktemp("kinds")
    with ThreadPoolExecutor(4) as pool:
        runs = {kind: pool.submit(check, folder / f"{number}.json", kind) for number, kind in enumerate(EXPECTED)}
    return {kind: run.result() for kind, run in runs.items()}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_wrong_program_fails_exactly_what_is_about_its_fault(results, kind):
    assert {result.case for result in results[kind] if result.result == "failed"} == EXPECTED[kind]


def test_every_kind_of_wrong_is_tried():
    assert {kind.partition(":")[0] for kind in EXPECTED} == set(Kind)


def test_every_case_has_a_program_that_fails_it():
    assert set().union(*EXPECTED.values()) == ALL


def test_a_failed_greeting_ends_the_kit(results):
    assert [result.result for result in results["exit-at-once"]] == ["failed", *["not_run"] * (len(ALL) - 1)]


@pytest.mark.parametrize(
    ("kind", "clause"),
    [("garbage:debit", "1.2"), ("two-answers:peek", "1.3"), ("hang-before:peek", "1.4"), ("no-limit", "4.2"), ("stays", "1.5")],
)
def test_what_is_wrong_is_told_with_its_clause(results, kind, clause):
    failed = [result for result in results[kind] if result.result == "failed"]
    assert {result.clause for result in failed} == {clause}
    assert all(result.wrong for result in failed)


def test_every_clause_stands_in_the_document():
    text = (ROOT / "docs" / "vendor-purse.md").read_text("utf-8")
    clauses = set(re.findall(r"^\*\*(\d\.\d)\*\*", text, re.MULTILINE))
    assert {clause for clause, _, _ in vendor_cases.CASES.values()} <= clauses


# --- the commands ----------------------------------------------------------------------------------------------------


def citycard(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citycard_app", "vendor", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def program(cards: Path, *kinds: str) -> str:
    words = [sys.executable, "-m", "citycard_app", "vendor", "simulate", "--cards", str(cards)]
    return " ".join(f'"{word}"' for word in [*words, *(["--misbehave", *kinds] if kinds else [])])


def test_check_prints_each_case_and_ends_well(tmp_path):
    answer = citycard("check", program(tmp_path / "cards.json"))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("✓") == len(ALL)
    assert f"{len(ALL)}/{len(ALL)}" in answer.stdout


def test_check_names_what_is_wrong_as_json_too(tmp_path):
    answer = citycard("check", program(tmp_path / "cards.json", "no-limit"), "--json")
    assert answer.returncode == 1
    told = json.loads(answer.stdout)
    assert told["passed"] is False
    assert [case["case"] for case in told["cases"] if case["result"] == "failed"] == ["prepare_over_limit"]


def test_a_command_that_cannot_be_read_or_started(tmp_path):
    assert citycard("check", '"open').returncode == 2
    assert citycard("check", str(tmp_path / "nothing")).returncode == 1
    assert citycard("simulate", "--misbehave", "no-such-kind").returncode == 2
    assert citycard("check", "true", "--card", "04C0").returncode == 2
    broken = tmp_path / "cards.json"
    broken.write_text("not cards", "utf-8")
    answer = citycard("simulate", "--cards", str(broken))
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)
    assert broken.read_text("utf-8") == "not cards"


def test_the_quick_way_in_is_the_commands_own(tmp_path):
    quick = subprocess.run([sys.executable, "-c", QUICK, "schema"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert quick.stdout == citycard("schema").stdout
