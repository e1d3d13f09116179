"""The camera for photos: its pictures in colour, while one is taken. Imported only where one is: Qt Multimedia is large."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame

from ui.camera import CameraCapture


class PhotoCamera(QObject):
    """Live pictures from when it is made until `close()`. GUI thread."""

    seen = Signal(QImage)
    """A picture, as the lens sees it: not mirrored, as the face on a card is not."""

    def __init__(self, device: str, parent: QObject | None = None) -> None:
        """`device` is how the camera's name begins, or `ui.camera.FIRST`."""
        super().__init__(parent)
        self._capture = CameraCapture(device, _Unread(), self)
        self._capture.sink.videoFrameChanged.connect(self._take)

    def close(self) -> None:
        """Switch the camera off."""
        self._capture.sink.videoFrameChanged.disconnect(self._take)
        self._capture.close()

    def _take(self, frame: QVideoFrame) -> None:
        image = frame.toImage() if frame.isValid() else QImage()
        if not image.isNull():
            self.seen.emit(image)


class _Unread:
    """Nobody looks for codes in a face."""

    def came(self) -> None:
        """See `domain.ports.Frames`."""

    def went(self) -> None:
        """See `domain.ports.Frames`."""

    def wanted(self) -> bool:
        """See `domain.ports.Frames`."""
        return False

    def offer(self, grey: bytes, width: int, height: int) -> None:
        """See `domain.ports.Frames`."""
