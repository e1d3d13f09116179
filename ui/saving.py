"""Where a file is to be saved: asked by a dialog that leaves the window working."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

OBJECT_NAME = "save_file"


def documents() -> Path:
    """Where whoever works at this machine keeps their documents; a machine without such a folder: their home."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def ask_where(parent: QWidget, title: str, name: str, kinds: str, then: Callable[[str], None]) -> QFileDialog:
    """Ask for a path and hand it to `then`; nothing when the dialog is left. GUI thread.

    `name` is what it would be called, `kinds` a filter as `PDF (*.pdf)`.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(OBJECT_NAME)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(kinds.rpartition("*.")[2].rstrip(")"))
    dialog.selectFile(name)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
