"""Draws: their steps for organisers, tickets at a desk, and what anybody may look up."""

import dataclasses
from collections.abc import Callable
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from central.access.staff_sessions import StaffCaller
from central.activities import draw_desk, draw_points, draws
from central.api.calls import AnyCall, Call, File
from central.api.doors import ANYBODY, Anybody, staff
from central.once import once
from central.platform import Platform
from domain.wire_draws import (
    DrawAsked,
    DrawPublic,
    DrawSave,
    DrawSeed,
    DrawStep,
    DrawTickets,
    DrawTicketsAnswer,
    DrawWinners,
    DrawWinnersAsked,
    DrawWithdrawal,
)

_ORGANISERS = ("organiser", "supervisor")


StepT = TypeVar("StepT", DrawSave, DrawStep, DrawSeed, DrawWithdrawal)


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    now_ms, programme = platform.now_ms, platform.authority.programme
    return [
        _step(
            platform,
            "save",
            "Create a draw, or change an open one",
            DrawSave,
            lambda c, caller, asked: draws.save(c, programme, caller, asked, now_ms()),
        ),
        _step(
            platform,
            "attendants",
            "One ticket for everybody who took part",
            DrawStep,
            lambda c, caller, asked: draws.take_in_attendants(c, caller, asked.draw),
        ),
        _step(
            platform,
            "freeze",
            "Publish the list",
            DrawStep,
            lambda c, caller, asked: draws.freeze(c, caller, asked.draw, now_ms()),
        ),
        _step(
            platform,
            "seed",
            "Enter the public value, and draw",
            DrawSeed,
            lambda c, caller, asked: draws.seed(c, caller, asked, now_ms()),
        ),
        _step(
            platform,
            "withdraw",
            "Somebody who was drawn leaves",
            DrawWithdrawal,
            lambda c, caller, asked: draws.withdraw(c, caller, asked, now_ms()),
        ),
        _cancelling(platform),
        *_people(platform),
        *_public(platform),
    ]


def _cancelling(platform: Platform) -> AnyCall:
    """The decision is one transaction, the points of many people come back in several; asked again they go on."""
    step = _step(
        platform,
        "cancel",
        "Cancel a draw; points come back",
        DrawStep,
        lambda c, caller, asked: draws.cancel(c, caller, asked.draw),
    )

    def run(caller: StaffCaller, request: DrawStep) -> msgspec.Struct:
        cancelled = step.run(caller, request)
        draw_points.give_back_cancelled(platform.store, platform.now_ms(), request.draw)
        return cancelled

    return dataclasses.replace(step, run=run)


def _step(
    platform: Platform,
    name: str,
    summary: str,
    asks: type[StepT],
    take: Callable[[sa.Connection, StaffCaller, StepT], object],
) -> AnyCall:
    """A call that changes a draw and answers how it stands then."""

    def run(caller: StaffCaller, request: StepT) -> DrawPublic:
        def act(connection: sa.Connection) -> DrawPublic:
            take(connection, caller, request)
            return draw_desk.public(platform, connection, request.draw)

        return once(platform, caller.staff, request, DrawPublic, act)

    return Call(path=f"/v1/draws/{name}", summary=summary, door=staff(*_ORGANISERS), asks=asks, gives=DrawPublic, run=run)


def _people(platform: Platform) -> list[AnyCall]:
    def buy(caller: StaffCaller, request: DrawTickets) -> DrawTicketsAnswer:
        return once(platform, caller.staff, request, DrawTicketsAnswer, lambda c: draw_desk.buy(platform, c, request))

    def winners(caller: StaffCaller, request: DrawWinnersAsked) -> DrawWinners:
        with platform.store.write() as connection:
            return draw_desk.winners(platform, connection, caller, request)

    return [
        Call(
            path="/v1/draws/tickets",
            summary="Spend a holder's points on tickets",
            door=staff("clerk", "event", "organiser", "supervisor"),
            asks=DrawTickets,
            gives=DrawTicketsAnswer,
            run=buy,
        ),
        Call(
            method="GET",
            path="/v1/draws/winners",
            summary="Who was drawn, masked",
            door=staff(*_ORGANISERS),
            asks=DrawWinnersAsked,
            gives=DrawWinners,
            run=winners,
        ),
    ]


def _public(platform: Platform) -> list[AnyCall]:
    def public(_: Anybody, request: DrawAsked) -> DrawPublic:
        with platform.store.read() as connection:
            return draw_desk.public(platform, connection, request.draw)

    def listed(_: Anybody, request: DrawAsked) -> File:
        with platform.store.read() as connection:
            content = draw_desk.content(connection, request.draw)
        return File(content=content, media_type="text/plain; charset=utf-8", name=f"{request.draw}.txt")

    return [
        Call(
            method="GET",
            path="/v1/draws",
            summary="All that is published of a draw",
            door=ANYBODY,
            asks=DrawAsked,
            gives=DrawPublic,
            run=public,
        ),
        Call(
            method="GET",
            path="/v1/draws/list",
            summary="The published list of a draw (docs/draws.md)",
            door=ANYBODY,
            asks=DrawAsked,
            gives=File,
            run=listed,
        ),
    ]
