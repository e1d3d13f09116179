"""What the city's office does meanwhile, at the platform: the rows that stations have to hear of."""

from collections.abc import Callable
from uuid import UUID

from benchmarks._faults_cast import ACTIVITIES, MEDIA, PIN, SERVICE, STAFF, activity_row
from benchmarks._faults_world import World
from central import admin
from central.registry import snapshots
from domain.cards import CardState
from domain.errors import CityCardError
from domain.ids import new_op_id
from domain.media import Medium

_STATES = (CardState.LOST, CardState.SUSPENDED, CardState.ACTIVE, CardState.RETURNED)


class Office:
    """Operators at the platform. What is refused them, or fails, they leave."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._awards: list[UUID] = []
        self._acts: tuple[Callable[[], str], ...] = (
            self.card,
            self.card,
            self.patron,
            self.roster,
            self.staff,
            self.activity,
            self.award,
            self.award,
            self.award_cancelled,
            self.upkeep,
            self.snapshot,
        )

    def one_act(self) -> None:
        """The office does something."""
        act = self._chance.choice(self._acts)
        self._world.books_changed = True
        self._world.acts[f"office_{act.__name__}"] += 1
        try:
            self._world.note(f"office: {self._world.at_the_platform(act)}")
        except CityCardError as problem:
            self._world.note(f"office: {act.__name__} not done, {problem.code}")

    def _card(self) -> Medium:
        return self._chance.choice(MEDIA[:20])

    def _holder(self) -> UUID | None:
        digest = self._card().digest(self._world.platform.authority.keys.digest)
        return self._world.holder_of(digest)

    def card(self) -> str:
        """A card is reported lost, or found again."""
        medium, state = self._card(), self._chance.choice(_STATES)
        admin.block_card(self._world.platform, medium, state, "示範")
        return f"{medium.value.hex()} is {state}"

    def patron(self) -> str:
        """A library has another patron, or one less."""
        holder = self._holder()
        if holder is not None:
            good = self._chance.random() < 0.7
            admin.add_patron(self._world.platform, SERVICE, holder, f"L-{holder.int % 10_000:04d}", good_standing=good)
        return "patron"

    def roster(self) -> str:
        """Somebody registers for an activity, or does not come."""
        holder = self._holder()
        if holder is not None:
            active = self._chance.random() < 0.7
            admin.register_for_activity(self._world.platform, self._chance.choice(list(ACTIVITIES)), holder, active=active)
        return "roster"

    def staff(self) -> str:
        """Somebody joins, leaves, or may do other things."""
        who = self._chance.choice(list(STAFF))
        medium, roles = STAFF[who]
        active = self._chance.random() < 0.85
        admin.add_staff(self._world.platform, who, name=f"示範{who}", roles=roles, medium=medium, pin=PIN, active=active)
        return f"{who} {'stays' if active else 'leaves'}"

    def activity(self) -> str:
        """Another activity is announced, or one is closed."""
        activity, kind = self._chance.choice(list(ACTIVITIES.items()))
        admin.add_activity(self._world.platform, activity_row(activity, kind, self._world.platform.now_ms()))
        return f"activity {activity}"

    def award(self) -> str:
        """Points from somewhere else."""
        holder = self._holder()
        op_id = new_op_id(self._world.platform.now_ms())
        if holder is not None:
            points = self._chance.randrange(1, 120)
            admin.award(
                self._world.platform, holder, point_kind="health", points=points, agency="體育局", activity="示範", op_id=op_id
            )
            self._awards.append(op_id)
        return "award"

    def award_cancelled(self) -> str:
        """It was a mistake, spent or not."""
        if not self._awards:
            return "no award"
        award = self._chance.choice(self._awards)
        admin.cancel_award(self._world.platform, award, new_op_id(self._world.platform.now_ms()))
        return "award cancelled"

    def snapshot(self) -> str:
        """New stations, and those that have to begin anew, begin with this one."""
        snapshots.build(self._world.platform)
        return "snapshot"

    def upkeep(self) -> str:
        """What runs by itself at night."""
        self._world.platform._intake.decide_overdue()
        return "upkeep"
