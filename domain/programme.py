"""A city-card programme as data: one TOML file a city, never code.

These structs are the file's layout, `assets/programmes/taoyuan.toml` is the example, and `domain/programme_file.py` reads
and checks it.
"""

from datetime import date
from typing import Literal

from domain.programme_agencies import Agency
from domain.programme_money import PointCap, Volunteering
from domain.programme_parts import Amount, AtLeastOne, Count, Part, Percent, Text

SCHEMA_VERSION = 1


class Condition(Part, frozen=True, kw_only=True):
    """One thing that must be so.

    Exactly one of `fact`, `age_from`/`age_under`, `entitled_to`, `district_in` and `from_day`/`to_day` is used.
    """

    fact: str | None = None
    holds: bool = True
    """False turns `fact`, `entitled_to` or `district_in` around."""
    age_from: Count | None = None
    """Completed years on the Taipei day of the application."""
    age_under: AtLeastOne | None = None
    age_counts: Literal["day", "month"] = "day"
    """`month`: a year is complete on the first day of the month of the birthday already (屆齡當月)."""
    entitled_to: str | None = None
    """Id of another kind whose requirements the person meets."""
    district_in: list[str] | None = None
    from_day: date | None = None
    """First Taipei day on which this is so: phases of a programme."""
    to_day: date | None = None
    """Last Taipei day on which this is so."""


class Requirement(Part, frozen=True, kw_only=True):
    """A rule of a kind: met when every condition of at least one alternative is so."""

    id: str
    any_of: list[list[Condition]] = []
    """Empty only where the rule is not published."""
    reason: Text
    """Told to a person who does not meet it."""
    source: str
    """Where the rule is published; `unknown` makes the kind refused at the counter, with that reason."""


class Document(Part, frozen=True, kw_only=True):
    """A document that the clerk must have seen. `when` limits it to people of whom all these conditions hold."""

    id: str
    name: Text
    when: list[Condition] = []
    source: str | None = None
    """Where it is published, when that is not with the kind's rules; `unknown` refuses the kind to whom it applies."""


class Fee(Part, frozen=True, kw_only=True):
    """What a card costs, whole NT$; `unknown` is an amount that is not published, and the card it is for is not issued."""

    first_ntd: Amount
    replacement_ntd: Amount
    first_free_for: list[str] = []
    """Facts whose holders pay nothing for their first card (社福 首次免費)."""
    source: str


class Bonus(Part, frozen=True, kw_only=True):
    """Points given once, when a person's first medium of a kind is issued or bound (歸戶贈點)."""

    point_kind: str
    points: Count
    source: str


class CardKind(Part, frozen=True, kw_only=True):
    """A card kind (卡別) of the programme."""

    id: str
    name: Text
    carriers: list[str]
    requirements: list[Requirement]
    documents: list[Document]
    fee: Fee
    sources: list[str] = []
    """Where the rest is published: that one chooses, that a lost one is not replaced."""
    one_per_person: bool = True
    exclusive_group: str | None = None
    """A person holds at most one kind of a group (someone entitled to 敬老 and 愛心 chooses)."""
    companion_of: str | None = None
    """Id of the kind right after whose card this one is used."""
    bearer: bool = False
    """The claim is recorded against the person, the card's UID is not (不記名)."""
    replaceable: bool = True
    name_on_face: bool = True
    photo: bool = False
    """Whether the holder's photo is on the face."""
    transit_chip: bool = True
    issued_by: Literal["counter", "batch", "binding"] = "counter"
    """`batch`: comes through the school or agency, not over the counter. `binding`: tied to a medium the person owns."""
    valid_years: AtLeastOne | None = None
    bonus: Bonus | None = None


class Carrier(Part, frozen=True, kw_only=True):
    """The stored-value company whose chip the card carries."""

    id: str
    name: Text


class Fare(Part, frozen=True, kw_only=True):
    """What points of a grant pay for: `points` for one use that costs from `from_ntd` to `to_ntd` (None: no end)."""

    service: str
    points: Count
    from_ntd: Count = 0
    to_ntd: Count | None = None


class PointKind(Part, frozen=True, kw_only=True):
    """A kind of points; kinds never mix. `redeemable` alone decides whether points may become stored value."""

    id: str
    name: Text
    payer: Literal["agency", "programme"]
    redeemable: bool
    ntd_per_point: AtLeastOne = 1
    spend_at: list[str] = []
    fares: list[Fare] = []
    expires: Literal["never", "month_end", "year_end", "months"] = "never"
    expires_after_months: AtLeastOne | None = None
    sensitive: bool = False
    """The names of awarding activities reveal something (health): never shown where others see."""
    needs_budget: bool = False
    """Nobody gives such points beyond what was granted to their agency; otherwise only an agency that has a budget is bound."""
    source: str


class OtherPoints(Part, frozen=True, kw_only=True):
    """Another amount for people of some districts, or of whom one of these facts is confirmed."""

    districts: list[str] = []
    facts: list[str] = []
    points: Count


class Grant(Part, frozen=True, kw_only=True):
    """Points given each month to every holder of a kind."""

    point_kind: str
    card_kinds: list[str]
    points_per_month: Count
    elsewhere: list[OtherPoints] = []
    """The first that applies to a person counts."""
    from_day: date
    """Of several grants of one point kind to one card kind, the latest that has begun is given."""
    source: str


class Purse(Part, frozen=True, kw_only=True):
    """Where stored value is kept."""

    id: str
    driver: Literal["account", "vendor", "desfire"]
    carriers: list[str]
    limit_ntd: int
    smallest_ntd: int
    largest_ntd: int
    offered_ntd: list[int]
    """The amounts that a counter offers, at most four; a kiosk has large buttons for three of them."""
    source: str


class ActivityType(Part, frozen=True, kw_only=True):
    """How taps at an activity count."""

    id: str
    name: Text
    counts: Literal["in_out", "once"]
    debounce_s: Count
    """A second tap within so many seconds is the same tap."""
    point_kind: str | None = None
    points_flat: Count = 0
    points_per_hour: Count = 0
    """For each completed hour."""
    points_at_most: Count | None = None
    least_minutes: Count = 0
    """Shorter stays earn no points; their minutes count all the same."""
    close_after_h: AtLeastOne = 12
    """A sign-in still open after so many hours is a forgotten sign-out."""
    takes: Literal["anyone", "holders", "registered"] = "anyone"
    """Who may come: also cards that nobody knows; whoever has one of `card_kinds`; of those, who is on the activity's list."""
    card_kinds: list[str] = []
    """Kinds whose holders may come, unless anyone may; empty: all kinds."""
    hours: bool = False
    """Its minutes are voluntary service (志願服務時數) and stand in the person's passbook."""


class Admission(Part, frozen=True, kw_only=True):
    """Who is let in where, shared by all gates of `places`."""

    id: str
    name: Text
    card_kinds: list[str]
    places: list[str]
    free_days: Count
    """Days of the visitor's choice on which entry, and every re-entry, is free."""
    later_percent: Percent
    """Of the full price, on later days."""
    source: str


class Benefit(Part, frozen=True, kw_only=True):
    """What a card gives where this system does not reckon: merchants, buses, partner cities. Told to the holder."""

    id: str
    name: Text
    card_kinds: list[str]
    places: list[str]
    percent: Percent = 100
    """Of the full price (學生 85 折: 85)."""
    free_km: Count = 0
    """Kilometres of each bus ride that cost nothing."""
    source: str


class LibraryService(Part, frozen=True, kw_only=True):
    """A library whose own patron number stands behind the card."""

    id: str
    name: Text


Factor = Literal["none", "birthday", "pin", "virtual_card"]
"""What a person shows beside the card to prove that it is theirs."""


class SecondFactor(Part, frozen=True, kw_only=True):
    """What is asked beside the card, per act."""

    redeem: Factor
    history: Factor
    attempts: AtLeastOne
    """Wrong answers before the card is locked for `lock_minutes`."""
    lock_minutes: AtLeastOne


class Consent(Part, frozen=True, kw_only=True):
    """A text the person agrees to before the first use of their data for a purpose."""

    purpose: str
    version: str
    text: Text
    required: bool = True


class Retention(Part, frozen=True, kw_only=True):
    """How long data of a purpose are kept after the last use."""

    purpose: str
    months: AtLeastOne


class Programme(Part, frozen=True, kw_only=True):
    """One city's card."""

    schema: int
    id: str
    name: Text
    city: Text
    brand_colour: str
    service_phone: str
    districts: list[str]
    carriers: list[Carrier]
    kinds: list[CardKind]
    point_kinds: list[PointKind]
    grants: list[Grant] = []
    purses: list[Purse]
    activity_types: list[ActivityType]
    admissions: list[Admission] = []
    benefits: list[Benefit] = []
    libraries: list[LibraryService] = []
    second_factor: SecondFactor
    consents: list[Consent]
    retention: list[Retention]
    agencies: list[Agency] = []
    caps: list[PointCap] = []
    volunteering: Volunteering | None = None

    def kind(self, kind_id: str) -> CardKind | None:
        """The card kind of that id."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)

    def point_kind(self, kind_id: str) -> PointKind | None:
        """The point kind of that id."""
        return next((kind for kind in self.point_kinds if kind.id == kind_id), None)

    def activity_type(self, type_id: str) -> ActivityType | None:
        """The activity type of that id."""
        return next((kind for kind in self.activity_types if kind.id == type_id), None)

    def agency(self, agency_id: str) -> Agency | None:
        """The agency of that id."""
        return next((agency for agency in self.agencies if agency.id == agency_id), None)

    def purse(self, purse_id: str) -> Purse | None:
        """The purse of that id."""
        return next((purse for purse in self.purses if purse.id == purse_id), None)
