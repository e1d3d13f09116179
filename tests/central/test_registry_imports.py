"""Bulk imports: repeatable, whole or by row, and nothing of a row's contents in what is said about it."""

import contextlib

import pytest
import sqlalchemy as sa

from central import audit, people
from central.platform import Platform
from central.registry import claims, importing
from central.schema import earlier_claims, holders
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.sealing import person_digest
from domain.wire import OutcomeStatus
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.registry_rig import card, changed, digest, programme_with_extras, state
from tests.central.test_snapshots import pages

HEADER = "uid,card_kind,carrier,origin,state,since,national_id,name,birthday,district,facts\n"


@pytest.fixture
def platform(home, clock):
    directory, database = home
    with contextlib.closing(Platform.open(directory, programme_with_extras(), True, clock, database)) as opened:
        yield opened


class Faults(list):
    def __call__(self, fault):
        self.append((fault.row, fault.column, fault.code))


def take_claims(platform, lines, **kwargs):
    faults = Faults()
    return importing.import_claims(platform, lines, "expo", on_fault=faults, **kwargs), faults


def line(number, medium=None, **changed):
    person = a_person(number)
    values = {
        "uid": a_medium(medium or number).value.hex(),
        "card_kind": "senior",
        "carrier": "easycard",
        "origin": "issued",
        "state": "active",
        "since": "104/10/01",
        "national_id": person.national_id,
        "name": person.name,
        "birthday": person.birthday,
        "district": person.district,
        "facts": " ".join(person.facts),
    }
    return ",".join({**values, **changed}.values()) + "\n"


def take_cards(platform, *lines, **kwargs):
    faults = Faults()
    return importing.import_cards(platform, [HEADER, *lines], on_fault=faults, **kwargs), faults


def counts(report):
    return report.rows, report.added, report.already, report.faults


# --- claims of before ------------------------------------------------------------------------------------------------


def test_earlier_claimants_are_kept_as_digests_alone_and_once(platform):
    lines = ["\ufeffnational_id\n", *(a_person(number).national_id + "\n" for number in (1, 2, 2)), "\n"]
    report, faults = take_claims(platform, lines)
    assert (counts(report), faults) == ((3, 2, 1, 0), [])
    assert counts(take_claims(platform, lines)[0]) == (3, 0, 3, 0)
    own = person_digest(platform.authority.keys.person, a_person(3).national_id)
    assert counts(take_claims(platform, [f"digest\n{own.hex()},ignored\n".splitlines()[1]])[0]) == (1, 1, 0, 0)
    with platform.store.read() as connection:
        assert claims.has_claimed(connection, own, "expo")
        assert not claims.has_claimed(connection, own, "senior")
        assert connection.scalar(sa.select(sa.func.count()).select_from(earlier_claims)) == 3
        assert connection.scalar(sa.select(sa.func.count()).select_from(holders)) == 0


def test_a_second_claim_is_refused_also_of_who_says_never(platform):
    take_claims(platform, [a_person(1).national_id])
    station = FieldStation(platform, ["counter"])
    said = station.say(station.issue(a_person(1, facts=("never_claimed",)), None, "expo"))
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.ONE_PER_PERSON)
    assert station.say(station.issue(a_person(2, facts=("never_claimed",)), None, "expo")).status is OutcomeStatus.ACCEPTED


@pytest.mark.parametrize("bad", ["A123456780", "示範", "zz" * 16])
def test_a_broken_claim_is_told_by_its_row(platform, bad):
    lines = [a_person(1).national_id, bad, a_person(2).national_id]
    report, faults = take_claims(platform, lines)
    assert counts(report) == (3, 2, 0, 1)
    assert [fault[:2] for fault in faults] == [(2, "")]
    assert bad not in str(faults)


def test_all_or_nothing_leaves_no_claim(platform):
    report, faults = take_claims(platform, [a_person(1).national_id, "示範"], all_or_nothing=True)
    assert (report.added, len(faults)) == (0, 1)
    with platform.store.read() as connection:
        assert connection.execute(sa.select(earlier_claims)).all() == []


def test_claims_are_of_kinds_that_are_given_once(platform):
    with pytest.raises(Refused) as refusal:
        importing.import_claims(platform, [], "senior", on_fault=Faults())
    assert refusal.value.code is Code.REQUEST_INVALID


# --- cards -----------------------------------------------------------------------------------------------------------


def test_cards_of_an_existing_city_are_like_any_other(platform):
    report, faults = take_cards(
        platform, line(1), line(2, state="lost"), line(1, medium=3, origin="bound", card_kind="senior"), line(4)
    )
    assert (counts(report), faults) == ((4, 4, 0, 0), [])
    assert [state(platform, number) for number in (1, 2, 3, 4)] == ["active", "lost", "active", "active"]
    assert card(platform, 1).holder == card(platform, 3).holder
    assert card(platform, 3).origin == "bound"
    with platform.store.read() as connection:
        assert people.masked_name(connection, platform.authority, card(platform, 1).holder) == "示○○號"
    assert len(pages(platform, frozenset({"kiosk"}))) == 4
    station = FieldStation(platform, ["counter"])
    station.say(changed(station, 1, "lost"))
    assert station.say(station.issue(a_person(1), a_medium(9))).status is OutcomeStatus.ACCEPTED


def test_an_import_that_broke_off_is_begun_again(platform):
    lines = [line(number) for number in range(1, 40)]
    take_cards(platform, *lines[:20])
    report, faults = take_cards(platform, *lines)
    assert (counts(report), faults) == ((39, 19, 20, 0), [])
    assert counts(take_cards(platform, *lines)[0]) == (39, 0, 39, 0)


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"uid": "08010203"}, "uid", Code.CARD_RANDOM_UID),
        ({"uid": "示範"}, "uid", Code.REQUEST_INVALID),
        ({"card_kind": "nothing"}, "card_kind", Code.NOT_ELIGIBLE),
        ({"carrier": "nobody"}, "carrier", Code.REQUEST_INVALID),
        ({"state": "eaten"}, "state", Code.CARD_STATE),
        ({"since": "99/99/99"}, "since", Code.DATE_FORMAT),
        ({"since": "2099-01-01"}, "since", Code.DATE_FORMAT),
        ({"national_id": "A123456780"}, "national_id", Code.NATIONAL_ID_CHECKSUM),
        ({"name": ""}, "name", Code.NAME_MISSING),
        ({"birthday": "?"}, "birthday", Code.DATE_FORMAT),
        ({"district": "示範區"}, "district", Code.DISTRICT_UNKNOWN),
        ({"facts": "rich"}, "facts", Code.REQUEST_INVALID),
        ({"origin": "found"}, "origin", Code.REQUEST_INVALID),
    ],
)
def test_a_broken_row_is_told_and_the_rest_goes_in(platform, changed, column, code):
    report, faults = take_cards(platform, line(1), line(2, **changed), line(3))
    assert counts(report) == (3, 2, 0, 1)
    assert faults == [(3, column, code)]
    assert len(audit.facts(platform.store.engine).cards) == 2


def test_a_row_of_too_few_cells_is_told(platform):
    assert take_cards(platform, line(1), "only,two\n")[1] == [(3, "", Code.FILE_INVALID)]


def test_somebodys_medium_and_a_second_card_are_refused(platform):
    report, faults = take_cards(platform, line(1), line(2, medium=1), line(1, medium=5), line(1, medium=6, card_kind="general"))
    assert counts(report) == (4, 1, 0, 3)
    assert faults == [
        (3, "uid", Code.CARD_ALREADY_BOUND),
        (4, "card_kind", Code.ONE_PER_PERSON),
        (5, "card_kind", Code.ONE_PER_PERSON),
    ]
    later = take_cards(platform, line(1, medium=7), line(1, medium=8, state="returned"))
    assert (counts(later[0]), later[1]) == ((2, 1, 0, 1), [(2, "card_kind", Code.ONE_PER_PERSON)])


def test_all_or_nothing_leaves_no_card_and_nobody(platform):
    report, faults = take_cards(platform, *(line(number) for number in range(1, 9)), line(9, name=""), all_or_nothing=True)
    assert (report.added, report.faults, faults) == (0, 1, [(10, "name", Code.NAME_MISSING)])
    assert audit.facts(platform.store.engine).cards == {}
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(holders)) == 0


def test_bearer_cards_have_nobody(platform):
    row = line(1, card_kind="expo", national_id="", name="", birthday="")
    assert counts(take_cards(platform, row, row)[0]) == (2, 1, 1, 0)
    assert card(platform, 1).holder is None


def test_an_idm_is_a_medium_too(platform):
    take_cards(platform, line(1, uid="0139000000000001"))
    idm = Medium(MediumType.IDM, bytes.fromhex("0139000000000001")).digest(platform.authority.keys.digest)
    assert idm in audit.facts(platform.store.engine).cards
    assert digest(platform, 1) not in audit.facts(platform.store.engine).cards


def test_what_is_no_such_file_is_refused(platform):
    for text in (["card_kind,carrier\n"], ["uid,card_kind,carrier,more\n"], []):
        with pytest.raises(Refused) as refusal:
            importing.import_cards(platform, text, on_fault=Faults())
        assert refusal.value.code is Code.FILE_INVALID
