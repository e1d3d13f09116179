"""Whether what somebody wrote down can be an application: checked at both ends before anything is kept."""

from datetime import date

import msgspec

from domain import national_id, roc_date
from domain.applications import ApplicantPapers, Channel
from domain.contacts import Contact, checked
from domain.eligibility import Applicant, offer
from domain.errors import Code, Refused
from domain.programme import CardKind, Programme
from domain.programme_parts import FACTS

LONGEST_NAME = 100
LONGEST_ADDRESS = 200
LONGEST_LABEL = 60
_BATCHES = frozenset({"school", "agency", "village"})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is applied for, by whom, with which consents (`purpose@version`)."""

    card_kind: str
    carrier: str
    papers: ApplicantPapers
    consents: list[str]


def sound(programme: Programme, asked: Asked, channel: Channel, today: date) -> tuple[Asked, CardKind]:
    """The application with its papers in standard form, and the kind; `today` is the Taipei day on which it was handed in.

    Raises `Refused` with REQUEST_INVALID (`part`, `column`), NAME_MISSING, NATIONAL_ID_…, DATE_FORMAT, BIRTHDAY_…,
    DISTRICT_UNKNOWN, CONSENT_MISSING or NOT_ELIGIBLE (`requirement`).
    """
    kind = _kind(programme, asked, channel)
    papers = _tidy(programme, asked.papers, today)
    given = set(asked.consents)
    for consent in programme.consents:
        if consent.required and f"{consent.purpose}@{consent.version}" not in given:
            raise Refused(Code.CONSENT_MISSING, column="consents")
    unmet = requirement_unmet(programme, kind, papers, frozenset(papers.facts), today)
    if unmet is not None:
        raise Refused(Code.NOT_ELIGIBLE, requirement=unmet, column="card_kind")
    return msgspec.structs.replace(asked, papers=papers), kind


def requirement_unmet(
    programme: Programme, kind: CardKind, papers: ApplicantPapers, facts: frozenset[str], today: date
) -> str | None:
    """The first reason for which these facts do not do; see `domain.eligibility.Offer.reasons`."""
    applicant = Applicant(birthday=date.fromisoformat(papers.birthday), district=papers.district, facts=facts)
    return next(iter(offer(programme, kind, applicant, today).reasons), None)


def _kind(programme: Programme, asked: Asked, channel: Channel) -> CardKind:
    kind = programme.kind(asked.card_kind)
    through_others = kind is not None and kind.issued_by == "batch" and channel not in _BATCHES
    if kind is None or kind.issued_by == "binding" or through_others:
        raise _wrong("card_kind")
    if asked.carrier not in kind.carriers:
        raise _wrong("carrier")
    return kind


def _tidy(programme: Programme, papers: ApplicantPapers, today: date) -> ApplicantPapers:
    """The name keeps its exact characters: nothing is normalised, only the white space around it goes."""
    name = papers.name.strip()
    if not name:
        raise Refused(Code.NAME_MISSING, column="name")
    for column, text, longest in (
        ("name", name, LONGEST_NAME),
        ("address", papers.address, LONGEST_ADDRESS),
        ("label", papers.label, LONGEST_LABEL),
    ):
        if len(text) > longest or not is_one_line(text):
            raise _wrong(column)
    if papers.district not in programme.districts:
        raise Refused(Code.DISTRICT_UNKNOWN, column="district")
    if not FACTS.issuperset(papers.facts):
        raise _wrong("facts")
    try:
        number = national_id.check(papers.national_id, today)
    except Refused as refused:
        raise Refused(refused.code, column="national_id") from refused
    try:
        birthday = roc_date.parse_birthday(papers.birthday, today)
    except Refused as refused:
        raise Refused(refused.code, column="birthday") from refused
    contact = _contact(papers)
    return msgspec.structs.replace(
        papers,
        name=name,
        national_id=number,
        birthday=birthday.isoformat(),
        facts=sorted(set(papers.facts)),
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
    )


def _contact(papers: ApplicantPapers) -> Contact:
    try:
        return checked(Contact(email=papers.email, phone=papers.phone, language=papers.language))
    except Refused as refused:
        raise _wrong(str(refused.details["part"])) from refused


def is_one_line(text: str) -> bool:
    """Whether it has no line breaks, no other control characters and no surrogates, which no file could hold."""
    return not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or 0xD800 <= ord(each) < 0xE000 for each in text) and not any(
        each in text for each in "\u2028\u2029\u202a\u202b\u202d\u202e"
    )


def _wrong(part: str) -> Refused:
    return Refused(Code.REQUEST_INVALID, part=part, column=part)
