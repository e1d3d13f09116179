"""What goes wrong in a simulated city beside its network: machines, disks, clocks, and what people do with them."""

from collections.abc import Callable

from benchmarks._faults_lives import Lives
from benchmarks._faults_station import SimStation
from benchmarks._faults_time import DAY_S, HOUR_S, MINUTE_S
from benchmarks._faults_world import World

_YEAR_MS = 365 * 86_400_000
_HOUR_MS = 3_600_000
_CLOCKS = (_YEAR_MS, -_HOUR_MS, -26 * _HOUR_MS, 90_000, -90_000, 10 * 60_000, 0, 0, 0)
_HOSTILITIES = (0.0, 0.1, 0.3, 0.7, 1.0)


class Mishaps:
    """Whatever can happen to a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self.lives = lives = Lives(world)
        self._all: dict[Callable[[], str], int] = {
            self.killed_at_a_write: 14,
            self.killed_asking: 4,
            self.killed_hearing: 5,
            self.restarted: 5,
            self.disk_full: 4,
            self.disk_has_room: 5,
            self.clock_set: 5,
            self.network_away: 6,
            self.network_hostile: 10,
            self.all_away: 1,
            self.all_back: 4,
            self.time_passes: 8,
            self.platform_restarted: 1,
            self.platform_killed: 3,
            self.platform_disk_full: 2,
            self.platform_backed_up: 3,
            self.platform_restored: 2,
            lives.folder_copied: 3,
            lives.folder_put_back: 2,
            lives.machine_copied: 1,
            lives.registry_damaged: 2,
            lives.revoked: 1,
            lives.wipe_ordered: 1,
            lives.other_roles: 2,
            lives.token_renewed: 3,
            lives.enrolled_again: 3,
        }

    def one(self) -> None:
        """Something happens."""
        mishap = self._chance.choices(list(self._all), list(self._all.values()))[0]
        self._world.mishaps[mishap.__name__] += 1
        self._world.note(f"! {mishap.__name__} {mishap()}")

    def over(self) -> None:
        """Whatever is wrong is put right, but for clocks, of which nobody takes notice."""
        for station in self._world.stations.values():
            station.disk.full = False
            station.disk.spare()
        self._world.platform_dies_in, self._world.platform_full_for = None, 0
        self._world.network.clear()

    def _station(self) -> SimStation:
        return self._world.any_station()

    # --- machines ---

    def killed_at_a_write(self) -> str:
        """A machine dies at one of its next writes."""
        station, points = self._station(), self._chance.randrange(6)
        station.disk.threaten(points)
        return f"{station.name} after {points}"

    def killed_asking(self) -> str:
        """A machine dies before it asks the platform."""
        station = self._station()
        station.line.dies_at = "asking"
        return station.name

    def killed_hearing(self) -> str:
        """A machine dies when the platform has answered, before it has noted that."""
        station = self._station()
        station.line.dies_at = "hearing"
        return station.name

    def restarted(self) -> str:
        """A program is ended and begun."""
        station = self._station()
        station.stop()
        station.start()
        return station.name

    def disk_full(self) -> str:
        """Something else has filled the disk."""
        station = self._station()
        station.disk.full = True
        return station.name

    def disk_has_room(self) -> str:
        """It has been cleared out, everywhere."""
        for station in self._world.stations.values():
            station.disk.full = False
        return ""

    def clock_set(self) -> str:
        """Somebody sets a clock, rightly or wrongly."""
        station = self._station()
        station.clock.ahead_ms = self._chance.choice(_CLOCKS)
        return f"{station.name} {station.clock.ahead_ms // 1000} s"

    # --- network and time ---

    def network_away(self) -> str:
        """One station hears nothing more."""
        station = self._station()
        station.line.away = True
        return station.name

    def network_hostile(self) -> str:
        """One station's requests meet with things."""
        station = self._station()
        station.line.away = False
        station.line.hostility = self._chance.choice(_HOSTILITIES)
        return f"{station.name} {station.line.hostility}"

    def all_away(self) -> str:
        """The city has no network."""
        for line in self._world.network.lines.values():
            line.away = True
        return ""

    def all_back(self) -> str:
        """It has one again."""
        for line in self._world.network.lines.values():
            line.away = False
        return ""

    def time_passes(self) -> str:
        """Minutes, hours, or days."""
        seconds = self._chance.choice((MINUTE_S, 20 * MINUTE_S, HOUR_S, 3 * HOUR_S, 13 * HOUR_S, 2 * DAY_S))
        self._world.truth.goes_on(seconds)
        return f"{seconds:.0f} s"

    # --- the platform ---

    def platform_restarted(self) -> str:
        """Its process ends and begins."""
        self._world.restart_platform()
        return ""

    def platform_killed(self) -> str:
        """It is killed at one of its next commits: in the midst of an upload, between two others."""
        self._world.platform_dies_in = self._chance.randrange(6)
        return f"after {self._world.platform_dies_in}"

    def platform_disk_full(self) -> str:
        """Its disk has no room for a while."""
        self._world.platform_full_for = self._chance.randrange(1, 5)
        return f"for {self._world.platform_full_for}"

    def platform_backed_up(self) -> str:
        """A backup is made."""
        self._world.back_up_platform()
        return ""

    def platform_restored(self) -> str:
        """The last backup takes the place of what there is."""
        return "" if self._world.restore_platform() else "not: no backup"
