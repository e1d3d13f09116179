"""Neither file of a station holds a person's particulars in clear, also for whoever has the key."""

from pathlib import Path

import msgspec
import pytest

from citycard_app.demo_data import CARDS, NEWCOMER, OFFLINE_NEWCOMER, READER, SENIOR, SIGNED, DemoPerson
from domain.applications import ApplicantPapers
from domain.events import ApplicationTaken
from domain.sealing import seal
from offline_store.encrypted import connect
from offline_store.journal import FILE as JOURNAL
from offline_store.registry import FILE as REGISTRY
from offline_store.vault import open_vault
from station.views import IssueResult
from tests.end2end.test_steps import form
from tests.station_rig import City

PHONE = "+886912345678"
ADDRESS = "示範路一段 100 號"


def spellings(person: DemoPerson) -> dict[str, list[str]]:
    """Each particular as anybody might write it down."""
    born = person.birthday
    roc = born.year - 1911
    dates = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y"]
    return {
        "name": [person.name, person.name[1:], person.name[0] + "○" + person.name[-1]],
        "national ID": [person.national_id, person.national_id.lower(), person.national_id[1:]],
        "birthday": [
            *(born.strftime(pattern) for pattern in dates),
            f"{roc:03}{born:%m%d}",
            f"{roc}/{born.month}/{born.day}",
            f"民國{roc}年",
        ],
    }


def plain(state: Path, name: str, key: bytes) -> bytes:
    """Every row and index of a store, decrypted (SQLCipher, `sqlcipher_export`)."""
    target = state.parent / f"plain-{name}"
    db = connect(state / name, key, alone=False)
    db.execute("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
    db.execute("SELECT sqlcipher_export('plain')").fetchone()
    db.execute("DETACH DATABASE plain")
    db.close()
    return target.read_bytes()


def occurs(text: str, content: bytes) -> bool:
    return any(text.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be", "big5hkscs"))


def issue(city: City, card: str, person: DemoPerson, kind: str) -> IssueResult:
    counter = city.station("counter").counter
    return counter.issue(
        counter.new_op_id(),
        city.medium(card),
        form(person),
        kind=kind,
        carrier="easycard",
        consents=["issue"],
        papers=SIGNED,
    )


@pytest.fixture
def stores(city: City) -> dict[str, bytes]:
    """Both files of a counter that has issued and bound cards, online and not, taken an application and a redemption."""
    station = city.station("counter")
    city.sign_in()
    issue(city, "blank1", NEWCOMER, "senior")
    station.counter.bind(station.counter.new_op_id(), city.medium("blank2"), city.medium("senior"), "easycard")
    seen = station.redeeming.balance(city.medium("senior"))
    station.redeeming.redeem(
        station.counter.new_op_id(),
        city.medium("senior"),
        purse=seen.purse,
        point_kind=seen.point_kind,
        amount_ntd=50,
        birthday=f"{SENIOR.birthday:%m%d}",
    )
    station.library.patron(city.medium("reader"))
    city.platform.stop()
    city.until_offline("counter")
    issue(city, "blank3", OFFLINE_NEWCOMER, "general")
    papers = ApplicantPapers(
        name=READER.name,
        national_id=READER.national_id,
        birthday=READER.birthday.isoformat(),
        district="",
        facts=[],
        phone=PHONE,
        address=ADDRESS,
    )
    context = station._context
    with context.journal.act() as act:
        taken = ApplicationTaken(card_kind="general", carrier="easycard", consents=["issue@1"], documents_seen=[])
        act.append(taken, sealed=seal(context.sealing_key(), msgspec.json.encode(papers)))
    city.close_stations()
    state = city.settings("counter").directory
    kept = open_vault(state, "file").load()
    assert kept is not None
    return {JOURNAL: plain(state, JOURNAL, kept.journal_key), REGISTRY: plain(state, REGISTRY, kept.registry_key)}


def test_neither_file_decrypted_tells_who_anybody_is(stores: dict[str, bytes]) -> None:
    wanted = {
        f"{person.name}'s {what}: {text}": text
        for person in (NEWCOMER, OFFLINE_NEWCOMER, SENIOR, READER)
        for what, texts in spellings(person).items()
        for text in texts
    }
    wanted |= {text: text for text in (PHONE, PHONE[4:], "0912345678", "0912-345-678", "0912 345 678", ADDRESS)}
    wanted |= {card.uid.hex(): text for card in CARDS.values() for text in (card.uid.hex(), card.uid.hex().upper())}
    found = [f"{name}: {what}" for name, content in stores.items() for what, text in wanted.items() if occurs(text, content)]
    assert found == []
    raw = [f"{name}: {card.key}" for name, content in stores.items() for card in CARDS.values() if card.uid in content]
    assert raw == []


def test_what_is_there_would_be_found(stores: dict[str, bytes]) -> None:
    assert occurs("card.issued", stores[JOURNAL])
    assert occurs("application.taken", stores[JOURNAL])
    assert occurs("示範承辦", stores[REGISTRY]) or occurs("typl", stores[REGISTRY])
    assert occurs("L-2026-000817", stores[REGISTRY])
