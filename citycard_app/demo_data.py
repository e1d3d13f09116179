"""The demo's people and cards: visibly fictional, with valid numbers, in a platform that knows it is a demo."""

from datetime import date
from uuid import UUID

import msgspec

from central import admin
from central.platform import Platform
from citycard_app import demo_city
from domain import taipei
from domain.cards import CardState
from domain.events import Particulars
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.programme import CardKind, PointKind, Programme
from domain.wire import ActivityRow
from station.issue_papers import Papers

DEMO_PIN = "246810"
SIGNED = Papers(
    documents_seen=["national_id", "residence_permit", "spouse_papers", "student_card", "disability_certificate"],
    signed="paper",
)
"""The papers of every grown-up of the demo who comes themselves: seen, and the consent signed on paper."""
_HOUR_MS = 3_600_000
TALK = "demo-talk"
"""The activity of the tour; the senior is registered for it."""
PURSE_KIND = "demo_purse"
"""The kind of the purse card, which `citycard_app.demo_programme` adds to the city's."""


class DemoCard(msgspec.Struct, frozen=True, kw_only=True):
    """One card of the tray. `title` and `note` are Traditional Chinese, `title_en` and `note_en` English."""

    key: str
    title: str
    note: str
    title_en: str
    note_en: str
    uid: bytes

    @property
    def medium(self) -> Medium:
        """As a reader reports it."""
        return Medium(type=MediumType.UID, value=self.uid)


CARDS = {
    card.key: card
    for card in (
        DemoCard(
            key="clerk",
            uid=bytes.fromhex("04D3C1A2E06780"),
            title="示範承辦的人員證",
            note=f"PIN {DEMO_PIN}",
            title_en="Clerk's staff card",
            note_en=f"PIN {DEMO_PIN}",
        ),
        DemoCard(
            key="supervisor",
            uid=bytes.fromhex("04D3C1A2E06781"),
            title="示範主管的人員證",
            note=f"PIN {DEMO_PIN}",
            title_en="Supervisor's staff card",
            note_en=f"PIN {DEMO_PIN}",
        ),
        DemoCard(
            key="organiser",
            uid=bytes.fromhex("04D3C1A2E06782"),
            title="示範活動主辦的人員證",
            note=f"衛生局，PIN {DEMO_PIN}",
            title_en="Organiser's staff card",
            note_en=f"Health agency, PIN {DEMO_PIN}",
        ),
        DemoCard(
            key="reviewer",
            uid=bytes.fromhex("04D3C1A2E06783"),
            title="示範審查人員的人員證",
            note=f"示範社會局，PIN {DEMO_PIN}",
            title_en="Reviewer's staff card",
            note_en=f"Demo Social Welfare, PIN {DEMO_PIN}",
        ),
        DemoCard(
            key="senior",
            uid=bytes.fromhex("04A1B2C3D4E580"),
            title="示範長者的敬老卡",
            note="健康點數 260 點，生日 0105",
            title_en="Senior card",
            note_en="260 health points, birthday 0105",
        ),
        DemoCard(
            key="reader",
            uid=bytes.fromhex("04A1B2C3D4E581"),
            title="示範讀者的一般卡",
            note="圖書館讀者，健康點數 120 點，生日 0820",
            title_en="General card",
            note_en="library patron, 120 health points, birthday 0820",
        ),
        DemoCard(
            key="purse",
            uid=bytes.fromhex("04A1B2C3D4E584"),
            title="示範電子錢包卡",
            note="金額存在卡片裡，健康點數 300 點，生日 0412",
            title_en="Purse card",
            note_en="value on the card itself, 300 health points, birthday 0412",
        ),
        DemoCard(
            key="suspended",
            uid=bytes.fromhex("04A1B2C3D4E582"),
            title="示範停權的一般卡",
            note="圖書館已停權",
            title_en="Suspended patron's card",
            note_en="suspended at the library",
        ),
        DemoCard(
            key="lost",
            uid=bytes.fromhex("04A1B2C3D4E583"),
            title="已掛失的卡",
            note="每個櫃檯都會拒絕",
            title_en="A card reported lost",
            note_en="refused everywhere",
        ),
        DemoCard(
            key="blank1",
            uid=bytes.fromhex("26DEFAE7"),
            title="空白卡 1",
            note="卡號 4 位元組",
            title_en="Blank card 1",
            note_en="4-byte UID",
        ),
        DemoCard(
            key="blank2",
            uid=bytes.fromhex("04F0E1D2C3B480"),
            title="空白卡 2",
            note="卡號 7 位元組",
            title_en="Blank card 2",
            note_en="7-byte UID",
        ),
        DemoCard(
            key="blank3",
            uid=bytes.fromhex("04F0E1D2C3B481"),
            title="空白卡 3",
            note="卡號 7 位元組",
            title_en="Blank card 3",
            note_en="7-byte UID",
        ),
        DemoCard(
            key="visitor",
            uid=bytes.fromhex("0477665544AA80"),
            title="外縣市的卡",
            note="本系統不認識",
            title_en="A card from elsewhere",
            note_en="unknown here",
        ),
        DemoCard(
            key="random",
            uid=bytes.fromhex("08A1B2C3"),
            title="手機（隨機卡號）",
            note="不能綁定",
            title_en="A phone (random UID)",
            note_en="cannot be bound",
        ),
    )
}


class DemoPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A fictional person, as a clerk would take them down."""

    name: str
    national_id: str
    birthday: date
    district: str
    facts: tuple[str, ...]


def _national_id(first_nine: str) -> str:
    return first_nine + check_digit(first_nine)


RESIDENT = ("resident", "lives_here")
SENIOR = DemoPerson(
    name="示範長者", national_id=_national_id("H20000000"), birthday=date(1948, 1, 5), district="復興區", facts=RESIDENT
)
READER = DemoPerson(
    name="示範讀者", national_id=_national_id("H10000001"), birthday=date(1990, 8, 20), district="桃園區", facts=RESIDENT
)
PURSE = DemoPerson(
    name="示範錢包", national_id=_national_id("H10000036"), birthday=date(1988, 4, 12), district="中壢區", facts=RESIDENT
)
"""Whose card holds its value itself."""
SUSPENDED = DemoPerson(
    name="示範停權", national_id=_national_id("H10000002"), birthday=date(1985, 3, 3), district="中壢區", facts=RESIDENT
)
LOST = DemoPerson(
    name="示範遺失", national_id=_national_id("H20000003"), birthday=date(1979, 7, 7), district="平鎮區", facts=RESIDENT
)
NEWCOMER = DemoPerson(
    name="示範新民", national_id=_national_id("H20000014"), birthday=date(1958, 11, 2), district="大溪區", facts=RESIDENT
)
OFFLINE_NEWCOMER = DemoPerson(
    name="示範山城", national_id=_national_id("H10000025"), birthday=date(1995, 5, 5), district="復興區", facts=RESIDENT
)
"""Issued while the network is away."""


_HOLDERS = {"senior": SENIOR, "reader": READER, "suspended": SUSPENDED, "lost": LOST}
"""Who has which card of the tray, besides the purse card."""


def cards_of(programme: Programme, today: date) -> list[DemoCard]:
    """The tray's cards, told in the words of the city whose programme it is."""
    return [_with_points(_named(card, programme, today), programme) for card in CARDS.values()]


def _named(card: DemoCard, programme: Programme, today: date) -> DemoCard:
    person = _HOLDERS.get(card.key)
    if person is None or card.key == "lost":
        return card
    owner, of, _ = card.title.partition("的")
    name = _kind(programme, person, today).name
    title_en = card.title_en if card.key == "suspended" else name.en
    return msgspec.structs.replace(card, title=owner + of + name.zh_TW, title_en=title_en)


def _with_points(card: DemoCard, programme: Programme) -> DemoCard:
    """Its note with the city's points instead of health points, or without any."""
    earned = demo_city.points(programme).earned
    note, note_en = card.note.split("，"), card.note_en.split(", ")
    if earned is None:
        note, note_en = [each for each in note if "點數" not in each], [each for each in note_en if "points" not in each]
    else:
        note = [each.replace("健康點數", earned.name.zh_TW) for each in note]
        note_en = [each.replace("health points", earned.name.en.lower()) for each in note_en]
    return msgspec.structs.replace(card, note="，".join(note), note_en=", ".join(note_en))


class Seeded(msgspec.Struct, frozen=True, kw_only=True):
    """What the demo's stations need to begin: one-time codes, and the holders' ids."""

    counter_code: str
    kiosk_code: str
    personalise_code: str
    """For the place where the purse card is made."""
    senior: UUID
    reader: UUID


def seed(platform: Platform, now_ms: int) -> Seeded:
    """Fill an empty demo platform of `citycard_app.demo_programme`.

    Staff, activities, people with cards and points, patrons, three enrolment codes. Whoever has the purse card comes with it
    (`hand_out_purse`).
    """
    for key, staff, name, roles, agency in (
        ("clerk", "D001", "示範承辦", ["clerk", "event", "librarian"], ""),
        ("supervisor", "D002", "示範主管", ["supervisor"], ""),
        ("organiser", "D003", "示範主辦", ["organiser"], "衛生局"),
        ("reviewer", "D004", "示範審查", ["reviewer"], "demo_social"),
    ):
        admin.add_staff(platform, staff, name=name, roles=roles, medium=CARDS[key].medium, pin=DEMO_PIN, agency=agency)
    senior, reader, suspended, _ = (_with_card(platform, person, card) for card, person in _HOLDERS.items())
    admin.block_card(platform, CARDS["lost"].medium, CardState.LOST)
    _activities(platform, now_ms, senior)
    for library in platform.authority.programme.libraries[:1]:
        admin.add_patron(platform, library.id, reader, "L-2026-000817")
        admin.add_patron(platform, library.id, suspended, "L-2026-000818", good_standing=False)
    kinds = demo_city.points(platform.authority.programme)
    for holder, kind, points, agency, activity in (
        (senior, kinds.earned, 200, "衛生局", "示範健走活動"),
        (senior, kinds.earned, 60, "體育局", "示範運動會"),
        (senior, kinds.collected, 20, "文化局", "示範集點"),
        (reader, kinds.earned, 120, "衛生局", "示範健走活動"),
    ):
        _give(platform, holder, kind, points, agency=agency, activity=activity)
    admin.grant_month(platform, taipei.day(now_ms))
    desks = ["counter", "event", "library", "office"]
    return Seeded(
        counter_code=admin.create_enrolment_code(platform, "示範櫃檯 1", "示範區公所", desks),
        kiosk_code=admin.create_enrolment_code(platform, "示範自助機 1", "示範區公所", ["kiosk"]),
        personalise_code=admin.create_enrolment_code(platform, "示範製卡站", "示範區公所", ["personalise"]),
        senior=senior,
        reader=reader,
    )


def hand_out_purse(platform: Platform) -> None:
    """The purse card is personalised and its holder has it; its keys are not given to anybody any more."""
    holder = _with_card(platform, PURSE, "purse", PURSE_KIND)
    earned = demo_city.points(platform.authority.programme).earned
    _give(platform, holder, earned, 300, agency="衛生局", activity="示範健走活動")


def _give(platform: Platform, holder: UUID, kind: PointKind | None, points: int, *, agency: str, activity: str) -> None:
    if kind is not None:
        op_id = new_op_id(platform.now_ms())
        admin.award(platform, holder, point_kind=kind.id, points=points, agency=agency, activity=activity, op_id=op_id)


def _kind(programme: Programme, person: DemoPerson, today: date) -> CardKind:
    return demo_city.card_kind(programme, person.birthday, frozenset(person.facts), today)


def _with_card(platform: Platform, person: DemoPerson, card: str, kind_id: str | None = None) -> UUID:
    """`kind_id` None: the kind that this person has in this city."""
    programme = platform.authority.programme
    kind = (programme.kind(kind_id) if kind_id else None) or _kind(programme, person, taipei.day(platform.now_ms()))
    particulars = Particulars(
        name=person.name,
        national_id=person.national_id,
        birthday=person.birthday.isoformat(),
        district=demo_city.district(programme, person.district),
        facts=sorted(person.facts),
        uid=CARDS[card].uid,
    )
    return admin.import_holder(platform, particulars, CARDS[card].medium, kind.id, kind.carriers[0])


def _activities(platform: Platform, now_ms: int, registered: UUID) -> None:
    start_ms = now_ms - now_ms % _HOUR_MS
    types = demo_city.activities(platform.authority.programme)
    for activity, title, agency, kind, begins_ms, hours in (
        (TALK, "示範健康講座：腳步輕盈", "衛生局", types.talk.id, start_ms, 3),
        ("demo-volunteer", "示範志工服務：閱讀陪伴", "社會局", types.service.id, start_ms, 8),
        ("demo-meeting", "示範里民會議", "民政局", types.meeting.id, start_ms + 24 * _HOUR_MS, 2),
    ):
        row = ActivityRow(
            activity=activity,
            title=title,
            agency=agency,
            type=kind,
            starts_ms=begins_ms,
            ends_ms=begins_ms + hours * _HOUR_MS,
            open=True,
        )
        admin.add_activity(platform, row)
    admin.register_for_activity(platform, TALK, registered)
