"""The outreach team (機動服務隊): blank cards taken along in the morning and counted back in the evening, with no network.

A team's cards lie in a box that is named as its station: from it the platform takes every card that this station hands over.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from domain.applications import ApplicantPapers
from domain.applying import Asked, sound
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import ApplicationTaken, CardIssued, CardReplaced, StockCounted, StockMoved
from domain.ids import receipt_number
from domain.sealing import seal
from domain.wire import OutcomeStatus, StationIdentity
from offline_store.counter_projection import LocalAct, TeamBox
from offline_store.projections import Projections
from station.context import Context
from station.views import ParticularsForm, TeamStock

Sort = tuple[str, str]
"""Card kind and carrier."""
_HANDED_OVER = ("card.issued", "card.replaced")
LONGEST_BOX = 60
LONGEST_REASON = 200


class OutreachDesk:
    """Take along, look, bring back. Not on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def new_op_id(self) -> UUID:
        """One for each filled form."""
        return self._context.new_op_id()

    def stock(self) -> list[TeamStock]:
        """What the team has with it: taken, handed over since, and so what should be there."""
        with self._context.journal.reading() as local:
            return self._stock(local)

    def take_along(self, op_id: UUID, *, box: str, card_kind: str, carrier: str, cards: int) -> list[TeamStock]:
        """So many blank cards leave a box of the site with the team. The same `op_id` again is the same act.

        Raises `Refused` with STAFF_NOT_ALLOWED, REQUEST_INVALID (`part`) or AMOUNT_INVALID; `EnvironmentProblem` as every act.
        """
        operator, identity = self._context.operator("outreach"), self._identity()
        kind = self._context.programme().kind(card_kind)
        if not box.strip() or len(box.strip()) > LONGEST_BOX or box.strip() == identity.station:
            raise Refused(Code.REQUEST_INVALID, part="box")
        if kind is None or carrier not in kind.carriers:
            raise Refused(Code.REQUEST_INVALID, part="card_kind")
        if cards < 1:
            raise Refused(Code.AMOUNT_INVALID, smallest=1)
        moved = StockMoved(
            box=box.strip(),
            card_kind=card_kind,
            carrier=carrier,
            cards=cards,
            to_site=identity.site,
            to_box=identity.station,
        )
        with self._context.journal.act() as act:
            if not self._context.journal.contains(op_id):
                act.append(moved, op_id=op_id, operator=operator)
        self._context.sync.offer()
        return self.stock()

    def bring_back(self, op_id: UUID, counted: Mapping[Sort, int], reason: str) -> list[TeamStock]:
        """What was counted in the evening goes back into its boxes; what differs is journaled with its reason.

        The same `op_id` again is the same act. What it answers is what there was to be counted. Raises `Refused` with
        STAFF_NOT_ALLOWED, REQUEST_INVALID (`part`: a sort was not counted), AMOUNT_INVALID, or REASON_MISSING (there is a
        difference); `EnvironmentProblem` as every act.
        """
        context, identity = self._context, self._identity()
        operator = context.operator("outreach")
        with context.journal.act() as act:
            expected = self._stock(act.local)
            if context.journal.contains(op_id):
                return expected
            if any((each.card_kind, each.carrier) not in counted for each in expected):
                raise Refused(Code.REQUEST_INVALID, part="cards")
            if any(cards < 0 for cards in counted.values()):
                raise Refused(Code.AMOUNT_INVALID, smallest=0)
            if any(counted[each.card_kind, each.carrier] != each.expected for each in expected) and not reason.strip():
                raise Refused(Code.REASON_MISSING)
            first: UUID | None = op_id
            for each in expected:
                for payload in _returned(each, counted[each.card_kind, each.carrier], identity, reason):
                    act.append(payload, op_id=first, operator=operator)
                    first = None
        context.sync.offer()
        return expected

    def take_application(
        self,
        op_id: UUID,
        form: ParticularsForm,
        *,
        phone: str,
        card_kind: str,
        carrier: str,
        consents: Sequence[str],
        documents_seen: Sequence[str],
    ) -> str:
        """Take an application down where no card can be handed over at once; the platform makes one of it when it arrives.

        `op_id` is the application's id: the same again is the same application. Its receipt number, which can be told at once.
        Raises `Refused` as `domain.applying.sound`, and with STAFF_NOT_ALLOWED; `EnvironmentProblem` as every act.
        """
        context = self._context
        operator, programme = context.operator("outreach"), context.programme()
        if not context.journal.contains(op_id):
            papers = ApplicantPapers(
                name=form.name,
                national_id=form.national_id,
                birthday=form.birthday,
                district=form.district,
                facts=sorted(form.facts),
                phone=phone,
            )
            agreed = [f"{text.purpose}@{text.version}" for text in programme.consents if text.purpose in consents]
            asked = Asked(card_kind=card_kind, carrier=carrier, papers=papers, consents=agreed)
            asked, _ = sound(programme, asked, "outreach", context.today())
            taken = ApplicationTaken(card_kind=card_kind, carrier=carrier, consents=agreed, documents_seen=list(documents_seen))
            sealed = seal(context.sealing_key(), msgspec.json.encode(asked.papers))
            with context.journal.act() as act:
                if not context.journal.contains(op_id):
                    act.append(taken, op_id=op_id, operator=operator, sealed=sealed)
            context.sync.offer()
        return receipt_number(op_id)

    def _identity(self) -> StationIdentity:
        identity = self._context.journal.identity()
        if identity is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        return identity

    def _stock(self, local: Projections) -> list[TeamStock]:
        return [self._standing(box, local.counter.acts(box.after, _HANDED_OVER)) for box in local.counter.team_boxes()]

    def _standing(self, box: TeamBox, acts: list[LocalAct]) -> TeamStock:
        counts = Counter(self._sort(act) for act in acts if act.status is not OutcomeStatus.REJECTED)
        issued = counts[box.card_kind, box.carrier]
        return TeamStock(
            card_kind=box.card_kind,
            carrier=box.carrier,
            from_box=box.from_box,
            taken=box.taken,
            issued=issued,
            expected=box.taken - issued,
        )

    def _sort(self, act: LocalAct) -> Sort | None:
        """What a card was, that was handed over; a replacement is of the old card's kind."""
        match act.event.payload:
            case CardIssued(card_kind=kind, carrier=carrier):
                return kind, carrier
            case CardReplaced(card_kind=kind, carrier=carrier) if kind:
                return kind, carrier
            case CardReplaced(old_medium=old, carrier=carrier):
                known = self._context.known(old)
                return None if known is None else (known.card_kind, carrier)
        return None


def _returned(stock: TeamStock, cards: int, identity: StationIdentity, reason: str) -> list[StockCounted | StockMoved]:
    """The count of the team's box, and its way back."""
    counted = StockCounted(
        box=identity.station,
        card_kind=stock.card_kind,
        carrier=stock.carrier,
        cards=cards,
        reason=reason.strip()[:LONGEST_REASON] if cards != stock.expected else "",
    )
    if not cards:
        return [counted]
    moved = StockMoved(
        box=identity.station,
        card_kind=stock.card_kind,
        carrier=stock.carrier,
        cards=cards,
        to_site=identity.site,
        to_box=stock.from_box,
    )
    return [counted, moved]
