"""The platform as one object: what the HTTP API, the command line and the demo talk to."""

from pathlib import Path
from uuid import uuid4

import msgspec
import sqlalchemy as sa
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central import VERSION, card_calls, cards, feed, keys, life, loads, locks, people, points, stations, wrong_codes
from central.access import service_keys, staff_sessions
from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.authority import Authority
from central.clock import SystemClock
from central.fleet import door_keeping, uploads
from central.handlers.loads import RESTORED
from central.handlers.spending import notices_for
from central.intake import Intake
from central.operations.metrics import Metrics
from central.schema import meta, programmes
from central.stations import Station
from central.store import Store
from central.store_postgres import CONNECTIONS
from central.vault import Vault
from domain import programme_file
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ports import Clock
from domain.wire import (
    MAX_BATCH,
    MAX_PAGE,
    BalanceRequest,
    BalanceResponse,
    CardKeysRequest,
    CardKeysResponse,
    ChangesResponse,
    EnrolRequest,
    EnrolResponse,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
    ProgrammeResponse,
    StatusResponse,
    UploadRequest,
    UploadResponse,
)

_FOUNDING = locks.named("founding")
_log = structlog.get_logger()


class Platform:
    """An opened platform. Every method may be called from any thread."""

    def __init__(self, store: Store, authority: Authority, programme_text: str, clock: Clock) -> None:
        """Use `Platform.open`."""
        self.store = store
        self.authority = authority
        self.clock = clock
        self.programme_text = programme_text
        self.programme_version = life.version_of(programme_text)
        self.generation = _meta(store, "generation")
        self._intake = Intake(store, authority, clock)
        self._looked_at_s = clock.monotonic_s()
        self.directory = Path()
        """Where the key file is."""
        self.metrics = Metrics()

    @classmethod
    def open(
        cls,
        directory: Path,
        programme_file_text: str | None = None,
        demo: bool | None = None,
        clock: Clock | None = None,
        database: str | None = None,
        *,
        connections: int = CONNECTIONS,
    ) -> "Platform":
        """Open the platform in `directory`, or found one there; a programme given here replaces the one in force.

        With a `database` (the URL of a PostgreSQL one, to which at most so many `connections` are made) `directory` has the key
        file alone. Whether a platform is a demo is fixed when it is founded (default: it is not). Raises `EnvironmentProblem`
        with PROGRAMME_INVALID (or none given to a new platform), MODE_MISMATCH (it is the other kind), STORE_WRONG_KEY (its key
        file is missing or another's), and what `Store` raises.
        """
        clock = clock or SystemClock()
        store = Store(directory, database, connections=connections)
        try:
            text = _programme_text(store, programme_file_text)
            programme = programme_file.parse(text, "programme.toml")
            own_keys = _own_keys(store, directory)
            real_or_demo = _found(store, own_keys, demo)
            if programme_file_text is not None:
                _remember_programme(store, text)
            authority = Authority(programme=programme, keys=own_keys, vault=Vault(own_keys.vault), demo=real_or_demo)
            platform = cls(store, authority, text, clock)
            platform.directory = directory
            platform._intake.decide_overdue()
            return platform
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def now_ms(self) -> int:
        """The platform's wall clock."""
        return self.clock.now_ms()

    def start_new_generation(self) -> str:
        """After the database was restored from a backup: every station downloads anew and offers its events again."""
        with self.store.write() as connection:
            self.generation = uuid4().hex
            locks.hold(connection, _FOUNDING)
            connection.execute(meta.update().where(meta.c.key == "generation").values(value=self.generation))
            connection.execute(meta.delete().where(meta.c.key == RESTORED))
            connection.execute(meta.insert().values(key=RESTORED, value=str(self.now_ms())))
            feed.start_anew(connection)
        return self.generation

    def keep_up(self) -> None:
        """Notice, within a second, that the generation or the programme was changed elsewhere: by an operator, another process.

        Calls under way end by what they began with. A programme that this version cannot read is left alone, and logged.
        """
        now_s = self.clock.monotonic_s()
        if now_s - self._looked_at_s < life.LOOKED_AT_EVERY_S:
            return
        self._looked_at_s = now_s
        with self.store.read() as connection:
            present = life.of_now(connection)
            self.generation = present.generation
            if present.programme in ("", self.programme_version):
                return
            text = life.text_of(connection, present.programme)
        try:
            programme = programme_file.parse(text, "programme.toml")
        except EnvironmentProblem as problem:
            _log.error("programme_left", code=problem.code)
            return
        self.authority = msgspec.structs.replace(self.authority, programme=programme)
        self._intake = Intake(self.store, self.authority, self.clock)
        self.programme_text, self.programme_version = text, present.programme

    # --- the API's calls ---

    def status(self) -> StatusResponse:
        """`GET /v1/status`."""
        return StatusResponse(server_ms=self.now_ms(), generation=self.generation, demo=self.authority.demo, version=VERSION)

    def enrol(self, request: EnrolRequest, client: str) -> EnrolResponse:
        """`POST /v1/enrol`; `client` is the caller's address, for slowing down guesses.

        Raises `EnvironmentProblem` with PLATFORM_BUSY, MODE_MISMATCH or ENROLMENT_CODE_INVALID, `Refused(REQUEST_INVALID)`.
        """
        wrong_codes.count(self.store, client, self.now_ms())
        try:
            Ed25519PublicKey.from_public_bytes(request.signing_key)
        except ValueError as problem:
            raise Refused(Code.REQUEST_INVALID, part="signing_key") from problem
        try:
            with self.store.write() as connection:
                identity, token = stations.enrol(connection, request, demo=self.authority.demo, now_ms=self.now_ms())
                succeeds = stations.former_of(connection, identity.station)
                wrong_codes.was_none(connection, client)
        except EnvironmentProblem as problem:
            if problem.code is not Code.ENROLMENT_CODE_INVALID:
                with self.store.write() as connection:
                    wrong_codes.was_none(connection, client)
            raise
        own = self.authority.keys
        return EnrolResponse(
            server_ms=self.now_ms(),
            generation=self.generation,
            identity=identity,
            token=token,
            sealing_key=own.sealing_public,
            digest_key_id=own.digest_key_id,
            digest_key=own.digest,
            programme=self.programme_text,
            succeeds=succeeds,
        )

    def authenticate(self, token: str, instance: str = "") -> Station:
        """Whose token this is; `instance` names the machine that asks.

        Raises `EnvironmentProblem` with STATION_UNKNOWN, STATION_REVOKED or STATION_CLONED.
        """
        return door_keeping.admit(self.store, token, instance, self.now_ms())

    def whose(self, token: str) -> Station:
        """Whose token this is, also when they were revoked. Raises `EnvironmentProblem(STATION_UNKNOWN)`."""
        with self.store.read() as connection:
            return stations.whose(connection, token)

    def authenticate_service(self, secret: str) -> Service:
        """Whose service key this is. Raises `EnvironmentProblem(SERVICE_KEY_UNKNOWN)`."""
        now_ms = self.now_ms()
        with self.store.read() as connection:
            service, due = service_keys.authenticate(connection, secret, now_ms)
        if due:
            self.store.note(lambda connection: service_keys.used(connection, service.service_key, now_ms))
        return service

    def authenticate_staff(self, station: Station, token: str) -> StaffCaller:
        """Who is signed in at this station. Raises `EnvironmentProblem(STAFF_SESSION_ENDED)`."""
        now_ms = self.now_ms()
        with self.store.read() as connection:
            caller, due = staff_sessions.authenticate(connection, token, station, now_ms)
        if due:
            self.store.note(lambda connection: staff_sessions.used(connection, token, now_ms))
        return caller

    def upload(self, station: Station, request: UploadRequest, *, carried: bool = False) -> UploadResponse:
        """`POST /v1/events`. `carried`: an operator brought them. Raises `Refused(REQUEST_TOO_LARGE)` for over `MAX_BATCH`."""
        if len(request.events) > MAX_BATCH:
            raise Refused(Code.REQUEST_TOO_LARGE, most=MAX_BATCH)
        outcomes = uploads.take_in(self.store, station, request.events, self._intake.upload, self.now_ms(), carried=carried)
        self.metrics.judged(outcomes)
        return UploadResponse(server_ms=self.now_ms(), generation=self.generation, outcomes=outcomes)

    def changes(self, station: Station, *, generation: str, cursor: str, limit: int, kinds: str = "") -> ChangesResponse:
        """`GET /v1/changes`; `kinds` are later kinds of rows that the station knows, with commas between.

        Raises `Refused(REQUEST_INVALID)` for a bad cursor or limit.
        """
        if not 1 <= limit <= MAX_PAGE:
            raise Refused(Code.REQUEST_INVALID, part="limit")
        with self.store.read() as connection:
            return feed.page(
                connection,
                roles=station.roles,
                generation=self.generation,
                claimed=generation,
                cursor=cursor,
                limit=limit,
                now_ms=self.now_ms(),
                also=frozenset(kinds.split(",")),
            )

    def programme(self, version: str) -> ProgrammeResponse:
        """`GET /v1/programme`: the text only when it is another than `version`."""
        return ProgrammeResponse(
            server_ms=self.now_ms(),
            generation=self.generation,
            version=self.programme_version,
            programme=None if version == self.programme_version else self.programme_text,
        )

    def balance(self, request: BalanceRequest) -> BalanceResponse:
        """`POST /v1/balance`.

        Raises `Refused` with REQUEST_INVALID (another digest key), CARD_UNKNOWN, STAFF_CARD_NOT_FOR_CITIZENS, CARD_BLOCKED or
        CARD_NO_HOLDER: whoever finds a lost card learns nothing from it.
        """
        if request.digest_key != self.authority.keys.digest_key_id:
            raise Refused(Code.REQUEST_INVALID, part="digest_key")
        now_ms = self.now_ms()
        with self.store.read() as connection:
            card = cards.find(connection, request.medium)
            if card is None:
                staff = cards.is_staff(connection, request.medium)
                raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
            if not card.state.usable:
                raise Refused(Code.CARD_BLOCKED, state=card.state.value)
            if card.holder is None:
                raise Refused(Code.CARD_NO_HOLDER)
            return BalanceResponse(
                server_ms=now_ms,
                generation=self.generation,
                masked_name=people.masked_name(connection, self.authority, card.holder),
                card_kind=card.card_kind,
                card_state=card.state.value,
                balances=points.balances(connection, self.authority, card.holder, now_ms),
                waiting_ntd=points.waiting_ntd(connection, card.medium),
                notices=notices_for(connection, card.holder, now_ms),
                carrier=card.carrier,
                open_load=loads.shown_of(connection, card.medium),
            )

    def load_grant(self, station: Station, request: LoadGrantRequest) -> LoadGrantResponse:
        """`POST /v1/loads/grant`; what is granted was written down before. Raises as `card_calls.load_grant`."""
        with self.store.write() as connection:
            state, grant = card_calls.load_grant(connection, self.authority, station, request, self.now_ms())
        return LoadGrantResponse(server_ms=self.now_ms(), generation=self.generation, state=state, grant=grant)

    def open_loads(self, station: Station, request: OpenLoadsRequest) -> OpenLoadsResponse:
        """`POST /v1/loads/open`. Raises as `card_calls.open_loads`."""
        with self.store.write() as connection:
            found, more = card_calls.open_loads(connection, self.authority, station, request, self.now_ms())
        return OpenLoadsResponse(server_ms=self.now_ms(), generation=self.generation, loads=found, more=more)

    def card_keys(self, station: Station, request: CardKeysRequest) -> CardKeysResponse:
        """`POST /v1/cards/keys`; what is answered was written down before. Raises as `card_calls.card_keys_of`."""
        with self.store.write() as connection:
            grant = card_calls.card_keys_of(connection, self.authority, station, request, self.now_ms())
        return CardKeysResponse(server_ms=self.now_ms(), generation=self.generation, grant=grant)


# --- founding --------------------------------------------------------------------------------------------------------


def _own_keys(store: Store, directory: Path) -> keys.Keys:
    """The key file of this database; a founded platform is never given fresh keys, nor its cards fresh masters.

    One process at a time, so that two cannot make different ones.
    """
    wanted = ("sealing_public", "card_masters")
    with store.write() as connection:
        locks.hold(connection, _FOUNDING)
        rows = connection.execute(sa.select(meta.c.key, meta.c.value).where(meta.c.key.in_(wanted)))
        known: dict[str, str] = {row.key: row.value for row in rows}
        if "sealing_public" in known and not (directory / keys.FILE).is_file():
            raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=keys.FILE)
        own = keys.load_or_make(directory, may_add="card_masters" not in known)
        found = {"sealing_public": own.sealing_public.hex(), "card_masters": own.card_masters_mark}
        if any(known[key] != found[key] for key in known):
            raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=keys.FILE)
        if "card_masters" not in known:
            connection.execute(meta.insert().values(key="card_masters", value=own.card_masters_mark))
    return own


def _found(store: Store, own: keys.Keys, demo: bool | None) -> bool:
    """Write what a new platform is, once; whether this one is a demo."""
    with store.write() as connection:
        locks.hold(connection, _FOUNDING)
        mode = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "mode"))
        if mode is None:
            mode = "demo" if demo else "real"
            values = {"mode": mode, "generation": uuid4().hex, "sealing_public": own.sealing_public.hex()}
            connection.execute(meta.insert(), [{"key": key, "value": value} for key, value in values.items()])
    if demo is not None and demo != (mode == "demo"):
        raise EnvironmentProblem(Code.MODE_MISMATCH)
    return mode == "demo"


def _programme_text(store: Store, given: str | None) -> str:
    if given is not None:
        return given
    with store.read() as connection:
        text = connection.scalar(
            sa.select(programmes.c.text).join(meta, sa.and_(meta.c.key == "programme", meta.c.value == programmes.c.version))
        )
    if text is None:
        raise EnvironmentProblem(Code.PROGRAMME_INVALID, file="--programme", where="$", expected="a file, at the first start")
    return str(text)


def _remember_programme(store: Store, text: str) -> None:
    version = life.version_of(text)
    with store.write() as connection:
        locks.hold(connection, _FOUNDING)
        if connection.scalar(sa.select(programmes.c.version).where(programmes.c.version == version)) is None:
            connection.execute(programmes.insert().values(version=version, text=text))
        connection.execute(meta.delete().where(meta.c.key == "programme"))
        connection.execute(meta.insert().values(key="programme", value=version))


def _meta(store: Store, key: str) -> str:
    with store.read() as connection:
        return str(connection.execute(sa.select(meta.c.value).where(meta.c.key == key)).scalar_one())
