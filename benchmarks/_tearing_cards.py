"""Cards of the proof: personalised DESFire cards, and the holders with points that they belong to."""

from typing import Protocol
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from benchmarks._tearing_faults import FaultyCard, Line, Script
from central import admin
from central.platform import Platform
from domain import purse_layout
from domain.events import Particulars
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.ports import CardChannel
from domain.sealing import GRANT, seal, unseal
from domain.wire import CardKeys, CardKeysRequest, EnrolRequest
from reader_drivers.card_application import CardApplication
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.personalise import personalise
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.virtual_desfire import VirtualDesfire

POINTS = 5_000


class City(Protocol):
    """What a card is made in."""

    platform: Platform
    script: Script


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


class BenchCard:
    """A personalised DESFire card; see `Card`."""

    purse = "demo_desfire"

    def __init__(self, world: City, number: int, limit_ntd: int | None = None) -> None:
        """`limit_ntd`: another limit on the card than the programme's."""
        uid = b"\x04" + number.to_bytes(6, "big")
        self.medium = Medium(MediumType.UID, uid)
        self.desfire = VirtualDesfire(uid)
        self.faulty = FaultyCard(self.desfire, world.script)
        self.keys = _keys(world, uid)
        self.holder = new_holder(world.platform, self.medium, number, self.purse)
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


def _keys(world: City, uid: bytes) -> CardKeys:
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
