"""A small city for the proof: one platform, two stations A and B with their encrypted stores, one card after another.

Everything that decides is the real thing: the platform's intake and ledger, SQLCipher journals, desks, card worker, purse
driver, and a virtual card with a cryptography of its own. Left out are sockets, windows and waiting.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from benchmarks._tearing_faults import FaultyCard, FaultyConnection, Killed, Line, Script
from central import admin
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain import purse_layout
from domain.events import Particulars
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.ports import CardChannel, CardPresented, Clock, PurseDriver, ReaderEvent
from domain.programme import Purse
from domain.programme_file import parse
from domain.sealing import GRANT, seal, unseal
from domain.wire import CardKeys, CardKeysRequest, EnrolRequest, EnrolResponse, Outcome
from offline_store.journal import Journal
from offline_store.projections import Projections
from offline_store.registry import Registry
from reader_drivers.card_application import CardApplication
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.personalise import personalise
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.virtual import VirtualReader, field
from reader_drivers.virtual_desfire import VirtualDesfire
from station.card_worker import CardWorkers
from station.context import Context
from station.load_desk import LoadDesk
from station.purse_drivers import PurseDrivers
from station.redeem_desk import RedeemDesk
from station.settings import PurseSettings, StationSettings
from sync.engine import SyncEngine

BIRTHDAY = "0105"
POINTS = 5_000
FIRST_NTD = 500
_PATIENCE_S = 10.0
_STORE_KEY = bytes(range(32))


class BenchClock(Clock):
    """Stands still until told otherwise. Any thread."""

    def __init__(self) -> None:
        self._ms = 1_795_000_000_000

    def now_ms(self) -> int:
        """See `Clock`."""
        return self._ms

    def monotonic_s(self) -> float:
        """See `Clock`."""
        return self._ms / 1000

    def advance(self, seconds: float) -> None:
        """Both clocks go forward."""
        self._ms += round(seconds * 1000)


class InlineSync(SyncEngine):
    """The engine's upload in the caller's own thread, so that every run passes the same points in the same order."""

    def begin(self) -> None:
        """As if an exchange had gone well."""
        self._report()

    def submit_now(self, op_id: UUID, timeout_s: float) -> Outcome | None:  # noqa: ARG002
        """See `SyncEngine.submit_now`."""
        if self._outbox.outcome_of(op_id) is None:
            self.upload()
        return self._outbox.outcome_of(op_id)

    def upload(self) -> None:
        """One round of the upload thread."""
        self._report(upload_problem=self._guarded(self._drain), ended=True)


class Card(Protocol):
    """A card, its holder and their points, as a case looks at them."""

    purse: str
    medium: Medium
    faulty: FaultyCard
    holder: UUID
    spent: int
    """Whole NT$ that shops have taken off it."""
    total: int
    """What value, points, and what was spent sum to, for ever."""

    @property
    def value(self) -> int:
        """Whole NT$ that the card holds."""
        ...

    def last_load(self) -> UUID | None:
        """The id of the last load that the card committed."""
        ...

    def loads(self) -> list[UUID]:
        """The newest loads that the card knows."""
        ...

    def shop(self, amount: int) -> None:
        """A shop takes so much off the card, in a transaction of its own."""
        ...


class Surroundings(Protocol):
    """What a station has around it."""

    directory: Path
    clock: BenchClock
    script: Script
    programme: str

    def purses(self, *misbehaving: str) -> PurseSettings:
        """Settings of purses on the card; a carrier's program may misbehave."""
        ...

    def line(self) -> Line:
        """To the platform."""
        ...

    def die(self) -> None:
        """End the station's process."""
        ...


class BenchStation:
    """One station: its folder for ever, its process until it is killed."""

    def __init__(self, world: Surroundings, name: str, enrolled: EnrolResponse | None = None) -> None:
        """Enrolled anew unless it was before."""
        self.name = name
        self.world = world
        self.line = world.line()
        self.field = field(f"{name} {world.directory}")
        self._directory = world.directory / name
        self._seed = bytes([ord(name)]) * 32
        self._presented = threading.Event()
        self._drivers = PurseDrivers(world.purses())
        self.enrolled = enrolled or self._enrol()
        self.line.token = self.enrolled.token
        self.open()

    def _enrol(self) -> EnrolResponse:
        key = Ed25519PrivateKey.from_private_bytes(self._seed).public_key().public_bytes_raw()
        code = self.line.new_code(f"示範站 {self.name}", ["counter", "kiosk"])
        answer = self.line.enrol(EnrolRequest(code=code, signing_key=key, machine=self.name, version="0", demo=True))
        journal = self._journal()
        journal.put_meta(
            identity=msgspec.json.encode(answer.identity).decode(),
            sealing_key=answer.sealing_key.hex(),
            digest_key_id=answer.digest_key_id,
        )
        journal.record_offset(0)
        journal.close()
        return answer

    def _journal(self) -> Journal:
        return Journal(self._directory, _STORE_KEY, signing_seed=self._seed, clock=self.world.clock, most_queued=10_000)

    def open(self) -> None:
        """The process starts: store opened, loads that it was killed in recovered, cards read. Raises `Killed`."""
        world = self.world
        self.journal = self._journal()
        full = lambda: dbapi2.OperationalError("database or disk is full")  # noqa: E731
        self._connection = FaultyConnection(self.journal._db, world.script, full=full, die=world.die)
        self.journal._db = self._connection
        self.journal._projections = Projections(self._connection)
        self.registry = Registry(self._directory, _STORE_KEY, fresh_key=lambda: _STORE_KEY)
        self.sync = InlineSync(
            self.line,
            self.journal,
            self.registry,
            world.clock,
            poll_s=3600.0,
            on_change=lambda: None,
            programme_version=lambda: "",
            on_programme=lambda _version, _text: None,
        )
        self.sync.begin()
        self.cards = CardWorkers([VirtualReader(self.field.name, world.clock)], world.clock)
        programme = parse(world.programme, "programme.toml")
        self.context = Context(
            settings=StationSettings(state=str(self._directory)),
            clock=world.clock,
            journal=self.journal,
            registry=self.registry,
            platform=self.line,
            sync=self.sync,
            cards=self.cards,
            purse_driver=self._purse_driver,
            digest_key=self.enrolled.digest_key,
            programme=lambda: programme,
            session=lambda: None,
        )
        self.loads = LoadDesk(self.context)
        self.redeeming = RedeemDesk(self.context, self.loads)
        self.cards.subscribe(self._on_reader)
        self.loads.recover()
        self.cards.start()

    def _purse_driver(self, purse: Purse) -> PurseDriver:
        return self._drivers.of(purse)

    def use(self, settings: PurseSettings) -> None:
        """Other settings of purses on the card."""
        self._drivers.close()
        self._drivers = PurseDrivers(settings)

    def close(self) -> None:
        """The process ends, killed or not."""
        self.cards.stop()
        self.registry.close()
        self._connection.close()

    def restart(self) -> None:
        """Begin anew until it runs, as a supervisor of processes does."""
        while True:
            self.close()
            with suppress(Killed):
                self.open()
                return

    def alive(self, act: Callable[[], None]) -> bool:
        """Do something; False when the station was killed in it and has been started anew."""
        try:
            act()
        except Killed:
            self.restart()
            return False
        return True

    def _on_reader(self, event: ReaderEvent) -> None:
        if isinstance(event, CardPresented):
            self._presented.set()

    def lay(self, medium: Medium, application: CardApplication) -> None:
        """Lay the card on this station's reader and wait until it is known there."""
        self._presented.clear()
        self.field.place(medium, application)
        if not self._presented.wait(_PATIENCE_S):
            raise AssertionError("the card was not seen")

    def drain(self) -> None:
        """Send everything that is left."""
        self.line.cut = False
        self.sync.upload()


class BenchCard:
    """A personalised DESFire card; see `Card`."""

    purse = "demo_desfire"

    def __init__(self, world: "World", number: int, limit_ntd: int | None = None) -> None:
        """`limit_ntd`: another limit on the card than the programme's."""
        uid = b"\x04" + number.to_bytes(6, "big")
        self.medium = Medium(MediumType.UID, uid)
        self.desfire = VirtualDesfire(uid)
        self.faulty = FaultyCard(self.desfire, world.script)
        self.holder = new_holder(world.platform, self.medium, number, self.purse)
        self.keys = _keys(world, uid)
        if limit_ntd is not None:
            self.keys = msgspec.structs.replace(self.keys, limit_ntd=limit_ntd)
        personalise(_Direct(self.desfire), uid=uid, keys=self.keys)
        self.spent = 0
        self.total = POINTS

    @property
    def value(self) -> int:
        """Whole NT$ that the card holds."""
        return self.desfire.committed_value(purse_layout.AID, purse_layout.VALUE_FILE)

    def last_load(self) -> UUID | None:
        """The id of the last load that the card committed."""
        backup = self.desfire.committed_data(purse_layout.AID, purse_layout.BACKUP_FILE)
        return purse_layout.decode_backup(backup).load

    def loads(self) -> list[UUID]:
        """The loads in the card's log, the newest 16 at most."""
        log = self.desfire.committed_data(purse_layout.AID, purse_layout.LOG_FILE)
        size = purse_layout.RECORD_BYTES
        records = [purse_layout.decode_log(log[start : start + size]) for start in range(0, len(log), size)]
        return [record.load for record in records if record is not None]

    def shop(self, amount: int) -> None:
        """A shop takes so much off the card, in a transaction of its own."""
        card = DesfireCard(SmartCard(_Direct(self.desfire)))
        card.select(purse_layout.AID)
        card.authenticate_first(purse_layout.PAYMENT_KEY, self.keys.keys[purse_layout.PAYMENT_KEY])
        card.debit(purse_layout.VALUE_FILE, CommMode.MAC, amount)
        card.commit()
        self.desfire.reset()
        self.spent += amount


class _Direct(CardChannel):
    def __init__(self, application: CardApplication) -> None:
        self._application = application
        application.reset()

    def transmit(self, command: bytes) -> bytes:
        return self._application.apdu(command)


class World:
    """Platform and stations in a folder of their own. One thread uses it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = BenchClock()
        self.script = Script()
        self.programme = demo_programme()
        self.platform = Platform.open(directory / "platform", self.programme, True, self.clock)
        self.stations = {name: BenchStation(self, name) for name in "AB"}
        self._cards = 0

    def purses(self, *misbehaving: str) -> PurseSettings:
        """See `Surroundings`."""
        if misbehaving:
            raise ValueError("there is no carrier's program here")
        return PurseSettings()

    def make_card(self, number: int) -> Card:
        """A card as it is handed out."""
        return BenchCard(self, number)

    def new_card(self) -> Card:
        """Another card with another holder, and some value on it."""
        self._cards += 1
        card, station = self.make_card(self._cards), self.stations["A"]
        self.script.begin([])
        station.lay(card.medium, card.faulty)
        first = station.context.new_op_id()
        wish = {"purse": card.purse, "point_kind": "health", "birthday": BIRTHDAY}
        done = station.redeeming.redeem(first, card.medium, amount_ntd=FIRST_NTD, **wish)
        station.field.take_away()
        if done.state != "done" or card.value != FIRST_NTD:
            raise AssertionError(f"an untroubled load ends {done.state}: {done.code}")
        return card

    def line(self) -> Line:
        """See `Surroundings`."""
        return Line(lambda: self.platform, self.script)

    def die(self) -> None:
        """See `Surroundings`: what is dead here does nothing any more."""
        raise Killed

    def restart_platform(self) -> None:
        """The platform's process ends and begins."""
        self.platform.close()
        self.platform = Platform.open(self.directory / "platform", clock=self.clock)

    def close(self) -> None:
        """Let go of everything."""
        for station in self.stations.values():
            station.close()
            station.use(PurseSettings())
        self.platform.close()


def new_holder(platform: Platform, medium: Medium, number: int, carrier: str) -> UUID:
    """A person with `POINTS` points of two agencies and a card of that carrier."""
    first_nine = f"H2{number:07d}"
    person = Particulars(
        name="示範持卡人",
        national_id=first_nine + check_digit(first_nine),
        birthday="1950-01-05",
        district="桃園區",
        facts=["lives_here", "resident"],
        uid=medium.value,
    )
    holder = admin.import_holder(platform, person, medium, "demo_purse", carrier)
    for agency, points in (("衛生局", POINTS // 2), ("體育局", POINTS - POINTS // 2)):
        admin.award(
            platform,
            holder,
            point_kind="health",
            points=points,
            agency=agency,
            activity="示範活動",
            op_id=new_op_id(platform.now_ms()),
        )
    return holder


def _keys(world: World, uid: bytes) -> CardKeys:
    """A card's keys as a personalising station gets them."""
    seed = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    line = Line(lambda: world.platform, Script())
    code = line.new_code("示範發卡站", ["personalise"])
    answer = line.enrol(EnrolRequest(code=code, signing_key=seed, machine="p", version="0", demo=True))
    line.token = answer.token
    key = X25519PrivateKey.generate()
    sealed = seal(answer.sealing_key, uid)
    request = CardKeysRequest(purse="demo_desfire", uid=sealed, grant_key=key.public_key().public_bytes_raw())
    return msgspec.json.decode(unseal(key, line.card_keys(request, 5.0).grant, GRANT), type=CardKeys)
