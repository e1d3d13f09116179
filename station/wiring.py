"""Joining a station's parts: the only place of a station that knows all of them."""

import secrets
from collections.abc import Callable
from contextlib import ExitStack

import msgspec
import structlog

from domain import decoding
from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.ports import Clock, RegistryNeeds
from domain.programme import Programme
from domain.programme_file import parse
from offline_store.disk_watch import DiskWatch
from offline_store.journal import Journal
from offline_store.journal_file import require_there
from offline_store.registry import Registry
from offline_store.vault import Secrets, Vault, open_vault
from reader_drivers import catalogue
from station.backups import Backups, Upkeep
from station.card_worker import CardWorkers
from station.clock import SystemClock
from station.context import Context
from station.enrolment import require_no_journal
from station.purse_drivers import PurseDrivers
from station.reader_choice import wanted_readers
from station.settings import StationSettings
from station.staff_desk import StaffDesk
from station.station import Station
from sync.engine import SyncEngine
from sync.http_platform import HttpPlatform

log = structlog.get_logger()

_KEY_BYTES = 32


def open_station(settings: StationSettings, clock: Clock | None = None) -> Station:
    """The station whose state folder `settings` name; `start()` brings it to life.

    Raises `EnvironmentProblem` with NOT_ENROLLED, or why store, programme or settings cannot be used.
    """
    decoding.make_ready()
    clock = clock or SystemClock()
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    if kept is None:
        require_no_journal(settings)
    if kept is None or not kept.token:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    if not settings.platform.url:
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where="$.platform.url", expected="URL")
    journal = open_journal(settings, kept, clock)
    try:
        return _join(settings, clock, vault, kept, journal)
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


def disk_watch(settings: StationSettings) -> DiskWatch:
    """The disk of a state folder."""
    return DiskWatch(settings.directory, least_mb=settings.store.least_free_mb, low_mb=settings.store.low_free_mb)


def _join(settings: StationSettings, clock: Clock, vault: Vault, kept: Secrets, journal: Journal) -> Station:
    identity = journal.identity()
    if identity is None:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    programme = ProgrammeInForce(journal)
    disk = disk_watch(settings)
    registry = _registry(settings, clock, vault, kept, journal)
    platform = _platform(settings, clock, kept, journal)
    listeners: list[Callable[[], None]] = []

    def on_change() -> None:
        for listener in listeners:
            listener()

    sync = SyncEngine(
        platform,
        journal,
        registry,
        clock,
        poll_s=settings.platform.poll_s,
        on_change=on_change,
        programme_version=programme.version,
        on_programme=programme.replace,
        stopped=_stopped(journal),
        on_stopped=lambda code: journal.put_meta(stopped=code.value),
    )
    if sync.state().stopped is not None:
        registry.wipe()
    backups = Backups(settings.backup, journal, kept.journal_key, on_change=on_change)
    staff = StaffDesk(lambda: context, on_change)
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

    def close() -> None:
        # The last one first; one that fails keeps none of the others open.
        with ExitStack() as ending:
            ending.callback(journal.close)
            ending.callback(registry.close)
            ending.callback(platform.close)
            ending.callback(purses.close)

    station = Station(context, staff, identity=identity, opened=opened, upkeep=Upkeep(disk, backups), close=close)
    listeners.append(station.look_around)
    return station


def _registry(settings: StationSettings, clock: Clock, vault: Vault, kept: Secrets, journal: Journal) -> Registry:
    return Registry(
        settings.directory,
        kept.registry_key,
        fresh_key=lambda: _fresh_registry_key(vault),
        needs=lambda: _needs(journal),
        now_ms=lambda: clock.now_ms() + journal.offset_ms(),
        believed_days=settings.store.believed_days,
        require_room=disk_watch(settings).require_for_download,
    )


def _platform(settings: StationSettings, clock: Clock, kept: Secrets, journal: Journal) -> HttpPlatform:
    return HttpPlatform(
        settings.platform.url,
        token=lambda: kept.token,
        clock=clock,
        on_offset=journal.record_offset,
        ca_file=settings.platform.ca_file or None,
        allow_plain_http=settings.platform.allow_plain_http,
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


def _stopped(journal: Journal) -> Code | None:
    code = journal.meta("stopped")
    return None if code is None else Code(code)


def _needs(journal: Journal) -> RegistryNeeds:
    identity = journal.identity()
    roles = frozenset(identity.roles if identity else [])
    return RegistryNeeds(roles=roles, digest_key=journal.meta("digest_key_id") or "")


def _fresh_registry_key(vault: Vault) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    kept = vault.load()
    if kept is not None:
        vault.save(msgspec.structs.replace(kept, registry_key=key))
    return key
