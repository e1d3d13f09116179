"""A QR code to be scanned from the screen."""

import qrcode  # type: ignore[import-untyped]
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.contrast import WHITE
from ui.theme import BLACK, theme_of

_QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004, 5.3.8)."""


def qr_image(text: str) -> QImage:
    """The QR code of `text`, level M, one pixel a module, quiet zone included. Raises `ValueError` when it is too long."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_ZONE)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (qrcode.exceptions.DataOverflowError, ValueError) as problem:
        raise ValueError(len(text)) from problem
    matrix = code.get_matrix()
    image = QImage(len(matrix), len(matrix), QImage.Format.Format_RGB32)
    image.fill(QColor(WHITE))
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixelColor(x, y, QColor(BLACK))
    return image


class QrView(QWidget):
    """Shows a QR code, always dark on white and in whole pixels a module, so that phones read it in every scheme."""

    def __init__(self, parent: QWidget | None = None, *, module_px: int = 0) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._module_px = module_px
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """Show the code of `text`; an empty text shows nothing."""
        self._image = qr_image(text) if text else QImage()
        self.updateGeometry()
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return self._image.isNull()

    def sizeHint(self) -> QSize:
        """Qt's own; `module_px` a module, by default half a grid step."""
        side = self._image.width() * (self._module_px or max(4, theme_of(self).sizes.unit // 2))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Qt's own; three pixels a module can still be scanned."""
        return QSize(self._image.width() * 3, self._image.width() * 3)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the code in the middle."""
        if self.is_empty:
            return
        module = max(1, min(self.width(), self.height()) // self._image.width())
        side = module * self._image.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawImage(QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side), self._image)
        painter.end()
