"""Which monthly grants are given: of several for one point kind and card kind the latest that has begun (480 點, later 600)."""

from collections.abc import Sequence, Set
from datetime import date

import msgspec

from domain.programme import Grant


def in_force(grants: Sequence[Grant], month: date) -> list[Grant]:
    """The grants of the Taipei month that `month` lies in, each with those of its card kinds that no later one has taken."""
    first = month.replace(day=1)
    begun = sorted((grant for grant in grants if grant.from_day <= first), key=lambda grant: grant.from_day, reverse=True)
    taken: set[tuple[str, str]] = set()
    given = []
    for grant in begun:
        own = [kind for kind in grant.card_kinds if (grant.point_kind, kind) not in taken]
        taken |= {(grant.point_kind, kind) for kind in own}
        if own:
            given.append(msgspec.structs.replace(grant, card_kinds=own))
    return given


def points_for(grant: Grant, district: str, facts: Set[str]) -> int:
    """What a holder who lives in `district`, and of whom these facts are confirmed, is given a month."""
    elsewhere = (part.points for part in grant.elsewhere if district in part.districts or not facts.isdisjoint(part.facts))
    return next(elsewhere, grant.points_per_month)
