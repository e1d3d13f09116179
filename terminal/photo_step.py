"""The step in which the holder's photo is taken or chosen, and the face brought into place.

Object names: `terminal.issue.photo` (`terminal.photo_view`), `.photo.take`, `.photo.file`, `.photo.banner`, `.photo_done`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from station.faces import photo
from station.station import Station
from terminal.photo_view import PhotoView
from ui.bridge import Once
from ui.widgets import OutcomeBanner, PrimaryButton, Screen, SecondaryButton, Text

if TYPE_CHECKING:
    from ui.photo_camera import PhotoCamera

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PhotoStep(Screen):
    """Camera or file, and the crop. The form finds room for `submit`."""

    done = Signal()
    changed = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._device = station.settings.camera.photo
        self._camera: PhotoCamera | None = None
        self._live = QImage()
        self._dialog: QFileDialog | None = None
        self._number = 0
        self.view = PhotoView()
        self.view.installEventFilter(self)
        self._lead, self._keys = Text("body"), Text("small", "soft")
        self._take, self._file = SecondaryButton(), SecondaryButton()
        self._take.setObjectName("terminal.issue.photo.take")
        self._file.setObjectName("terminal.issue.photo.file")
        for button, slot in ((self._take, self._take_pressed), (self._file, self.choose_file)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
        self._banner = OutcomeBanner()
        self._banner.setObjectName("terminal.issue.photo.banner")
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.issue.photo_done")
        self.submit.clicked.connect(self.try_finish)
        self._once = Once(self._file, self._take)
        self._lay_out()

    def _lay_out(self) -> None:
        side = self.grid(QVBoxLayout(), gap=1)
        for part in (self._lead, self._take, self._file, self._keys):
            side.addWidget(part)
        side.addStretch(1)
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self.view)
        row.addLayout(side, 1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addLayout(row)
        column.addWidget(self._banner)

    # --- for the task ---

    def start(self) -> None:
        """The camera, where there is one, goes on; keys go to the picture."""
        if self._device and self._camera is None and not self.view.has_picture():
            from ui.photo_camera import PhotoCamera

            self._camera = PhotoCamera(self._device, self)
            self._camera.seen.connect(self.seen)
        self.view.setFocus()

    def leave(self) -> None:
        """Nobody stands before the camera any more."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()
            camera.deleteLater()

    def clear(self) -> None:
        """Forget the face."""
        self.leave()
        self._number += 1
        self._live = QImage()
        if self._dialog is not None:
            self._dialog.reject()
        self.view.clear()
        self._banner.clear()
        self.retranslate()

    def offer(self, picture: Image.Image) -> None:
        """Begin with this picture, which came with an application."""
        self._came(self._number, picture)

    def jpeg(self) -> bytes:
        """The photo; empty while there is none."""
        return self.view.jpeg()

    def try_finish(self) -> None:
        """Go on, or say that the photo is missing."""
        if not self.view.has_picture():
            self._banner.show_code(Code.PHOTO_MISSING)
            return
        self.leave()
        self._banner.clear()
        self.done.emit()

    def seen(self, image: QImage) -> None:
        """A picture of the camera's."""
        if not self.view.has_picture():
            self._live = image
            self.view.set_live(image)

    # --- where a photo comes from ---

    def choose_file(self) -> None:
        """Ask for a file; the window goes on meanwhile, also when a card is laid down."""
        if self._dialog is not None or self._once.running:
            return
        dialog = QFileDialog(self, self.tr("選擇照片"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("照片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)"), self.tr("所有檔案 (*)")])
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.finished.connect(self._dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _dialog_closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.window().activateWindow()
        self.view.setFocus()

    def read(self, path: Path) -> None:
        """Take the photo from this file."""
        self._banner.clear()
        number = self._number
        self._once.run(self, lambda: photo.read_file(path), lambda picture: self._came(number, picture), self._failed)

    def _take_pressed(self) -> None:
        """Keep what the camera shows, or look through it again."""
        if self.view.has_picture():
            self.view.clear()
            self.start()
            self.retranslate()
            self.changed.emit()
        elif not self._live.isNull():
            image = self._live.convertToFormat(QImage.Format.Format_RGB888)
            content, line = bytes(image.constBits()), image.bytesPerLine()
            picture = Image.frombuffer("RGB", (image.width(), image.height()), content, "raw", "RGB", line, 1)
            try:
                self._came(self._number, photo.fit(picture))
            except CityCardError as problem:
                self._failed(problem)

    def _came(self, number: int, picture: Image.Image) -> None:
        if number != self._number:
            return
        self.leave()
        self.view.set_picture(picture)
        self.retranslate()
        self.view.setFocus()
        self.changed.emit()

    def _failed(self, error: CityCardError) -> None:
        self._banner.show_error(error)
        self.view.setFocus()

    # --- keys ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; Enter goes on, the space bar takes a picture, O opens a file."""
        if watched is self.view and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                if not event.isAutoRepeat():
                    self.try_finish()
                return True
            slot = {Qt.Key.Key_Space: self._take_pressed, Qt.Key.Key_O: self.choose_file}.get(Qt.Key(event.key()))
            if slot is not None and not event.isAutoRepeat():
                slot()
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Texts."""
        taken = self.view.has_picture()
        self._lead.setText(self.tr("讓臉填滿虛線的圈。") if taken else self.tr("拍照或選擇照片檔；頭頂到下巴對準虛線的圈。"))
        self._take.setVisible(bool(self._device))
        self._take.setText(self.tr("重拍 (空白鍵)") if taken else self.tr("拍照 (空白鍵)"))
        self._file.setText(self.tr("選擇檔案 (O)"))
        self._keys.setText(self.tr("方向鍵移動，＋ 與 － 放大縮小，Enter 用這張。") if taken else "")
        self._keys.setVisible(taken)
        self.view.setAccessibleName(self.tr("照片"))
        self.submit.setText(self.tr("用這張照片 (Enter)"))
