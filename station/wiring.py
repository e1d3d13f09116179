"""Joining a station's parts: the only place of a station that knows all of them."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Protocol

import structlog

from domain import decoding
from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.ports import Clock, RegistryNeeds
from domain.programme import Programme
from domain.programme_file import parse
from domain.wire_fleet import Part
from offline_store.adopting import Adopted, adopt_all
from offline_store.disk_watch import DiskWatch
from offline_store.journal import Journal
from offline_store.journal_file import require_there
from offline_store.registry import Registry
from offline_store.vault import Secrets, Vault, open_vault
from reader_drivers import catalogue
from station import machine, standing, succession
from station.backups import Backups, StoreCare
from station.card_worker import CardWorkers
from station.clock import SystemClock
from station.condition import beat
from station.context import Context
from station.credentials import Credentials
from station.enrolment import require_no_journal
from station.office import Office
from station.purse_drivers import PurseDrivers
from station.reaching import platform_at
from station.reader_choice import wanted_readers
from station.settings import StationSettings
from station.shut_out import ShutOut
from station.staff_desk import StaffDesk
from station.station import Station
from sync.engine import SyncEngine
from sync.http_platform import HttpPlatform
from sync.upkeep import Upkeep

log = structlog.get_logger()

_KEY_BYTES = 32


class Closing(Protocol):
    """Something that is let go of at the end."""

    def close(self) -> None:
        """Let go of it."""
        ...


def open_station(settings: StationSettings, clock: Clock | None = None, *, instance: str | None = None) -> Station:
    """The station whose state folder `settings` name; `start()` brings it to life. `instance`: as if on that machine.

    Raises `EnvironmentProblem` with NOT_ENROLLED, or why store, programme or settings cannot be used.
    """
    decoding.make_ready()
    clock = clock or SystemClock()
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    if kept is None:
        require_no_journal(settings)
    else:
        kept = succession.carry_out(settings, vault, kept, clock)
    if kept is None or not kept.token:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    if not settings.platform.url:
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where="$.platform.url", expected="URL")
    journal = open_journal(settings, kept, clock)
    try:
        take_up(settings, journal, kept)
        return _join(settings, clock, vault, journal, machine.instance() if instance is None else instance)
    except BaseException:
        journal.close()
        raise


def open_journal(settings: StationSettings, kept: Secrets, clock: Clock) -> Journal:
    """The journal of a state folder. Raises as `Journal` does."""
    if kept.token:
        require_there(settings.directory)
    journal = Journal(
        settings.directory,
        kept.journal_key,
        signing_seed=kept.signing_seed,
        clock=clock,
        most_queued=settings.store.most_queued,
    )
    journal.require_room = disk_watch(settings).require_for_act
    return journal


def take_up(settings: StationSettings, journal: Journal, kept: Secrets) -> Adopted:
    """Go on with a journal that may have been put back from a backup: as what this machine is now, and with what that lacks.

    Raises `EnvironmentProblem` when it cannot be written; safe to repeat.
    """
    succession.take_up(journal, kept)
    adopted = adopt_all(journal, kept.journal_key, settings.directory)
    if adopted.acts:
        log.warning("acts came over from a journal that was set aside", acts=adopted.acts, whole=adopted.whole)
    return adopted


@contextmanager
def open_store(settings: StationSettings, clock: Clock) -> Iterator[tuple[Journal, Registry, Secrets]]:
    """The store of a station that is not running, for the command line. Raises as `open_station`, but for the settings."""
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    if kept is None:
        require_no_journal(settings)
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    with closing(open_journal(settings, kept, clock)) as journal:
        if journal.identity() is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        take_up(settings, journal, kept)
        with closing(_registry(settings, clock, vault, kept, journal)) as registry:
            yield journal, registry, kept


def disk_watch(settings: StationSettings) -> DiskWatch:
    """The disk of a state folder."""
    return DiskWatch(settings.directory, least_mb=settings.store.least_free_mb, low_mb=settings.store.low_free_mb)


def _join(settings: StationSettings, clock: Clock, vault: Vault, journal: Journal, instance: str) -> Station:
    identity, kept = journal.identity(), vault.load()
    if identity is None or kept is None:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    programme, disk = ProgrammeInForce(journal), disk_watch(settings)
    registry = _registry(settings, clock, vault, kept, journal)
    credentials = Credentials(vault, journal, kept.token)
    platform = _platform(settings, clock, journal, credentials, instance)
    listeners: list[Callable[[], None]] = []

    def on_change() -> None:
        for listener in listeners:
            listener()

    def parts() -> list[Part]:
        return station.parts()

    upkeep = _upkeep(
        *(platform, journal, registry, settings, clock),
        context=lambda: context,
        parts=parts,
        disk=disk,
        instance=instance,
    )
    sync = _engine(platform, journal, registry, upkeep, settings, programme=programme, clock=clock, on_change=on_change)
    if sync.state().stopped is not None:
        # What could not be wiped in an earlier run; sync goes on trying.
        with suppress(EnvironmentProblem):
            registry.wipe(for_good=True)
    backups = Backups(settings.backup, journal, kept.journal_key, on_change=on_change)
    office = Office(lambda: context, platform)
    staff = StaffDesk(lambda: context, office, on_change)
    opened = catalogue.open_all(wanted_readers(settings), clock)
    cards = CardWorkers(opened.readers, clock)
    purses = PurseDrivers(settings.purse)
    context = Context(
        settings=settings,
        clock=clock,
        journal=journal,
        registry=registry,
        platform=platform,
        sync=sync,
        cards=cards,
        purse_driver=purses.of,
        digest_key=kept.digest_keys[journal.meta("digest_key_id") or ""],
        programme=programme.current,
        session=lambda: staff.session,
    )
    station = Station(
        context,
        staff,
        office,
        identity=identity,
        opened=opened,
        store_care=StoreCare(disk, backups),
        close=lambda: _close(journal, registry, platform, purses),
    )
    listeners.append(station.look_around)
    station.on_status(standing.keeper(settings.directory))
    return station


def _upkeep(
    platform: HttpPlatform,
    journal: Journal,
    registry: Registry,
    settings: StationSettings,
    clock: Clock,
    *,
    context: Callable[[], Context],
    parts: Callable[[], list[Part]],
    disk: DiskWatch,
    instance: str,
) -> Upkeep:
    def follow() -> None:
        context().codes.follow()

    return Upkeep(
        platform,
        journal.record,
        journal,
        registry,
        clock,
        beat=lambda: beat(context(), disk, *parts()),
        beat_s=settings.platform.heartbeat_s,
        instance=instance,
        follow=follow,
    )


def _registry(settings: StationSettings, clock: Clock, vault: Vault, kept: Secrets, journal: Journal) -> Registry:
    return Registry(
        settings.directory,
        kept.registry_key,
        fresh_key=lambda: _fresh_registry_key(vault),
        needs=lambda: _needs(journal),
        now_ms=lambda: clock.now_ms() + journal.offset_ms(),
        believed_days=settings.store.believed_days,
        sure_of_time=lambda: journal.offset.is_fresh,
        require_room=disk_watch(settings).require_for_download,
    )


def _engine(
    platform: HttpPlatform,
    journal: Journal,
    registry: Registry,
    upkeep: Upkeep,
    settings: StationSettings,
    *,
    programme: "ProgrammeInForce",
    clock: Clock,
    on_change: Callable[[], None],
) -> SyncEngine:
    return SyncEngine(
        platform,
        journal,
        registry,
        clock,
        upkeep=upkeep,
        shut_out=ShutOut(journal),
        poll_s=settings.platform.poll_s,
        on_change=on_change,
        programme_version=programme.version,
        on_programme=programme.replace,
    )


def _close(*parts: Closing) -> None:
    """The last one first; one that fails keeps none of the others open."""
    with ExitStack() as ending:
        for part in parts:
            ending.callback(part.close)


def _platform(
    settings: StationSettings, clock: Clock, journal: Journal, credentials: Credentials, instance: str
) -> HttpPlatform:
    return platform_at(
        settings.platform,
        clock,
        token=credentials.token,
        on_offset=journal.record_offset,
        instance=instance,
        renewal=credentials.renewal(),
    )


class ProgrammeInForce:
    """The programme as the platform last sent it, kept in the journal's file. Any thread."""

    def __init__(self, journal: Journal) -> None:
        """Raises `EnvironmentProblem(PROGRAMME_INVALID)` when the kept one cannot be read."""
        self._journal = journal
        self._current = parse(journal.meta("programme") or "", "programme")

    def current(self) -> Programme:
        """The programme in force."""
        return self._current

    def version(self) -> str:
        """What the platform calls it."""
        return self._journal.meta("programme_version") or ""

    def replace(self, version: str, text: str) -> None:
        """Take another one into force; one that cannot be read is refused and the present one stays."""
        try:
            fresh = parse(text, "programme")
        except CityCardError as problem:
            log.error("programme refused", code=problem.code.value, where=str(problem.details.get("where")))
            return
        self._journal.put_meta(programme=text, programme_version=version)
        self._current = fresh


def _needs(journal: Journal) -> RegistryNeeds:
    identity = journal.identity()
    roles = frozenset(identity.roles if identity else [])
    return RegistryNeeds(roles=roles, digest_key=journal.meta("digest_key_id") or "")


def _fresh_registry_key(vault: Vault) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    vault.change(registry_key=key)
    return key
