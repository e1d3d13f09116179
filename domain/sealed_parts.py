"""What travels beside an event's body, sealed to the platform. `domain.events` has these under the same names."""

import msgspec


class _Private(msgspec.Struct, frozen=True, kw_only=True):
    """What is only ever sealed: its values never come into a log, not even by way of a traceback's locals."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Particulars(_Private, frozen=True, kw_only=True):
    """A person as the counter took them down. Only ever sealed. The name keeps its exact characters."""

    name: str
    national_id: str
    birthday: str
    """ISO 8601 calendar date."""
    district: str
    facts: list[str]
    """Eligibility facts that the clerk confirmed (`indigenous`, `disability`, …)."""
    uid: bytes


class Helper(_Private, frozen=True, kw_only=True):
    """Who acts for a person, or consents for one: a proxy, a legal representative. Only ever sealed."""

    name: str
    national_id: str


class IssuePapers(Particulars, frozen=True, kw_only=True, omit_defaults=True):
    """What `card.issued` has sealed beside it: the particulars, and the papers that this one issue rests on."""

    signature: bytes = b""
    """PNG of the signature beneath the consent texts, when it was given on the screen."""
    photo: bytes = b""
    """JPEG of the face as it is on the card, where the kind has one."""
    proxy: Helper | None = None
    representative: Helper | None = None


class BoundMedium(_Private, frozen=True, kw_only=True):
    """The medium itself, which the carrier's settlement file needs. Only ever sealed."""

    uid: bytes
    code: str = ""
    """By which the person was recognised at a kiosk: from the counter, or of their phone."""


class SecondFactor(_Private, frozen=True, kw_only=True):
    """What a person answered to prove that the card is theirs. Only ever sealed."""

    birthday: str = ""
    """Month and day as four digits, `0105`."""
    code: str = ""
    """A virtual card's code whose purpose is `confirm`, or the digits shown instead."""


class LoadSecrets(_Private, frozen=True, kw_only=True):
    """What the platform needs for a load: the card, whose keys it derives, and the second factor. Only ever sealed."""

    uid: bytes
    birthday: str = ""
    """Month and day as four digits, `0105`."""
    code: str = ""
    """A virtual card's code whose purpose is `confirm`, or the digits shown instead."""
