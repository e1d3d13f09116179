"""What an issue rests on beside the particulars: documents, the signed consent, a photo, whoever acts for the person."""

from typing import Literal
from uuid import UUID

import msgspec

from domain import national_id, proxies
from domain.eligibility import Offer
from domain.errors import Code, Refused
from domain.events import CardIssued, Helper, IssuePapers, Particulars
from domain.programme import Programme
from station.context import Context

PROXY = "by_proxy"
REPRESENTED = "representative_consent"


class HelperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A proxy, or a legal representative, as typed."""

    name: str = ""
    national_id: str = ""

    def __repr__(self) -> str:
        return "HelperForm(…)"


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. What the chosen kind or the person's situation does not ask for stays empty."""

    documents_seen: list[str] = []
    signed: Literal["none", "screen", "paper"] = "none"
    """How the consent was signed."""
    signature: bytes = b""
    """PNG; of one on the screen."""
    photo: bytes = b""
    """JPEG, as `station.faces.photo.cut` makes it."""
    proxy: HelperForm | None = None
    proxy_may: frozenset[str] = frozenset()
    """What the letter of authority says, of `domain.proxies.SCOPES`."""
    representative: HelperForm | None = None
    application: UUID | None = None
    """The application that this card is for."""
    approved: bool = True
    """Of the application: whether every check is done; else the card is a provisional one."""

    def __repr__(self) -> str:
        return "Papers(…)"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """The papers as they are written down."""

    consents: list[str]
    papers: Papers
    proxy: Helper | None
    representative: Helper | None

    def sealed(self, person: Particulars) -> IssuePapers:
        """What goes sealed to the platform."""
        return IssuePapers(
            **msgspec.structs.asdict(person),
            signature=self.papers.signature if self.papers.signed == "screen" else b"",
            photo=self.papers.photo,
            proxy=self.proxy,
            representative=self.representative,
        )

    def told(self, issued: CardIssued) -> CardIssued:
        """The event with what may stand in it in clear."""
        return msgspec.structs.replace(
            issued,
            provisional=issued.provisional or not self.papers.approved,
            consents=self.consents,
            application=self.papers.application,
            documents_seen=sorted(self.papers.documents_seen),
            signed=self.papers.signed,
            proxy_may=sorted(self.papers.proxy_may) if self.proxy is not None else [],
            represented=self.representative is not None,
        )


def checked(context: Context, offer: Offer, person: Particulars, papers: Papers, consents: list[str]) -> Checked:
    """Whether nothing is missing.

    Raises `Refused` with DOCUMENT_MISSING (`document`), CONSENT_MISSING, PHOTO_MISSING, PROXY_SCOPE, or for what is wrong with
    whoever acts for the person: NAME_MISSING, NATIONAL_ID_…, HELPER_IS_APPLICANT.
    """
    programme = context.programme()
    missing = next((each for each in offer.documents if each.id not in papers.documents_seen), None)
    if missing is not None:
        raise Refused(Code.DOCUMENT_MISSING, document=missing.name.zh_TW)
    if offer.kind.photo and not papers.photo:
        raise Refused(Code.PHOTO_MISSING)
    proxy = _helper(context, papers.proxy, person) if PROXY in person.facts else None
    if proxy is not None:
        proxies.require(papers.proxy_may, proxies.TO_BE_ISSUED)
    representative = _helper(context, papers.representative, person) if REPRESENTED in person.facts else None
    agreed = _consents(programme, consents, papers)
    asked = [document.id for document in offer.documents]
    kept = msgspec.structs.replace(papers, documents_seen=asked, photo=papers.photo if offer.kind.photo else b"")
    return Checked(consents=agreed, papers=kept, proxy=proxy, representative=representative)


def check_helper_id(context: Context, number: str, applicant: str) -> Code | None:
    """What is wrong with the number of whoever acts for `applicant`; None when nothing is."""
    try:
        found = national_id.check(number, context.today())
    except Refused as refused:
        return refused.code
    return Code.HELPER_IS_APPLICANT if found == applicant.strip().upper() else None


def _helper(context: Context, form: HelperForm | None, person: Particulars) -> Helper:
    typed = form or HelperForm()
    if not typed.name.strip():
        raise Refused(Code.NAME_MISSING)
    wrong = check_helper_id(context, typed.national_id, person.national_id)
    if wrong is not None:
        raise Refused(wrong)
    return Helper(name=typed.name.strip(), national_id=national_id.check(typed.national_id, context.today()))


def _consents(programme: Programme, purposes: list[str], papers: Papers) -> list[str]:
    signed = papers.signed == "paper" or (papers.signed == "screen" and papers.signature)
    if not signed or any(text.required and text.purpose not in purposes for text in programme.consents):
        raise Refused(Code.CONSENT_MISSING)
    return [f"{text.purpose}@{text.version}" for text in programme.consents if text.purpose in purposes]
