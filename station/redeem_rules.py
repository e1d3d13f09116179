"""What of a wish to redeem can be checked at the station, before the platform is asked."""

from domain.errors import Code, Refused
from domain.programme import PointKind, Programme, Purse


def redeem_rules(programme: Programme, purse: str, point_kind: str) -> tuple[Purse, PointKind]:
    """The purse and the point kind of those ids. Raises `Refused(POINTS_NOT_REDEEMABLE)`."""
    rule, kind = programme.purse(purse), programme.point_kind(point_kind)
    if rule is None or kind is None or not kind.redeemable:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    return rule, kind


def check_amount(rule: Purse, kind: PointKind, amount_ntd: int, pending_ntd: int = 0) -> None:
    """Raises `Refused` with AMOUNT_INVALID or AMOUNT_OVER_PURSE; `pending_ntd` is what already waits for this purse."""
    if amount_ntd < rule.smallest_ntd or amount_ntd % kind.ntd_per_point:
        raise Refused(Code.AMOUNT_INVALID, smallest=rule.smallest_ntd)
    if amount_ntd > rule.largest_ntd or amount_ntd + pending_ntd > rule.limit_ntd:
        raise Refused(Code.AMOUNT_OVER_PURSE, largest=rule.largest_ntd)


def purse_of(programme: Programme, carriers: list[str]) -> Purse | None:
    """The purse of a card that one of these carriers made, the waiting one before those that are on the card."""
    fitting = [purse for purse in programme.purses if set(carriers) & set(purse.carriers)]
    return min(fitting, key=lambda purse: purse.driver != "account", default=None)
