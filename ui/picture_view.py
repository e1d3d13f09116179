"""A picture to look at closely: larger, smaller, turned, moved by dragging or the arrows. Keys + and −, 0 fits it, R turns it.

Object names, beneath the view's own: `.picture`, `.larger`, `.smaller`, `.fit`, `.turn`.
"""

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Code, Refused
from ui.buttons import SecondaryButton
from ui.screen import Screen
from ui.theme import Theme

_STEP = 1.25
_LARGEST = 8.0
_SHARPEST_PX = 4_000
"""No side is kept longer: a page at 300 dots per inch is 3,508."""


def decode_picture(content: bytes) -> QImage:
    """The picture in a JPEG or PNG file, turned as its camera said. Any thread. Raises `Refused(FILE_INVALID)`."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _SHARPEST_PX:
        reader.setScaledSize(size.scaled(QSize(_SHARPEST_PX, _SHARPEST_PX), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refused(Code.FILE_INVALID)
    return image


class _Picture(QGraphicsView):
    """The picture itself."""

    def __init__(self) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self.setScene(self._scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._fitted = True

    def show_image(self, image: QImage | None) -> None:
        self._item.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
        self._scene.setSceneRect(QRectF(self._item.boundingRect()))
        self.resetTransform()
        self.fit()

    def fit(self) -> None:
        self._fitted = True
        if not self._item.pixmap().isNull():
            self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, by: float) -> None:
        if by > 1 and self.magnification() * by > _LARGEST:
            return
        self._fitted = False
        self.scale(by, by)

    def turn(self) -> None:
        self.rotate(90)
        if self._fitted:
            self.fit()

    def magnification(self) -> float:
        across = self.transform()
        return float((across.m11() ** 2 + across.m12() ** 2) ** 0.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; a picture that fills the view goes on to."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own; the wheel makes it larger and smaller."""
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; see the module's text."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_R:
                self.turn()
            case _:
                super().keyPressEvent(event)


class PictureView(Screen):
    """The picture, and beneath it what can be done with the mouse alone, too."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._picture = _Picture()
        self._picture.setObjectName(f"{name}.picture")
        self._larger, self._smaller, self._fit, self._turn = (SecondaryButton() for _ in range(4))
        row = self.grid(QHBoxLayout(), gap=1)
        for part, button, slot in (
            ("larger", self._larger, lambda: self._picture.zoom(_STEP)),
            ("smaller", self._smaller, lambda: self._picture.zoom(1 / _STEP)),
            ("fit", self._fit, self._picture.fit),
            ("turn", self._turn, self._picture.turn),
        ):
            button.setObjectName(f"{name}.{part}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._picture, 1)
        column.addLayout(row)
        self.setFocusProxy(self._picture)

    def show_image(self, image: QImage | None, words: str = "") -> None:
        """Show a picture, as large as there is room; None shows nothing. `words`: what it is of."""
        self._picture.show_image(image)
        self._picture.setAccessibleName(words)

    def magnification(self) -> float:
        """How many pixels of the screen one of the picture takes."""
        return self._picture.magnification()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the ground behind the picture."""
        self._picture.setBackgroundBrush(QColor(theme.colours.sunken))

    def retranslate(self) -> None:
        """Texts."""
        self._larger.setText(self.tr("放大 +"))
        self._smaller.setText(self.tr("縮小 −"))
        self._fit.setText(self.tr("全圖 0"))
        self._turn.setText(self.tr("轉向 R"))
