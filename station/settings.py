"""A station's settings: one TOML file, every value of which an environment variable can override.

`CITYCARD_<SECTION>_<KEY>` overrides `key` of `[section]` (`CITYCARD_READER_DRIVER=virtual`); `CITYCARD_STATE` the state folder.
The README's table is compared with these structs by a test.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from domain.errors import Code, EnvironmentProblem

FILE = "station.toml"


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the file's sections."""


class PlatformSettings(_Section, frozen=True, kw_only=True):
    """How to reach the central platform."""

    url: str = ""
    ca_file: str = ""
    """PEM file of the city's own certificate authority; empty: the system's."""
    proxy: str = ""
    """HTTP proxy on the way, `http://proxy.example:3128`; empty: what the system's environment says."""
    allow_plain_http: bool = False
    """Only where TLS ends at a proxy on a trusted line."""
    poll_s: float = 15.0
    """Seconds between looks at the change feed."""
    heartbeat_s: float = 300.0
    """Seconds between telling the platform how this station is."""
    answer_s: float = 4.0
    """How long a screen waits for the platform before it goes on without."""


class ReaderSettings(_Section, frozen=True, kw_only=True):
    """Which reader this station uses."""

    driver: Literal["auto", "pcsc", "nfc", "serial", "virtual", "none"] = "auto"
    name: str = ""
    """How the reader's name begins; empty: the first one."""
    more: list[str] = msgspec.field(default_factory=list)
    """Further readers, `DRIVER:NAME?option=value&…` each; in the environment with commas between."""


class WedgeSettings(_Section, frozen=True, kw_only=True):
    """A reader or scanner that types."""

    reads: Literal["nothing", "cards", "codes", "both"] = "nothing"
    profile: str = "HEX"
    """How it sends a card's number; `citycard reader learn` finds out."""
    prefix: str = ""
    suffix: str = ""
    gap_ms: int = 35
    """Keys further apart than this were typed by a person."""
    stays_s: float = 20.0
    """How long a card counts as lying there after its tap, or until the next one."""


class CameraSettings(_Section, frozen=True, kw_only=True):
    """The camera for codes."""

    device: str = ""
    """How the camera's name begins, or `first`; empty: none."""
    photo: str = ""
    """The same, of the camera for photos; it is on only while one is taken."""


class PrinterSettings(_Section, frozen=True, kw_only=True):
    """Printers: `ipps://HOST/PATH` on the network, or of this machine's print service (`ipp://localhost/printers/NAME`)."""

    card: str = ""
    """Of card faces; empty: cards are pre-printed."""
    receipt: str = ""
    """Of receipts; empty: none are printed."""


class PurseSettings(_Section, frozen=True, kw_only=True):
    """Purses on the card."""

    vendor_command: str = ""
    """The carrier's own program for its purse, with its arguments; empty: this station has none."""
    vendor_timeout_s: float = 10.0
    """How long the carrier's program may take for one answer."""


class StoreSettings(_Section, frozen=True, kw_only=True):
    """The encrypted store."""

    secrets: Literal["auto", "credential", "keyring", "file"] = "auto"
    most_queued: int = 200_000
    """Acts are refused, never dropped, when so many events wait."""
    least_free_mb: int = 200
    """No new act begins when less of the disk is free; downloads stop at twice that."""
    low_free_mb: int = 1000
    """Below this the status line warns."""
    believed_days: int = 30
    """Without a word from the platform for so long, no staff member and no patron number is believed any more."""


class BackupSettings(_Section, frozen=True, kw_only=True):
    """Copies of the journal at a second place."""

    folder: str = ""
    """On another disk or a stick; must exist, so that nothing is written where a stick is missing. Empty: no copies."""
    every_min: Annotated[int, msgspec.Meta(ge=1)] = 60
    keep: Annotated[int, msgspec.Meta(ge=1)] = 5


class ScreenSettings(_Section, frozen=True, kw_only=True):
    """What the windows look like."""

    language: Literal["zh_TW", "en"] = "zh_TW"
    scheme: Literal["light", "dark", "contrast"] = "light"
    full_screen: bool = True
    """Of the kiosk."""
    width_mm: int = 0
    """The screen's real width; 0: as the operating system reports it."""
    reader_at: Literal["below", "left", "right", "above"] = "below"
    """Where the reader is, seen from the kiosk's screen."""
    reduced_motion: bool = False


class KioskSettings(_Section, frozen=True, kw_only=True):
    """A kiosk's session and its help."""

    idle_s: float = 60.0
    """Without a touch for so long, a warning appears."""
    warning_s: float = 20.0
    nearest: str = ""
    """Where the nearest other kiosk or counter is."""
    phone: str = ""
    """Whom to call; empty: the programme's number."""
    printer: str = ""
    """Of receipts: `file:/dev/usb/lp0`, `usb:04b8:0202`, `network:HOST[:PORT]`; empty: receipts are shown as codes alone."""
    paper_mm: Literal[58, 80] = 80
    """How wide its roll is."""
    paper_cut: Literal["auto", "yes", "no"] = "auto"
    """Whether it has a knife; auto: as most of that width do, those of 80 mm alone."""
    volume: Annotated[int, msgspec.Meta(ge=0, le=100)] = 60
    """Of sounds and speech; 0: nothing is heard."""
    headset: bool = False
    """Speech is heard in a headset alone; without, nothing with a figure in it is spoken."""


class StaffSettings(_Section, frozen=True, kw_only=True):
    """Staff sessions."""

    idle_s: float = 900.0
    """A session without a touch for so long ends."""
    lock_on_removal: bool = True
    """A session ends when its staff card leaves a reader that is not the main one."""


class LibrarySettings(_Section, frozen=True, kw_only=True):
    """How a library desk hands patron numbers over."""

    clear_s: Annotated[float, msgspec.Meta(ge=5, le=3600)] = 60.0
    """A copied number is taken off the clipboard after so long."""
    batch_clear_s: Annotated[float, msgspec.Meta(ge=30, le=86_400)] = 600.0
    """The list of a queue is emptied so long after its last tap."""
    types: bool = False
    """The number is typed into the window in front, the library's own, as soon as it is there; can be changed at the desk."""
    types_enter: bool = True
    """Enter is pressed after it."""
    page_port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 0
    """Where the library's web page on this machine reaches this desk (loopback, WebSocket); 0: nowhere."""
    page_origins: list[str] = msgspec.field(default_factory=list)
    """Pages that may ask to, as `https://library.example.gov.tw`; in the environment with commas between."""


class OfficeSettings(_Section, frozen=True, kw_only=True):
    """Office work at the platform."""

    folder: str = ""
    """Where reports are saved; empty: `citycard` among the user's documents."""


class StationSettings(_Section, frozen=True, kw_only=True):
    """Everything a station can be told."""

    state: str = ""
    """Folder of the store; empty: the user's data folder."""
    platform: PlatformSettings = PlatformSettings()
    reader: ReaderSettings = ReaderSettings()
    wedge: WedgeSettings = WedgeSettings()
    camera: CameraSettings = CameraSettings()
    printer: PrinterSettings = PrinterSettings()
    purse: PurseSettings = PurseSettings()
    store: StoreSettings = StoreSettings()
    backup: BackupSettings = BackupSettings()
    screen: ScreenSettings = ScreenSettings()
    kiosk: KioskSettings = KioskSettings()
    staff: StaffSettings = StaffSettings()
    library: LibrarySettings = LibrarySettings()
    office: OfficeSettings = OfficeSettings()

    @property
    def directory(self) -> Path:
        """The state folder."""
        return Path(self.state) if self.state else default_directory()


def default_directory() -> Path:
    """Where a station keeps its state when nothing else is said: the user's data folder, by the system's custom."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "citycard"


def load(file: Path | None, environment: Mapping[str, str] = os.environ) -> StationSettings:
    """The settings of `file` (None: `station.toml` in the state folder, if there is one) and the environment.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` with `file`, `where` and `expected`.
    """
    if file is None:
        folder = environment.get("CITYCARD_STATE")
        beside = (Path(folder) if folder else default_directory()) / FILE
        file = beside if beside.exists() else None
    values: dict[str, Any] = {}
    name = "environment"
    if file is not None:
        name = file.name
        try:
            values = msgspec.toml.decode(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, msgspec.DecodeError) as problem:
            raise EnvironmentProblem(Code.SETTINGS_INVALID, file=name, where="$", expected=str(problem)) from problem
    _override(values, environment)
    try:
        return msgspec.convert(values, StationSettings, strict=False)
    except msgspec.ValidationError as problem:
        message, _, path = str(problem).partition(" - at `")
        where = path.rstrip("`") or "$"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file=name, where=where, expected=message) from problem


def _override(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    if "CITYCARD_STATE" in environment:
        values["state"] = environment["CITYCARD_STATE"]
    for section in msgspec.structs.fields(StationSettings):
        if not (isinstance(section.type, type) and issubclass(section.type, _Section)):
            continue
        for key in msgspec.structs.fields(section.type):
            variable = f"CITYCARD_{section.name}_{key.name}".upper()
            if variable in environment:
                values.setdefault(section.name, {})[key.name] = _value(key, environment[variable])


def _value(key: msgspec.structs.FieldInfo, text: str) -> object:
    """A variable's text as the file would have it; a list's entries stand between commas."""
    return [entry for entry in text.split(",") if entry] if key.type == list[str] else text
