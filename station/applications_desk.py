"""A web application that somebody brings to the counter, and which cards they have: asked of the platform, filled in here."""

from uuid import UUID

import msgspec
from PIL import Image

from domain import national_id
from domain.errors import EnvironmentProblem, Refused
from domain.ids import parse_receipt_number
from domain.media import Medium, MediumType
from domain.office_calls import ACT_ON_APPLICATION, HELD_KINDS, OPEN_APPLICATION
from domain.wire_applications import ApplicationAct, ApplicationOpenRequest, HeldKindsRequest
from station.context import Context
from station.faces import photo
from station.office import Office
from station.views import ParticularsForm

_REASON = "臨櫃發卡"
"""Into the person's list of readings: they stand here and want their card."""
_QUICK_S = 4.0
_ROC = 1911
_LONGEST = 60
_APPROVED = ("approved", "in_production", "ready", "collected")


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An application as the form takes it over."""

    application: UUID
    receipt: str
    state: str
    approved: bool
    kind: str
    carrier: str
    form: ParticularsForm
    picture: Image.Image | None
    """The photo that came with it, where it is one that can be printed."""

    def __repr__(self) -> str:
        return f"Opened({self.receipt})"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Kinds of which a person has a card that can be used, and of which they ever had one."""

    held: frozenset[str]
    had: frozenset[str]


class ApplicationsDesk:
    """What a counter asks about whoever stands there. Methods that ask wait for the platform: never on a screen's thread."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office

    # --- what was scanned ---

    def receipt_in(self, medium: Medium) -> str:
        """The receipt number that this code is; empty for anything else."""
        try:
            return parse_receipt_number(_text(medium))
        except Refused:
            return ""

    def national_id_in(self, medium: Medium) -> str:
        """The number that this code is, as the one on the back of an ID card (身分證背面條碼); empty for anything else."""
        try:
            return national_id.check(_text(medium), self._context.today())
        except Refused:
            return ""

    # --- what the platform knows ---

    def open(self, receipt: str) -> Opened:
        """The application of this receipt number, written down as a reading.

        Raises `Refused` with APPLICATION_UNKNOWN, APPLICATION_STEP or PERSON_UNKNOWN, and as `Office.ask`.
        """
        found = self._office.ask(OPEN_APPLICATION, ApplicationOpenRequest(receipt=receipt, reason=_REASON))
        return Opened(
            application=found.application,
            receipt=found.receipt,
            state=found.state,
            approved=found.approved,
            kind=found.card_kind,
            carrier=found.carrier,
            form=ParticularsForm(
                name=found.name,
                national_id=found.national_id,
                birthday=_as_typed(found.birthday),
                district=found.district,
                facts=frozenset(found.facts),
            ),
            picture=_picture(found.photo),
        )

    def hand_in(self, opened: Opened, op_id: UUID, documents_seen: list[str]) -> bool:
        """Make an application out of a draft, its documents seen on paper; whether it is known to be approved now.

        The card names the application in any case: when no answer came, the platform alone knows whether it was handed in, and
        a draft is closed by the card that names it. The same `op_id` again is the same act. Raises `Refused` as the platform
        does.
        """
        if opened.state != "draft":
            return opened.approved
        act = ApplicationAct(op_id=op_id, application=opened.application, act="hand_in", documents_seen=documents_seen)
        try:
            return self._office.ask(ACT_ON_APPLICATION, act).state in _APPROVED
        except EnvironmentProblem:
            return False

    def held(self, number: str) -> Held | None:
        """Which cards the person has; None when the platform cannot say so quickly: then it judges afterwards, as always."""
        try:
            request = HeldKindsRequest(national_id=national_id.check(number, self._context.today()), reason=_REASON)
            found = self._office.ask(HELD_KINDS, request, _QUICK_S)
        except (EnvironmentProblem, Refused):
            return None
        return Held(held=frozenset(found.held), had=frozenset(found.had))


def _text(medium: Medium) -> str:
    if medium.type is not MediumType.CODE or len(medium.value) > _LONGEST:
        return ""
    return medium.value.decode("ascii", "replace").strip().strip("*").upper()


def _as_typed(birthday: str) -> str:
    """An ISO 8601 date as a clerk types it: 1150105."""
    year, month, day = birthday.split("-")
    return f"{int(year) - _ROC:03}{month}{day}" if int(year) > _ROC else birthday


def _picture(content: bytes) -> Image.Image | None:
    try:
        return photo.read(content) if content else None
    except Refused:
        return None
