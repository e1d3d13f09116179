"""The site's stock of blank cards, which the platform keeps: levels, what came from the maker, and what a count has found."""

from uuid import UUID

from domain.office_calls import STOCK_COUNT, STOCK_LEVELS, STOCK_TAKE_IN
from domain.wire_registry import (
    StockChangeResponse,
    StockCountRequest,
    StockLevel,
    StockQuery,
    StockTakeInRequest,
)
from station.context import Context
from station.office import Office


class StockDesk:
    """For supervisors; asks the platform, so never on a screen's thread. Raises as `Office.ask`."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office

    def new_op_id(self) -> UUID:
        """One for each filled form."""
        return self._context.new_op_id()

    def site(self) -> str:
        """Where this station stands."""
        identity = self._context.journal.identity()
        return "" if identity is None else identity.site

    def levels(self) -> list[StockLevel]:
        """What lies in this site's boxes."""
        found: list[StockLevel] = []
        cursor, more = "", True
        while more:
            page = self._office.ask(STOCK_LEVELS, StockQuery(site=self.site(), cursor=cursor))
            found += page.levels
            cursor, more = page.cursor, page.more
        return found

    def take_in(
        self, op_id: UUID, *, box: str, card_kind: str, carrier: str, cards: int, first_number: int | None
    ) -> StockChangeResponse:
        """New blank cards from the maker, perhaps with their printed numbers."""
        request = StockTakeInRequest(
            op_id=op_id,
            site=self.site(),
            box=box,
            card_kind=card_kind,
            carrier=carrier,
            cards=cards,
            first_number=first_number,
        )
        return self._office.ask(STOCK_TAKE_IN, request)

    def count(self, op_id: UUID, *, box: str, card_kind: str, carrier: str, cards: int, reason: str) -> StockChangeResponse:
        """So many were found in a box; with a reason the books are corrected by it."""
        request = StockCountRequest(
            op_id=op_id,
            act="corrected" if reason else "counted",
            site=self.site(),
            box=box,
            card_kind=card_kind,
            carrier=carrier,
            cards=cards,
            reason=reason,
        )
        return self._office.ask(STOCK_COUNT, request)
