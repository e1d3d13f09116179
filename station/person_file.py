"""What is stored about a person and what they were given, put right at the counter: the platform's, so online only."""

from typing import Literal
from uuid import UUID

import msgspec

from domain import national_id, roc_date
from domain.errors import Code, Refused
from domain.media import Medium
from domain.office_calls import CORRECT_HOLDER, CORRECT_POINTS, PERSON_AWARDS
from domain.sealed_parts import Particulars
from domain.sealing import seal
from domain.wire_points import Approval, AwardLine, PersonAwardsRequest, PointsCorrection
from domain.wire_subject import CorrectedPart, CorrectionRequest, StoredParts
from station.context import Context
from station.office import Office
from station.people_views import Corrected, Person


class PointsWish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be corrected: see `domain.wire_points.PointsCorrection`."""

    act: Literal["cancel", "amend", "give"]
    award: UUID | None = None
    point_kind: str = ""
    points: int = 0
    agency: str = ""
    activity: str = ""
    reason: str = ""


class PersonFile:
    """Methods wait for the platform for some seconds: never on a screen's thread. Each raises as `Office.ask` besides."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office
        self._sent: CorrectionRequest | None = None

    # --- particulars ---

    def stored(self, person: Person, number: str, reason: str) -> StoredParts:
        """What is stored about the person, to whoever has their national ID before them.

        Raises `Refused` with CARD_NO_HOLDER (no card to go by), PERSON_UNKNOWN (another number) or a NATIONAL_ID code.
        """
        request = self._correction(self._context.new_op_id(), person, number, Corrected(), reason)
        answer = self._office.ask(CORRECT_HOLDER, msgspec.structs.replace(request, look_only=True))
        if answer.stored is None:
            raise Refused(Code.PERSON_UNKNOWN)
        return answer.stored

    def correct(self, op_id: UUID, person: Person, number: str, to: Corrected, reason: str) -> list[str]:
        """Put particulars right; which parts were changed. The same `op_id` again is the same correction.

        Raises `Refused` as `stored`, and with NAME_MISSING, DISTRICT_UNKNOWN, or as `domain.roc_date.parse_birthday`.
        """
        # Sealed once: sealing the same anew gives other bytes, which the platform would take for another correction.
        if self._sent is None or self._sent.op_id != op_id:
            self._sent = self._correction(op_id, person, number, to, reason)
        return self._office.ask(CORRECT_HOLDER, self._sent).parts

    def _correction(self, op_id: UUID, person: Person, number: str, to: Corrected, reason: str) -> CorrectionRequest:
        context = self._context
        if not person.cards:
            raise Refused(Code.CARD_NO_HOLDER)
        birthday = "" if to.birthday is None else roc_date.parse_birthday(to.birthday, context.today()).isoformat()
        given: dict[CorrectedPart, object] = {
            "name": to.name,
            "birthday": to.birthday,
            "district": to.district,
            "facts": to.facts,
        }
        particulars = Particulars(
            name=(to.name or "").strip(),
            national_id=national_id.check(number, context.today()),
            birthday=birthday,
            district=to.district or "",
            facts=sorted(to.facts or []),
            uid=b"",
        )
        return CorrectionRequest(
            op_id=op_id,
            medium=person.cards[0].medium,
            digest_key=context.digest_key_id(),
            reason=reason,
            sealed=seal(context.sealing_key(), msgspec.json.encode(particulars)),
            keep=[part for part, value in given.items() if value is None],
        )

    # --- points ---

    def awards(self, person: Person) -> list[AwardLine]:
        """What the person was given, the newest first. Raises `Refused(PERSON_UNKNOWN)`."""
        if person.holder is None:
            raise Refused(Code.PERSON_UNKNOWN)
        return self._office.ask(PERSON_AWARDS, PersonAwardsRequest(holder=person.holder, reason=person.reason)).awards

    def correct_points(self, op_id: UUID, person: Person, wish: PointsWish, *, second: Medium, pin: str) -> None:
        """Carry a correction out that a second person approves with card and PIN. The same `op_id` again is the same one.

        Raises `Refused` with STAFF_NOT_ALLOWED (`part` approver), STAFF_UNKNOWN, PIN_WRONG, PIN_WAIT, PIN_NEEDS_SUPERVISOR (the
        second person's), or as docs/platform/money.md says of `/v1/staff/points/correct`.
        """
        context = self._context
        session = context.session()
        row = context.registry.staff_by_medium(context.digest(second))
        if row is None:
            raise Refused(Code.STAFF_UNKNOWN)
        if session is None or row.staff == session.staff or "supervisor" not in row.roles:
            raise Refused(Code.STAFF_NOT_ALLOWED, part="approver")
        if person.holder is None:
            raise Refused(Code.PERSON_UNKNOWN)
        self._office.ask(
            CORRECT_POINTS,
            PointsCorrection(
                op_id=op_id,
                holder=person.holder,
                act=wish.act,
                award=wish.award,
                point_kind=wish.point_kind,
                points=wish.points,
                agency=wish.agency,
                activity=wish.activity,
                reason=wish.reason,
                approval=Approval(medium=row.medium, digest_key=context.digest_key_id(), pin=pin),
            ),
        )
