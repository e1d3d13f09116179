"""What a counter types or presses wrongly: each field with each kind of wrong value, and papers with something missing."""

import msgspec
import pytest

from citycard_app.demo_data import NEWCOMER, SIGNED
from domain.errors import Code, EnvironmentProblem, Refused
from station.issue_papers import HelperForm, Papers
from station.views import Field, IssueResult, ParticularsForm
from tests.end2end.test_steps import form
from tests.station_rig import City

WRONG: dict[Field, dict[str, Code]] = {
    Field.NAME: dict.fromkeys(("", " ", "\u3000", "\t\n"), Code.NAME_MISSING),
    Field.NATIONAL_ID: {
        **dict.fromkeys(
            ("", "A", "A12345678", "A1234567890", "1234567890", "A32345678９", "甲123456789", "A123456-89"),
            Code.NATIONAL_ID_FORMAT,
        ),
        **dict.fromkeys(("A123456788", "A223456789", "AA23456789", "H200000141"), Code.NATIONAL_ID_CHECKSUM),
    },
    Field.BIRTHDAY: {
        **dict.fromkeys(
            ("", "47", "0471302", "0470230", "1100229", "四十七年", "47/11/31", "47 11 02", "-0471102", "0000101", "民國47年"),
            Code.DATE_FORMAT,
        ),
        **dict.fromkeys(("2000101", "2099-01-01"), Code.BIRTHDAY_FUTURE),
        "1850-01-01": Code.BIRTHDAY_TOO_EARLY,
    },
    Field.DISTRICT: dict.fromkeys(("", "大溪", "信義區", "大溪區 ", "DAXI", "大溪區\n"), Code.DISTRICT_UNKNOWN),
}
LETTER = Papers(
    documents_seen=["national_id", "proxy_authorisation", "proxy_id", "representative_consent_form"],
    signed="paper",
    proxy=HelperForm(name="示範代理", national_id="H100000080"),
    proxy_may=frozenset({"apply", "collect"}),
)


@pytest.fixture
def city_with_clerk(city: City) -> City:
    city.station("counter")
    city.sign_in()
    return city


def issue(
    city: City, filled: ParticularsForm, papers: Papers, *, kind: str = "senior", carrier: str = "easycard"
) -> IssueResult:
    counter = city.station("counter").counter
    op_id, medium = counter.new_op_id(), city.medium("blank1")
    return counter.issue(op_id, medium, filled, kind=kind, carrier=carrier, consents=["issue"], papers=papers)


def refusal(city: City, filled: ParticularsForm, papers: Papers, **chosen: str) -> Code:
    with pytest.raises(Refused) as refused:
        issue(city, filled, papers, **chosen)
    return refused.value.code


def test_every_field_says_what_is_wrong_with_it_and_nothing_is_issued(city_with_clerk: City) -> None:
    city, good = city_with_clerk, form(NEWCOMER)
    counter = city.station("counter").counter
    for field, values in WRONG.items():
        for text, code in values.items():
            filled = msgspec.structs.replace(good, **{field.value: text})
            assert counter.check_field(field, text) is code, (field, text)
            assert counter.check(filled) == {field: code}
            assert refusal(city, filled, SIGNED) is code
    for chosen in ({"kind": "general"}, {"kind": "student"}, {"kind": "never heard of"}, {"carrier": "demo_vendor"}):
        assert refusal(city, good, SIGNED, **chosen) is Code.NOT_ELIGIBLE

    unsigned = msgspec.structs.replace(SIGNED, signed="none")
    assert refusal(city, good, unsigned) is Code.CONSENT_MISSING
    assert refusal(city, good, msgspec.structs.replace(SIGNED, signed="screen")) is Code.CONSENT_MISSING
    assert refusal(city, good, msgspec.structs.replace(SIGNED, documents_seen=[])) is Code.DOCUMENT_MISSING
    badge = msgspec.structs.replace(good, facts=frozenset({"city_employee"}))
    assert refusal(city, badge, SIGNED, kind="demo_badge") is Code.PHOTO_MISSING
    _helpers(city, msgspec.structs.replace(good, facts=frozenset({"city_employee", "by_proxy"})))
    assert not counter.look(city.medium("blank1")).known
    assert issue(city, good, SIGNED).code is None
    assert counter.look(city.medium("blank1")).known


def _helpers(city: City, filled: ParticularsForm) -> None:
    """A proxy who is nobody, or the applicant, or whose letter does not say so."""
    papers = msgspec.structs.replace(LETTER, documents_seen=["national_id", "letter_of_authority", "proxy_id"], photo=b"x")
    for proxy, code in (
        (None, Code.NAME_MISSING),
        (HelperForm(name=" ", national_id="H100000080"), Code.NAME_MISSING),
        (HelperForm(name="示範代理", national_id=""), Code.NATIONAL_ID_FORMAT),
        (HelperForm(name="示範代理", national_id="H100000081"), Code.NATIONAL_ID_CHECKSUM),
        (HelperForm(name="示範代理", national_id=NEWCOMER.national_id.lower()), Code.HELPER_IS_APPLICANT),
    ):
        assert refusal(city, filled, msgspec.structs.replace(papers, proxy=proxy), kind="demo_badge") is code
    for may in ((), ("apply",), ("collect",), ("bind", "change")):
        letter = msgspec.structs.replace(papers, proxy_may=frozenset(may))
        assert refusal(city, filled, letter, kind="demo_badge") is Code.PROXY_SCOPE


def test_without_a_printer_nothing_is_printed_and_that_is_said(city_with_clerk: City) -> None:
    station = city_with_clerk.station("counter")
    kind = station.programme.kind("demo_badge")
    assert kind is not None
    content = station.printing.content(kind, " 示範新民 ", b"")
    assert (station.printing.has_card_printer, content.name) == (False, "示範新民")
    assert station.printing.preview(kind, content).startswith(b"\x89PNG")
    with pytest.raises(EnvironmentProblem) as problem:
        station.printing.card(kind, content)
    assert problem.value.code is Code.SETTINGS_INVALID
