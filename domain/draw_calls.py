"""What everybody may ask about a draw; see `domain.office_calls`."""

from domain.office_calls import OfficeCall, OfficeFileCall
from domain.wire_draws import DrawAsked, DrawPublic, DrawWinners, DrawWinnersAsked

PUBLISHED_DRAW = OfficeCall("/v1/draws", DrawAsked, DrawPublic, "GET")
PUBLISHED_LIST = OfficeFileCall("/v1/draws/list", DrawAsked, "GET")
MASKED_WINNERS = OfficeCall("/v1/draws/winners", DrawWinnersAsked, DrawWinners, "GET")
