"""A picture with the part that becomes the photo, and where the face has to be. Worked by keys, or dragged.

Object name: `terminal.issue.photo`.
"""

import msgspec
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.contrast import WHITE
from station.faces import photo
from station.faces.photo import Crop
from ui.theme import BLACK, theme_of

_STEP = 4
"""Hundredths of the photo's width that a key moves it, or makes it wider or narrower."""
_VEIL = 0.55
_FACE_WIDTH = 0.72
"""Of the head's height: how wide a face is."""
_HEAD_TOP = 0.09
"""Of the photo's height: where the crown is."""
_MOVES: dict[int, dict[str, int]] = {
    Qt.Key.Key_Left: {"right": -_STEP},
    Qt.Key.Key_Right: {"right": _STEP},
    Qt.Key.Key_Up: {"down": -_STEP},
    Qt.Key.Key_Down: {"down": _STEP},
    Qt.Key.Key_Plus: {"wider": -_STEP},
    Qt.Key.Key_Equal: {"wider": -_STEP},
    Qt.Key.Key_Minus: {"wider": _STEP},
}


class PhotoView(QWidget):
    """Shows a picture to be cut, or what a camera sees. GUI thread."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("terminal.issue.photo")
        self._shown = QImage()
        self._picture: Image.Image | None = None
        self._crop = Crop(left=0, top=0, width=0)
        self._held_at = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_live(self, image: QImage) -> None:
        """Show what the camera sees, with the guide over its middle."""
        self._picture = None
        self._show(image)

    def set_picture(self, picture: Image.Image) -> None:
        """Show a picture to be cut."""
        self._picture = picture
        raw = picture.tobytes()
        self._show(QImage(raw, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888).copy())

    def clear(self) -> None:
        """Show nothing."""
        self._picture, self._shown = None, QImage()
        self.update()

    def has_picture(self) -> bool:
        """Whether there is something to cut."""
        return self._picture is not None

    def crop(self) -> Crop:
        """The part that becomes the photo."""
        return self._crop

    def jpeg(self) -> bytes:
        """The photo; empty while there is no picture."""
        return photo.cut(self._picture, self._crop) if self._picture is not None else b""

    def sizeHint(self) -> QSize:
        """Qt's own."""
        unit = theme_of(self).sizes.unit
        return QSize(unit * 40, unit * 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; arrows move the part, + and - make it smaller and larger."""
        steps = _MOVES.get(event.key())
        if steps is None or self._picture is None:
            super().keyPressEvent(event)
            return
        self._move(**steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own; as + and -."""
        if self._picture is not None:
            self._move(wider=-_STEP if event.angleDelta().y() > 0 else _STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's own; takes hold of the picture."""
        self._held_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's own; the part goes where it is dragged."""
        if self._picture is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        by = (event.position() - self._held_at) / self._scale()
        self._held_at = event.position()
        left, top = round(self._crop.left + by.x()), round(self._crop.top + by.y())
        self._crop = photo.moved(msgspec.structs.replace(self._crop, left=left, top=top), *self._picture.size)
        self._moved()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; picture, veil, frame and the oval of a face."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.colours.sunken))
        if not self._shown.isNull():
            self._paint_picture(painter)
        painter.setPen(QPen(QColor(theme.colours.brand_text if self.hasFocus() else theme.colours.line), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        field = self._field()
        painter.drawImage(field, self._shown)
        scale = self._scale()
        frame = QRectF(
            field.x() + self._crop.left * scale,
            field.y() + self._crop.top * scale,
            self._crop.width * scale,
            self._crop.height * scale,
        )
        veil = QColor(BLACK)
        veil.setAlphaF(_VEIL)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(field)
        inside.addRect(frame)
        painter.fillPath(outside.subtracted(inside), veil)
        head = frame.height() * (photo.HEAD_LEAST + photo.HEAD_MOST) / 2 / photo.RATIO_HEIGHT
        width = head * _FACE_WIDTH
        oval = QRectF(frame.center().x() - width / 2, frame.y() + frame.height() * _HEAD_TOP, width, head)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, stroke in ((BLACK, 3.0), (WHITE, 1.5)):
            painter.setPen(QPen(QColor(colour), stroke, Qt.PenStyle.DashLine if colour == WHITE else Qt.PenStyle.SolidLine))
            painter.drawRect(frame)
            painter.drawEllipse(oval)

    def _show(self, image: QImage) -> None:
        if image.size() != self._shown.size() or self._picture is not None:
            self._crop = photo.first_crop(image.width(), image.height())
        self._shown = image
        self.update()

    def _move(self, *, right: int = 0, down: int = 0, wider: int = 0) -> None:
        if self._picture is not None:
            self._crop = photo.moved(self._crop, *self._picture.size, right=right, down=down, wider=wider)
            self._moved()

    def _moved(self) -> None:
        self.update()
        self.moved.emit()

    def _scale(self) -> float:
        size = self._shown.size()
        return min(self.width() / max(size.width(), 1), self.height() / max(size.height(), 1))

    def _field(self) -> QRectF:
        scale = self._scale()
        width, height = self._shown.width() * scale, self._shown.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
