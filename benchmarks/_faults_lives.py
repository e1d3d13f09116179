"""What happens to whole stations: put back from a copy, copied, revoked, wiped, given other roles or another token, damaged."""

from benchmarks._faults_station import SimStation
from benchmarks._faults_world import World
from central import admin
from domain.errors import Code

_ROLES = (["counter", "event"], ["event"], ["counter", "event", "library"], ["counter"])
_PAGE = 4096
_GARBAGE = b"\xde\xad" * 512
SHUT_OUT = (Code.STATION_REVOKED, Code.STATION_CLONED, Code.STATION_UNKNOWN)


class Lives:
    """Mishaps and orders that concern a whole station."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance

    def _station(self) -> SimStation:
        return self._chance.choice([each for each in self._world.stations.values() if not each.is_copy])

    # --- copies of folders ---

    def folder_copied(self) -> str:
        """Somebody makes an image of a station's folder."""
        station = self._station()
        station.make_image()
        return station.name

    def folder_put_back(self) -> str:
        """A disk is broken, and the last image takes its place."""
        station = self._station()
        return f"{station.name} {'done' if station.put_image_back() else 'not: no image'}"

    def machine_copied(self) -> str:
        """A second machine goes on with a copy of a station's folder."""
        station = self._station()
        name = f"{station.name}copy"
        if name in self._world.stations:
            return "not again"
        copy = SimStation(self._world, name, station.roles)
        copy.is_copy = True
        copy.clock.ahead_ms = station.clock.ahead_ms
        station.disk.copy_to(copy.folder)
        self._world.stations[name] = copy
        copy.said = None
        if copy.start():
            copy.begun_with = set(copy.said or [])
        return name

    def registry_damaged(self) -> str:
        """Pages of the downloaded registry are not what they were, or the file is gone."""
        station = self._station()
        station.stop()
        station.disk.revive()
        file = station.folder / "registry.sqlite"
        if file.exists() and self._chance.random() < 0.5:
            file.unlink()
        elif file.exists():
            with file.open("r+b") as damaged:
                damaged.seek(_PAGE * self._chance.randrange(max(1, file.stat().st_size // _PAGE)))
                damaged.write(_GARBAGE)
        station.start()
        return station.name

    # --- orders ---

    def revoked(self) -> str:
        """A station is reported lost."""
        station, wipe = self._station(), self._chance.random() < 0.6
        if not station.start():
            return "not running"
        admin.revoke_station(self._world.platform, station.id, wipe=wipe)
        return f"{station.name}{' and wiped' if wipe else ''}"

    def wipe_ordered(self) -> str:
        """A station is to delete what it has downloaded, and begins anew."""
        station = self._station()
        if not station.start():
            return "not running"
        admin.order_wipe(self._world.platform, station.id)
        return station.name

    def other_roles(self) -> str:
        """A counter becomes a gate, or gets a library's shelf."""
        station = self._world.stations["B"]
        if not station.start():
            return "not running"
        station.roles = self._chance.choice(_ROLES)
        admin.change_station(self._world.platform, station.id, roles=station.roles)
        return f"{station.name} {station.roles}"

    def token_renewed(self) -> str:
        """A station asks for another token, of which the first answer may be lost."""
        station = self._station()
        station.line.next_fault = self._chance.choice((None, "answer lost", "request lost", "request twice, once late"))
        end = station.do("renews its token", lambda _: station.platform.renew_token())
        station.line.next_fault = None
        return f"{station.name} {end}"

    def enrolled_again(self) -> str:
        """Whoever is shut out is enrolled again by an operator, and brings what it could not send."""
        for station in self._world.stations.values():
            if not station.is_copy and station.start() and station.shut_out() in SHUT_OUT:
                return f"{station.name} {station.enrol_again()}"
        return "nobody"

    def everybody_enrolled_again(self) -> None:
        """As an operator does who looks after everything."""
        for station in self._world.stations.values():
            if not station.is_copy and station.start() and station.shut_out() in SHUT_OUT:
                self._world.note(f"{station.name} is enrolled again: {station.enrol_again()}")
