"""What the events of one transaction are judged by, looked up once for all of them, and what they leave to be written.

A handler that keeps to these books (stays, uses, awards, words) costs few statements however many events are judged. What is in
them is written by `write_effects` and `words.flush`, before somebody asks the database itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from central import cards, duties, locks, points, prepared
from central.at_hand import AtHand
from central.authority import Authority
from central.cards import Card
from central.duties import Standing
from central.inserting import insert
from central.kpi import uses as kpi
from central.load_sheet import LoadSheet
from central.money import caps, hours, waiting
from central.money.hours import Served
from central.money.till import Till
from central.points import Award
from central.schema import activities, activity_budgets, service_use
from central.stays import Person, Stay, Stays
from central.words import Words
from domain.errors import Refused
from domain.events import Event, SignedIn, SignedOut

Use = tuple[str, str, str, bool]
"""Uses that are counted together: day, station, service, whether the person was found."""


class NotTrusted(Exception):
    """What happened needs savepoints: the transaction is to be rolled back, and its events judged anew with `careful`."""


class Sitting:
    """Not for several threads at once; lives as long as its transaction.

    `careful`: what fails or is refused is undone by a savepoint, and the rest goes on. Otherwise it ends the transaction.
    """

    def __init__(self, connection: sa.Connection, authority: Authority, *, careful: bool) -> None:
        self._connection = connection
        self._careful = careful
        self._authority = authority
        self.words = Words(connection)
        self._standings: dict[tuple[frozenset[str] | None, str | None], Standing] = {}
        self._in_company = False
        self._budgets: dict[str, bool] = {}
        self._activities: dict[str, sa.Row[tuple[object, ...]] | None] = {}
        self.start_anew()

    def start_anew(self) -> None:
        """After a savepoint was rolled back, or somebody wrote past this: what was looked up or left may not hold any more."""
        self.stays = Stays(self._connection)
        self._cards: dict[bytes, Card | None] = {}
        self._uses: Counter[Use] = Counter()
        self._awards: list[Award] = []
        self._people: list[kpi.Use] = []
        self._served: list[Served] = []
        self._look_anew()

    def _look_anew(self) -> None:
        self.till = Till(self._connection)
        self.sheet = LoadSheet(self._connection, self._authority)
        self.at_hand = AtHand(self._connection, self._authority)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is written inside does not stay when it raises. Raises `NotTrusted` instead of `Refused` unless careful."""
        if self._careful:
            try:
                with self._connection.begin_nested():
                    yield
                    self._write_books()
            except Refused:
                self._look_anew()
                raise
            return
        try:
            yield
        except Refused as refused:
            raise NotTrusted from refused

    # --- looking up ---

    def gather(self, events: Sequence[Event]) -> None:
        """Before events are judged: find cards and stays; others are kept from judging the attendance of the same people."""
        self._gather_stays(events)
        self._find_cards({event.medium for event in events if event.medium is not None})

    def _gather_stays(self, events: Sequence[Event]) -> None:
        present = [event for event in events if isinstance(event.payload, SignedIn | SignedOut)]
        if not present:
            return
        named = {(_activity(event), holder) for event in present if (holder := _named(event)) is not None}
        earlier = self._find(present)
        if self._connection.dialect.name == "postgresql":
            self.hold(self._cards, {holder for _, holder in named})
            self.stays = Stays(self._connection)
            earlier = self._find(present)
        people: set[Person] = {(stay.activity, stay.medium) for stay in earlier}
        people |= {(_activity(event), event.medium) for event in present if event.medium is not None} | named
        people |= {(stay.activity, stay.holder) for stay in earlier if stay.holder is not None}
        left = {event.payload.activity for event in present if isinstance(event.payload, SignedOut)}
        self._find_activities({activity for activity, _ in people}, left | {stay.activity for stay in earlier})
        for activity, who in list(people):
            card = self._cards.get(who) if isinstance(who, bytes) else None
            if card is not None and card.holder is not None:
                people.add((activity, card.holder))
        self.stays.gather([], people)

    def gather_wishes(self, media: Collection[bytes], loads: Collection[UUID], given_up: Collection[UUID]) -> None:
        """Before redemptions and loads are judged: keep others from these media and whoever has them, and look all up.

        `loads` are those that events begin or are about, `given_up` the op_ids that would keep some from being authorised.
        """
        self._in_company = True
        media = {*media, *self.sheet.media_of(loads)}
        self.hold(media)
        if loads:
            self.sheet.gather(loads, media, given_up)
        holders = self._holders()
        self.at_hand.gather(holders)
        owned = [card for card in self._cards.values() if card is not None and card.holder is not None]
        self.till.gather(holders, [waiting.account(card.medium, card.holder) for card in owned if card.holder is not None])

    def write_alone(self) -> None:
        """Before somebody writes past the books: what was left for them is written. Raises `NotTrusted` in company."""
        if self._in_company:
            raise NotTrusted
        self._write_books()
        self._look_anew()

    def _write_books(self) -> None:
        self.sheet.write()
        self.till.write()

    def hold(self, media: Collection[bytes], named: Collection[UUID] = ()) -> None:
        """Keep others from judging acts with these media, of whoever has them, or `named`; cards are looked up after that."""
        self._find_cards(media)
        if self._connection.dialect.name != "postgresql":
            return
        before = self._holders() | set(named)
        locks.hold(self._connection, *map(locks.holder, before), *map(locks.medium, media))
        media, self._cards = set(media), {}
        self._find_cards(media)
        # A medium may have come to somebody while we waited for it.
        locks.hold(self._connection, *map(locks.holder, self._holders() - before))

    def _holders(self) -> set[UUID]:
        return {card.holder for card in self._cards.values() if card is not None and card.holder is not None}

    def _find(self, present: Collection[Event]) -> list[Stay]:
        """The stays that sign-outs end, and every card concerned."""
        numbers = [event.payload.sign_in if isinstance(event.payload, SignedOut) else event.op_id for event in present]
        self.stays.gather(numbers, [])
        earlier = [stay for number in numbers if (stay := self.stays.find(number)) is not None]
        shown = {event.medium for event in present if event.medium is not None}
        self._find_cards(shown | {stay.medium for stay in earlier})
        return earlier

    def _find_cards(self, media: Iterable[bytes]) -> None:
        missing = {medium for medium in media if medium not in self._cards}
        if missing:
            self._cards |= dict.fromkeys(missing)
            self._cards |= {card.medium: card for card in cards.find_all(self._connection, missing)}

    def card(self, medium: bytes) -> Card | None:
        """The card of a medium's digest."""
        self._find_cards([medium])
        return self._cards[medium]

    def _find_activities(self, wanted: Collection[str], left: Collection[str]) -> None:
        """Activities, and of those that somebody left whether they have a budget."""
        missing = {activity for activity in wanted if activity not in self._activities}
        if missing:
            found = prepared.rows_among(self._connection, activities.c.activity, missing)
            self._activities |= dict.fromkeys(missing)
            self._activities |= {row.activity: row for row in found}
        unsure = {activity for activity in left if activity not in self._budgets}
        if unsure:
            capped = {row.activity for row in prepared.rows_among(self._connection, activity_budgets.c.activity, unsure)}
            self._budgets |= {activity: activity in capped for activity in unsure}

    def activity(self, activity: str) -> sa.Row[tuple[object, ...]] | None:
        """An activity's row."""
        self._find_activities([activity], [])
        return self._activities[activity]

    def has_budget(self, activity: str) -> bool:
        """Whether what an activity may award has a cap of its own."""
        self._find_activities([], [activity])
        return self._budgets[activity]

    def standing(self, event: Event) -> Standing:
        """As `duties.standing`."""
        key = (duties.roles_needed(event), event.operator)
        if key not in self._standings:
            self._standings[key] = duties.standing(self._connection, event)
        return self._standings[key]

    # --- leaving to be written ---

    def count_use(self, use: Use) -> None:
        """One more use of a library service."""
        self._uses[use] += 1

    def count_person(self, use: kpi.Use) -> None:
        """A person used a service, for the month's numbers."""
        self._people.append(use)

    def award(self, award: Award) -> None:
        """Points to be booked. What `points.award` raises comes with `write_effects`."""
        self._awards.append(award)

    def room(self, award: Award) -> int | None:
        """How many points of such an award its person may still be given; None: no cap."""
        return caps.room(self._connection, self._authority.programme, award, self._awards)

    def serve(self, served: Served) -> None:
        """Minutes for a person's passbook."""
        self._served.append(served)

    def write_effects(self) -> None:
        """Write down what handlers have left. Raises as `points.award`."""
        self.stays.flush()
        for (day, station, service, found), uses in self._uses.items():
            _add_uses(self._connection, {"day": day, "station": station, "service": service, "found": found}, uses)
        points.award_all(self._connection, self._authority.programme, self._awards)
        hours.book_all(self._connection, self._served)
        kpi.note_uses(self._connection, self._authority, self._people)
        self._write_books()
        self._uses.clear()
        self._people.clear()
        self._awards.clear()
        self._served.clear()


def _add_uses(connection: sa.Connection, key: dict[str, str | bool], uses: int) -> None:
    more = {"uses": service_use.c.uses + uses}
    first = insert(connection, service_use).values(**key, uses=uses)
    connection.execute(first.on_conflict_do_update(index_elements=list(key), set_=more))


def _named(event: Event) -> UUID | None:
    return event.payload.holder if isinstance(event.payload, SignedIn | SignedOut) else None


def _activity(event: Event) -> str:
    return event.payload.activity if isinstance(event.payload, SignedIn | SignedOut) else ""
