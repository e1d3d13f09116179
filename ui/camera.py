"""The code camera: its pictures, made grey and handed on. Imported only on a station that has one: Qt Multimedia is large."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
)

from domain.ports import Frames

FIRST = "first"
"""As a device's name: whichever camera there is."""
_PIXELS = 1280 * 720
"""A QR code of a phone's width is read from here; more costs time and shows no more."""
_STALE_MS = 3_000
"""A camera that gives no picture for so long is started anew."""
_Format = QVideoFrameFormat.PixelFormat
_GREY_FIRST = {
    _Format.Format_Y8,
    _Format.Format_NV12,
    _Format.Format_NV21,
    _Format.Format_YUV420P,
    _Format.Format_YUV422P,
    _Format.Format_YV12,
}
"""Formats whose first plane is the brightness, a byte a pixel."""
_PACKED = {_Format.Format_YUYV: 0, _Format.Format_UYVY: 1}
"""Formats whose brightness is every second byte, and from which on."""


class CameraCapture(QObject):
    """One camera for as long as it lives; unplugged and plugged in again it goes on. GUI thread."""

    def __init__(self, device: str, frames: Frames, parent: QObject | None = None) -> None:
        """`device` is how the camera's name begins, or `FIRST`."""
        super().__init__(parent)
        self._wanted = device
        self._frames = frames
        self._camera: QCamera | None = None
        self.sink = QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._take)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._choose)
        self._stale = QTimer(self, interval=_STALE_MS, singleShot=False)
        self._stale.timeout.connect(self._restart)
        self._stale.start()
        self._choose()

    def close(self) -> None:
        """Switch the camera off."""
        self._stale.stop()
        self._devices.videoInputsChanged.disconnect(self._choose)
        self.sink.videoFrameChanged.disconnect(self._take)
        self._leave()

    def _restart(self) -> None:
        """No picture for a while."""
        self._leave()
        self._choose()

    def _choose(self) -> None:
        found = next((each for each in QMediaDevices.videoInputs() if self._is_wanted(each)), None)
        if found is None:
            self._leave()
        elif self._camera is None or self._camera.cameraDevice() != found:
            self._leave()
            self._camera = camera = QCamera(found, self)
            chosen = _format(found)
            if chosen is not None:
                camera.setCameraFormat(chosen)
            self._session.setCamera(camera)
            camera.start()

    def _is_wanted(self, device: QCameraDevice) -> bool:
        return self._wanted == FIRST or device.description().startswith(self._wanted)

    def _leave(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            camera.deleteLater()
        self._frames.went()

    def _take(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        self._stale.start()
        self._frames.came()
        if self._frames.wanted():
            grey = brightness(frame)
            if grey is not None:
                self._frames.offer(grey, frame.width(), frame.height())


def names() -> list[str]:
    """The cameras that the system offers."""
    return [device.description() for device in QMediaDevices.videoInputs()]


def brightness(frame: QVideoFrame) -> bytes | None:
    """A byte a pixel, row by row; None when the picture cannot be had."""
    kind, width, height = frame.pixelFormat(), frame.width(), frame.height()
    if kind in _GREY_FIRST or kind in _PACKED:
        if not frame.map(QVideoFrame.MapMode.ReadOnly):
            return None
        try:
            plane, line = bytes(frame.bits(0)), frame.bytesPerLine(0)
            if kind in _PACKED:
                return _rows(plane[_PACKED[kind] :: 2], line // 2, width, height)
            return _rows(plane, line, width, height)
        finally:
            frame.unmap()
    image = frame.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    if image.isNull():
        return None
    return _rows(bytes(image.constBits()), image.bytesPerLine(), width, height)


def _rows(plane: bytes, line: int, width: int, height: int) -> bytes:
    """The pixels of a plane without what stands between its rows."""
    if line == width:
        return plane[: line * height]
    return b"".join(plane[row * line : row * line + width] for row in range(height))


def _format(device: QCameraDevice) -> QCameraFormat | None:
    """The camera's format that comes nearest to what is needed."""
    formats = device.videoFormats()
    return min(formats, key=lambda each: abs(each.resolution().width() * each.resolution().height() - _PIXELS), default=None)
