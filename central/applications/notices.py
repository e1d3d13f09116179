"""What applicants are told, step by step: in their language, without any free text of a reviewer."""

from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import messages
from central.authority import Authority
from central.messages.templates import words
from domain.applications import PHOTO, Step
from domain.programme import CardKind, Programme

_TEMPLATES = {
    Step.SUBMIT: "application_received",
    Step.ASK_SUPPLEMENT: "application_supplement",
    Step.APPROVE: "application_approved",
    Step.FINISH: "application_ready",
    Step.COLLECT: "application_collected",
    Step.REFUSE: "application_refused",
    Step.WITHDRAW: "application_withdrawn",
    Step.REVOKE: "card_suspended",
}
SUPERSEDED = "superseded"
"""Why a draft was withdrawn of which nobody was ever told."""
_SAY: dict[str, tuple[str, str]] = {
    "deceased": ("戶政資料不符，請洽櫃檯", "The household register does not agree; please ask at a counter"),
    "agency": (
        "審查未通過，請憑案件編號於申辦網站或櫃檯查詢原因",
        "A review was negative; ask for the reason with your number",
    ),
    "wanted": ("請憑案件編號於申辦網站或櫃檯查看應補事項", "Ask with your number what exactly is missing"),
    PHOTO: ("照片", "A photo"),
}
"""Words of ours, Traditional Chinese and English; requirements and documents bring their own from the programme."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what a notice is about."""

    application: UUID
    holder: UUID
    receipt: str
    card_kind: str
    fee_ntd: int
    name: str
    in_hand: bool

    def __repr__(self) -> str:
        return f"Subject({self.receipt})"


def concerns(step: Step) -> bool:
    """Whether applicants are told of such steps."""
    return step in _TEMPLATES


def tell(
    connection: sa.Connection,
    authority: Authority,
    subject: Subject,
    step: Step,
    *,
    code: str | None,
    number: int,
    now_ms: int,
) -> None:
    """Queue the step's notice, once; steps that concern only ourselves have none. `number` tells equal steps apart."""
    template = _TEMPLATES.get(step)
    if step in (Step.REFUSE, Step.REVOKE):
        template = "card_suspended" if subject.in_hand else "application_refused"
    if template is None or (step is Step.WITHDRAW and code == SUPERSEDED):
        return
    programme = authority.programme
    language, _ = words(template, messages.contact_of(connection, authority, subject.holder).language)
    kind = programme.kind(subject.card_kind)
    values = {
        "programme": programme.name.in_language(language),
        "receipt": subject.receipt,
        "name": subject.name,
        "kind": subject.card_kind if kind is None else kind.name.in_language(language),
        "phone": programme.service_phone,
        "fee": str(subject.fee_ntd),
        "wanted": "\n".join(wanted_words(kind, (code or "").split(), language)),
        "reason": reason_words(programme, kind, code, language),
    }
    message = uuid5(subject.application, f"{step.value} {number}")
    messages.queue(connection, authority, message, subject.holder, template, values=values, now_ms=now_ms)


def wanted_words(kind: CardKind | None, wanted: list[str], language: str) -> list[str]:
    """The names of the documents that are missing; where none is named, how to learn what is."""
    names = {document.id: document.name.in_language(language) for document in (kind.documents if kind else [])}
    listed = [names.get(document) or _in_words(document, language) for document in wanted]
    return [f"- {name}" for name in listed if name] or [_in_words("wanted", language)]


def reason_words(programme: Programme, kind: CardKind | None, code: str | None, language: str) -> str:
    """The published rule that is not met, or a word of ours; never what a reviewer wrote."""
    for requirement in kind.requirements if kind else []:
        if requirement.id == code:
            return requirement.reason.in_language(language)
    agency = programme.agency(code or "")
    return _in_words("agency" if agency is not None else code or "agency", language) or _in_words("agency", language)


def _in_words(word: str, language: str) -> str:
    zh, en = _SAY.get(word, ("", ""))
    return zh if language == "zh_TW" else en
