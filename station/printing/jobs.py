"""One page on one printer: sent, watched until it has come out, gone on with after the printer stopped on it, or taken back."""

import contextlib
import time
from collections.abc import Callable
from enum import IntEnum
from threading import Event

import msgspec
from PIL import Image

from domain.errors import Code, EnvironmentProblem
from station.printing import ipp
from station.printing.ipp import Answer, Endpoint, Media, Operation, Span
from station.printing.page import MEDIA_TYPE, pdf_page

CARD = Media(width=8560, height=5398)
"""ISO/IEC 7810, ID-1."""
_NEAR = 60
"""Hundredths of a millimetre: some printers call ID-1 54 × 86 mm (PWG 5101.1, `om_card_54x86mm`)."""
_SUCCESS_BELOW = 0x0100
_BUSY = 0x0507
"""`server-error-busy` (RFC 8011, appendix B.1.5.8)."""
_EMPTY = ("media-empty", "media-needed")
_STOPS = (
    "media-jam",
    "door-open",
    "cover-open",
    "interlock-open",
    "marker-supply-empty",
    "toner-empty",
    "input-tray-missing",
    "paused",
    "shutdown",
    "stopped",
)
"""`printer-state-reasons` that stop a job (RFC 8011, section 5.4.12; PWG 5100.9)."""
_SUFFIXES = ("-error", "-warning", "-report")


class JobState(IntEnum):
    """RFC 8011, section 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long is waited, in seconds."""

    answer_s: float = 10.0
    """For one answer of the printer's."""
    look_s: float = 0.3
    """Between two looks at the job."""
    stopped_s: float = 4.0
    """A printer that has said for so long why it does not print is believed: the reason of a job before may still stand."""
    busy_s: float = 60.0
    """For a printer that still has another page in it."""
    whole_s: float = 180.0
    """For the whole page; a card printer takes 20 to 60 s."""


PATIENT = Patience()


class Page:
    """One page on one printer, however often it takes. Waits for minutes: never on a screen's thread, on one thread at a time.

    A printer that is out of cards keeps the page and prints it once there are some; so trying again goes on with the same job
    and hands in another one only when the printer has given that one up: one page comes out, and not two.
    """

    def __init__(
        self,
        uri: str,
        image: Image.Image,
        media: Media,
        *,
        title: str,
        on_larger: bool = False,
        patience: Patience = PATIENT,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`title` may be read by anybody: no names. `on_larger`: a larger sheet will do, on whose upper left it then stands.

        Raises `ValueError` for what is no printer's address.
        """
        self._endpoint = Endpoint(uri)
        self._on_larger = on_larger
        self._image, self._media, self._title = image, media, title
        self._patience = patience
        self._monotonic_s = monotonic_s
        self._job = 0

    def come_out(self, cancelled: Event) -> bool:
        """Print it, or go on with it; True once it has come out, False when it was `cancelled` before, and is given up.

        Raises `EnvironmentProblem` with PRINTER_UNREACHABLE, PRINTER_EMPTY or PRINTER_STOPPED (`reason`).
        """
        if not self._job:
            self._job = self._hand_in(cancelled)
        if self._job and self._watch(cancelled):
            return True
        self.give_up()
        return False

    def give_up(self) -> None:
        """Take it out of the printer's queue."""
        job, self._job = self._job, 0
        if job:
            with contextlib.suppress(EnvironmentProblem):  # a printer that is gone has nothing to be taken out
                self._ask(ipp.request(Operation.CANCEL_JOB, self._endpoint.uri, job=job))

    def _hand_in(self, cancelled: Event) -> int:
        """The job's number; a printer that still has another page in it is waited for. 0 when cancelled."""
        loaded, page, media = self._fitting()
        document = pdf_page(page, media)
        message = ipp.print_job(self._endpoint.uri, document, MEDIA_TYPE, title=self._title, media=loaded)
        until_s = self._monotonic_s() + self._patience.busy_s
        while not cancelled.is_set():
            taken = self._ask(message)
            job = taken.number("job-id")
            if taken.status < _SUCCESS_BELOW and job:
                return job
            if taken.status != _BUSY or self._monotonic_s() > until_s:
                raise _stopped(self._reasons(), f"0x{taken.status:04x}")
            cancelled.wait(self._patience.look_s)
        return 0

    def _fitting(self) -> tuple[Media, Image.Image, Media]:
        """The printer's own size that is asked for, and the page: turned where it is fed the other way, as card printers do."""
        wanted = ("media-size-supported",)
        sizes = self._ask(ipp.request(Operation.GET_PRINTER_ATTRIBUTES, self._endpoint.uri, wanted=wanted)).members
        pairs = list(zip(sizes.get("x-dimension", []), sizes.get("y-dimension", []), strict=False))
        media = self._media
        turned = Media(width=media.height, height=media.width)
        for each in (media, turned):
            for across, along in pairs:
                if _near(each.width, across) and _near(each.height, along):
                    loaded = Media(width=_within(each.width, across), height=_within(each.height, along))
                    page = self._image if each is media else self._image.transpose(Image.Transpose.ROTATE_90)
                    return loaded, page, each
        larger = [(across[0], along[0]) for across, along in pairs if across[0] >= media.width and along[0] >= media.height]
        if self._on_larger and larger:
            width, height = min(larger)
            return self._on_sheet(Media(width=width, height=height))
        raise EnvironmentProblem(Code.PRINTER_STOPPED, reason=f"media {media.width / 100:.2f}×{media.height / 100:.2f} mm")

    def _on_sheet(self, sheet: Media) -> tuple[Media, Image.Image, Media]:
        def pixels(length: int) -> int:
            return length * self._image.width // self._media.width

        page = Image.new("RGB", (pixels(sheet.width), pixels(sheet.height)), "white")
        page.paste(self._image, (0, 0))
        return sheet, page, sheet

    def _watch(self, cancelled: Event) -> bool:
        began_s = self._monotonic_s()
        stopped_since_s: float | None = None
        while not cancelled.is_set():
            state, reasons = self._state(), self._reasons()
            if state is JobState.COMPLETED:
                return True
            if state in (JobState.CANCELLED, JobState.ABORTED):
                self._job = 0
                raise _stopped(reasons)
            now_s = self._monotonic_s()
            if _problem(_errors(reasons)) is None and state is not JobState.STOPPED:
                stopped_since_s = None
            elif stopped_since_s is None:
                stopped_since_s = now_s
            stands = stopped_since_s is not None and now_s - stopped_since_s >= self._patience.stopped_s
            if stands or now_s - began_s > self._patience.whole_s:
                raise _stopped(reasons)
            cancelled.wait(self._patience.look_s)
        return False

    def _state(self) -> JobState:
        wanted = ("job-state",)
        answer = self._ask(ipp.request(Operation.GET_JOB_ATTRIBUTES, self._endpoint.uri, job=self._job, wanted=wanted))
        if answer.status >= _SUCCESS_BELOW:
            return JobState.ABORTED
        try:
            return JobState(answer.number("job-state"))
        except ValueError:
            return JobState.PENDING

    def _reasons(self) -> list[str]:
        wanted = ("printer-state-reasons",)
        answer = self._ask(ipp.request(Operation.GET_PRINTER_ATTRIBUTES, self._endpoint.uri, wanted=wanted))
        return answer.words("printer-state-reasons")

    def _ask(self, message: bytes) -> Answer:
        return self._endpoint.ask(message, timeout_s=self._patience.answer_s)


def _near(length: int, span: Span) -> bool:
    return span[0] - _NEAR <= length <= span[1] + _NEAR


def _within(length: int, span: Span) -> int:
    return max(span[0], min(length, span[1]))


def _problem(reasons: list[str]) -> EnvironmentProblem | None:
    """What stops the printer, by what it says; None while nothing does."""
    if any(reason in _EMPTY for reason in reasons):
        return EnvironmentProblem(Code.PRINTER_EMPTY)
    stops = next((reason for reason in reasons if reason in _STOPS), None)
    return None if stops is None else EnvironmentProblem(Code.PRINTER_STOPPED, reason=stops)


def _errors(reasons: list[str]) -> list[str]:
    """Those that stop the printer; a warning or report may be about a tray that is not needed now.

    `media-needed` is about this page, whatever stands behind it.
    """
    bare = [reason.removesuffix("-error") for reason in reasons if not reason.endswith(_SUFFIXES[1:])]
    return [*bare, *("media-needed" for reason in reasons if reason.startswith("media-needed"))]


def _stopped(reasons: list[str], otherwise: str = "") -> EnvironmentProblem:
    """Why a page did not come out: now anything that the printer mentions may be the reason."""
    bare = [next((reason.removesuffix(end) for end in _SUFFIXES if reason.endswith(end)), reason) for reason in reasons]
    return _problem(bare) or EnvironmentProblem(Code.PRINTER_STOPPED, reason=otherwise)
