"""What of a city's programme the demo's people hold and do, so that every programme has a demo without a word about it here."""

from datetime import date

import msgspec

from domain.eligibility import Applicant, offers
from domain.programme import ActivityType, CardKind, PointKind, Programme
from domain.programme_parts import UNKNOWN


def card_kind(programme: Programme, birthday: date, facts: frozenset[str], today: date) -> CardKind:
    """The first kind over the counter for this person; where none is, one whose rules are not published; at last the last.

    Not a bearer kind: whose card that is nobody could tell.
    """
    person = Applicant(birthday=birthday, district=programme.districts[0], facts=facts)
    offered = [offer for offer in offers(programme, person, today) if not offer.kind.bearer]
    met = [offer.kind for offer in offered if not offer.unmet]
    unpublished = [offer.kind for offer in offered if all(rule.source == UNKNOWN for rule in offer.unmet)]
    return next(iter(met or unpublished), offered[-1].kind)


def district(programme: Programme, wanted: str) -> str:
    """The district `wanted`, or in another city its first one."""
    return wanted if wanted in programme.districts else programme.districts[0]


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """The kinds of points that agencies give; None where the programme has none of that sort."""

    earned: PointKind | None
    """Become stored value."""
    collected: PointKind | None
    """Draws and prizes."""


def points(programme: Programme) -> Points:
    """What the demo's people have earned and collected."""
    given = [kind for kind in programme.point_kinds if kind.payer == "agency"]
    return Points(
        earned=next((kind for kind in given if kind.redeemable), None),
        collected=next((kind for kind in given if not kind.redeemable), None),
    )


class Activities(msgspec.Struct, frozen=True, kw_only=True):
    """Types for a talk, for voluntary service and for a meeting."""

    talk: ActivityType
    service: ActivityType
    meeting: ActivityType


def activities(programme: Programme) -> Activities:
    """Of stays the type worth most for a talk; service counts hours; a meeting counts once. Each falls back on any type."""
    every = programme.activity_types
    stays = [kind for kind in every if kind.counts == "in_out" and not kind.hours]
    return Activities(
        talk=max(stays or every, key=lambda kind: kind.points_flat),
        service=next((kind for kind in every if kind.hours), every[0]),
        meeting=next((kind for kind in every if kind.counts == "once"), every[0]),
    )
