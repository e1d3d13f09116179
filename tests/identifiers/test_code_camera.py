"""Codes before a camera: rendered QR and 1-D codes as real video frames through a real QVideoSink."""

import random
import time
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices, QVideoFrame, QVideoFrameFormat

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Reader, ReaderLost, ReaderReady
from reader_drivers import code_camera
from reader_drivers.code_camera import CodeCamera
from station.clock import SystemClock
from tests.clocks import SetClock
from tests.contract.reader_contract import Inbox
from tests.identifiers.tap_contract import TapContract
from ui.camera import CameraCapture, brightness, names

pytestmark = pytest.mark.qt_log_ignore("^Couldn't (load|resolve) ", "No RHI backend", extend=True)
"""What Qt Multimedia says of libraries for sound and screens that it does without."""

CARD = Medium(MediumType.CODE, b"https://example.org/card/0042")
OTHER = Medium(MediumType.CODE, b"LIB-0042")
WIDTH, HEIGHT = 640, 480
Format = QVideoFrameFormat.PixelFormat


def drawn(payload: bytes, kind: str = "QRCode", scale: int = 4) -> Image.Image:
    """A code on a page, as a camera would see it."""
    code = zxingcpp.create_barcode(payload, getattr(zxingcpp.BarcodeFormat, kind))
    small = memoryview(code.to_image(scale=1, add_quiet_zones=True))
    height, width = small.shape
    image = Image.frombytes("L", (width, height), small.tobytes())
    if height == 1 or kind in {"Code128", "Code39", "EAN13", "EAN8"}:
        image = image.resize((width * 2, 120), Image.Resampling.NEAREST)
    else:
        image = image.resize((width * scale, height * scale), Image.Resampling.NEAREST)
    page = Image.new("L", (max(WIDTH, image.width + 40), max(HEIGHT, image.height + 40)), 235)
    page.paste(image, ((page.width - image.width) // 2, (page.height - image.height) // 2))
    return page


def noise(image: Image.Image, amount: int) -> Image.Image:
    dice = random.Random(7)
    grain = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    return Image.blend(image, grain, amount / 100)


def frame_of(image: Image.Image, kind: Format = Format.Format_NV12) -> QVideoFrame:
    """The picture as a camera's frame."""
    width, height = image.size
    if kind is Format.Format_BGRX8888:
        picture = QImage(image.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
        return QVideoFrame(picture.convertToFormat(QImage.Format.Format_RGB32))
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), kind))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    plane, line, grey = frame.bits(0), frame.bytesPerLine(0), image.tobytes()
    for row in range(height):
        pixels = grey[row * width : (row + 1) * width]
        if kind is Format.Format_YUYV:
            pixels = bytes(value for pixel in pixels for value in (pixel, 128))
        if kind is Format.Format_UYVY:
            pixels = bytes(value for pixel in pixels for value in (128, pixel))
        plane[row * line : row * line + len(pixels)] = pixels
    frame.unmap()
    return frame


class CameraRig:
    """A camera's sink with a hand before it. Pictures go through Qt, as from a camera that is plugged in."""

    def __init__(self) -> None:
        self.plugged = True
        self.reader: CodeCamera
        self.capture: CameraCapture | None = None
        self.before = Image.new("L", (WIDTH, HEIGHT), 200)

    def open(self) -> Reader:
        self.reader = code_camera.DRIVER.open("", SystemClock())
        self.capture = CameraCapture("none of this name", self.reader)
        plain_poll = self.reader.poll

        def poll(timeout_s: float):
            """As while a camera runs: 20 pictures a second, on this thread, which is the GUI's."""
            end_s = time.monotonic() + timeout_s
            while True:
                if self.plugged:
                    self.show(self.before)
                events = plain_poll(min(0.05, max(0.0, end_s - time.monotonic())))
                if events or time.monotonic() >= end_s:
                    return events

        self.reader.poll = poll
        return self.reader

    def show(self, image: Image.Image, kind: Format = Format.Format_NV12) -> None:
        """One picture."""
        self.capture.sink.setVideoFrame(frame_of(image, kind))
        QCoreApplication.processEvents()

    def lay(self, medium: Medium) -> None:
        self.before = drawn(medium.value)

    def lift(self) -> None:
        self.before = Image.new("L", (WIDTH, HEIGHT), 200)

    def unplug(self) -> None:
        self.plugged = False
        if self.capture is not None:
            self.capture._choose()

    def await_unplugged(self) -> None:
        """Noticed at once."""

    def plug(self) -> None:
        self.plugged = True

    def close(self) -> None:
        if self.capture is not None:
            self.capture.close()
            self.reader.close()


@pytest.fixture
def rig(qapp, monkeypatch) -> Iterator[CameraRig]:
    monkeypatch.setattr(code_camera, "_GONE_S", 0.4)
    made = CameraRig()
    yield made
    made.close()


@pytest.fixture
def inbox(rig) -> Inbox:
    made = Inbox(rig.open())
    assert made.next() == ReaderReady(reader=made.reader.name)
    return made


def tap(rig: CameraRig, inbox: Inbox, image: Image.Image, kind: Format = Format.Format_NV12) -> Medium | None:
    """Show one picture for a moment; what it was taken for."""
    rig.before = image
    for _ in range(3):
        time.sleep(0.11)
        rig.show(image, kind)
        for event in CodeCamera.poll(rig.reader, 0.0):
            if isinstance(event, CardPresented):
                return event.medium
    return None


def test_a_code_is_one_tap_for_as_long_as_it_lies_there(rig, inbox):
    rig.lay(CARD)
    assert inbox.next().medium == CARD
    assert inbox.rest(1.0) == []
    rig.lift()
    assert inbox.next() == CardGone(reader=inbox.reader.name)
    assert inbox.rest(0.6) == []
    rig.lay(CARD)
    assert inbox.next().medium == CARD


def test_another_code_takes_its_place(rig, inbox):
    rig.lay(CARD)
    inbox.next()
    rig.lay(OTHER)
    gone, presented = inbox.take(2)
    assert gone == CardGone(reader=inbox.reader.name)
    assert presented.medium == OTHER


def test_unplugged_and_plugged_in_again(rig, inbox):
    rig.lay(CARD)
    inbox.next()
    rig.unplug()
    name = inbox.reader.name
    assert inbox.take(2) == [CardGone(reader=name), ReaderLost(reader=name, cause="unplugged")]
    assert inbox.rest(0.3) == []
    rig.plug()
    assert inbox.next() == ReaderReady(reader=name)
    assert inbox.next().medium == CARD


def test_no_camera_is_a_lost_reader(rig):
    rig.unplug()
    reader = rig.open()
    assert Inbox(reader).next() == ReaderLost(reader=reader.name, cause="unplugged")
    assert names() == [device.description() for device in QMediaDevices.videoInputs()]


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128", "Code39"])
def test_every_kind_of_code(rig, inbox, kind):
    assert tap(rig, inbox, drawn(b"LIB-0042", kind)) == OTHER


@pytest.mark.parametrize(("kind", "digits"), [("EAN13", b"4710088412348"), ("EAN8", b"96385074")])
def test_ean(rig, inbox, kind, digits):
    assert tap(rig, inbox, drawn(digits[:-1], kind)) == Medium(MediumType.CODE, digits)


@pytest.mark.parametrize(
    "kind", [Format.Format_NV12, Format.Format_YUV420P, Format.Format_YUYV, Format.Format_UYVY, Format.Format_BGRX8888]
)
def test_every_sort_of_picture(rig, inbox, kind):
    picture = drawn(OTHER.value).crop((0, 0, 638, 478))
    assert tap(rig, inbox, picture, kind) == OTHER
    grey = brightness(frame_of(picture, kind))
    assert len(grey) == 638 * 478
    assert max(abs(mine - its) for mine, its in zip(grey, picture.tobytes(), strict=True)) <= 2


@pytest.mark.parametrize(
    ("how", "change"),
    [
        ("turned", lambda image: image.rotate(33, fillcolor=235)),
        ("upside down", lambda image: image.rotate(180)),
        ("blurred", lambda image: image.filter(ImageFilter.GaussianBlur(1.6))),
        ("dark", lambda image: ImageEnhance.Brightness(image).enhance(0.15)),
        ("pale", lambda image: ImageEnhance.Contrast(image).enhance(0.2)),
        ("grainy", lambda image: noise(image, 25)),
        ("inverted", lambda image: image.point(lambda value: 255 - value)),
    ],
)
def test_a_code_in_a_bad_light(rig, inbox, how, change):
    assert tap(rig, inbox, change(drawn(CARD.value))) == CARD, how


@pytest.mark.parametrize("length", [1, 255, 256, 2953, 4000])
def test_codes_of_every_length(rig, inbox, length):
    payload = bytes(65 + number % 26 for number in range(length))
    assert tap(rig, inbox, drawn(payload)) == Medium(MediumType.CODE, payload)


def test_bytes_that_are_no_text(rig, inbox):
    payload = bytes(range(256))
    assert tap(rig, inbox, drawn(payload)) == Medium(MediumType.CODE, payload)


def test_an_absurd_code_is_unreadable(rig, inbox):
    rig.before = drawn(b"7" * 7000)
    assert inbox.next() == CardUnreadable(reader=inbox.reader.name)


def test_an_empty_page_and_noise_are_nothing(rig, inbox):
    assert tap(rig, inbox, noise(Image.new("L", (WIDTH, HEIGHT), 128), 90)) is None


def test_pictures_are_looked_at_ten_times_a_second_at_most_and_never_by_who_gives_them(monkeypatch):
    clock = SetClock()
    reader = CodeCamera("", clock)
    looked = []
    monkeypatch.setattr(reader, "_look", looked.append)
    reader.came()
    reader.poll(0)
    for _ in range(100):
        if reader.wanted():
            reader.offer(bytes(100), 10, 10)
        assert len(looked) <= 1 + round((clock.s - 100) / 0.1)
        reader.poll(0)
        clock.advance(0.01)
    assert len(looked) == 10


def test_a_picture_of_another_size_than_it_says_is_dropped():
    reader = CodeCamera("", SetClock())
    for grey, width, height in [(b"", 0, 0), (bytes(99), 10, 10), (bytes(100), -10, -10)]:
        reader.offer(grey, width, height)
        assert reader.wanted()
    reader.close()
    assert not reader.wanted()


def test_wrong_words_are_named():
    with pytest.raises(EnvironmentProblem) as caught:
        code_camera.DRIVER.open("first?zoom=2", SystemClock())
    assert caught.value.code is Code.SETTINGS_INVALID


class TestCodeCamera(TapContract):
    """What of the contract is no matter of a card's number or of a text's end."""

    test_a_card_that_stays_is_presented_once = None
    test_each_length_of_uid = None
    test_a_random_uid_is_reported_as_not_fixed = None
    test_a_felica_card_gives_its_idm = None
    test_a_card_that_refuses_is_unreadable_and_harms_no_other = None
    test_a_card_that_already_lies_there = None
    test_the_same_card_again_at_once_is_a_second_tap = None
    """The same code shown twice within a second and a half is one tap: a hand shakes."""
    test_many_taps_in_a_row = None
    test_unplugged_under_a_card = None
    test_wakes_at_any_moment_lose_no_card = None
    test_a_wake_ends_a_poll_that_waits = None
    test_a_wake_just_before_a_poll_counts_for_it_and_for_no_other = None

    @pytest.fixture(autouse=True)
    def _codes(self, _no_hints, monkeypatch):
        monkeypatch.setattr("tests.contract.reader_contract.CARD", CARD)
        monkeypatch.setattr("tests.contract.reader_contract.OTHER", OTHER)
        monkeypatch.setattr("tests.identifiers.tap_contract.CARD", CARD)
