"""Pages of which one is seen."""

from PySide6.QtWidgets import QStackedLayout, QWidget


class Stack(QStackedLayout):
    """Qt's stacked layout, which may be filled before it stands in a widget.

    Qt shows a stack's first page when it is added; a page without a parent would come up as a window of its own, for a moment,
    and take the focus with it. So pages wait in a widget that is never shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        if parent is None:
            super().__init__()
        else:
            super().__init__(parent)
        self._waiting = QWidget()

    def addWidget(self, page: QWidget) -> int:  # type: ignore[override]  # the stubs disagree among themselves
        """Qt's own."""
        if self.parentWidget() is None and page.parentWidget() is None:
            page.setParent(self._waiting)
        return super().addWidget(page)
