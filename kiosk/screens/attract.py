"""Nobody is here: where the card goes, what this kiosk is for, one thing at a time, and the other languages."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import LOW_TARGETS, Page
from kiosk.pieces import EvenGrid
from kiosk.slides import Slide, Slides
from kiosk.states import Attract
from ui.i18n import KIOSK_LANGUAGES, current_language
from ui.theme import Theme, theme_of
from ui.widgets import CardSlot, SecondaryButton, Text, Towards

_SAY_PART, _EDGE_PART = 0.7, 0.01
"""Part of the width of a glass that lies for what is said; a little less where the words beside it are long."""
_AFTER_WORDS = 3
"""Place of the languages below the title, the loop and what is said of phones."""
_SLOT_PART = 0.62
"""Part of the page's shorter side that the picture takes."""
_LARGE_WORDS = 0.6
"""Text so large, in touch targets, that a glass that lies has no height for larger."""


class AttractPage(Page[Attract]):
    """`kiosk.attract`; buttons `zh_TW`, `en`, `vi`, `id`, save the current one's, and `still`."""

    name = "attract"
    public = True
    say_part = _SAY_PART

    def __init__(
        self, programme: Callable[[], Programme], towards: Towards, *, codes: bool, parent: QWidget | None = None
    ) -> None:
        """`codes`: a phone can be shown instead of a card."""
        super().__init__(programme, parent)
        self._codes = codes
        self._offline = self._imitated = False
        self._downloading: int | None = None
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title = Text("display", strong=True, align=middle)
        self._slides = Slides()
        self._phone_note = Text("body", "soft", align=middle)
        self._offline_note = Text("body", "attention", strong=True, align=middle)
        self._imitated_note = Text("small", "soft", align=middle)
        self._download_note = Text("small", "soft", align=middle)
        for part in (self._title, self._slides, self._phone_note, self._offline_note, self._imitated_note, self._download_note):
            self.say_box.addWidget(part)
        self._slot = CardSlot(towards)
        self._languages = {language: SecondaryButton() for language in KIOSK_LANGUAGES}
        self._choices = EvenGrid(4)
        for language, button in self._languages.items():
            button.setObjectName(f"kiosk.attract.{language}")
            button.clicked.connect(lambda _=False, language=language: self.prefers.emit(language))
            self._choices.add(button)
        self._still = SecondaryButton("pause")
        self._still.setObjectName("kiosk.attract.still")
        self._still.clicked.connect(lambda: self.uses.emit("still"))
        self._choices.add(self._still)
        self._is_beside = False
        self.act_box.addWidget(self._slot)
        self.act_box.addWidget(self._choices)

    def restyle(self, theme: Theme) -> None:
        """What the button that stops the movement would do now; where nothing moves, what else there is to say stands still."""
        super().restyle(theme)
        still = theme.reduced_motion
        self._slides.show_first(alone=still)
        self._phone_note.setVisible(still and self._codes and self.state is not None and not self.state.take_card)
        self._still.set_icon("play" if still else "pause")
        self._still.setText(self.tr("繼續播放") if still else self.tr("停止動畫"))

    def steady(self) -> list[QWidget]:
        """The languages, and what stops the movement."""
        return [self._choices, self._still]

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Lying, the languages stand below what is said, beside the picture and what stops it; in reach mode below a smaller
        picture.
        """
        beside = lying and not reach
        self.say_part = _SAY_PART
        if beside:
            words = self._still.sizeHint().width() / max(1, self.width() - 2 * self.theme().sizes.gap)
            self.say_part = min(_SAY_PART, 1 - words - _EDGE_PART)
        self._put_choices(beside=beside)
        shorter, touch = min(self.width(), self.height()), theme_of(self).sizes.touch
        low = lying and reach
        small = lying and self.height() < LOW_TARGETS * touch
        self._title.set_role("title" if small else "display")
        self._choices.set_most_columns(4, uneven=small)
        self._slides.set_role("body" if lying and self.theme().sizes.body > _LARGE_WORDS * touch else "title")
        wanted = 0 if low else round(shorter * _SLOT_PART)
        self._slot.setFixedHeight(max(2 * touch, min(wanted, self._room_for_slot(beside=beside))))
        self._slot.setVisible(not low or self._room_for_slot(beside=False) >= 2 * touch)

    def _put_choices(self, *, beside: bool) -> None:
        if beside != self._is_beside:
            self._is_beside = beside
            if beside:
                self._choices.take(self._still)
                self.act_box.removeWidget(self._choices)
                self.say_box.insertWidget(_AFTER_WORDS, self._choices)
                self.act_box.addWidget(self._still)
            else:
                self.say_box.removeWidget(self._choices)
                self.act_box.removeWidget(self._still)
                self._choices.add(self._still)
                self.act_box.addWidget(self._choices)
            self._still.show()
        if beside:
            # What has no room is turned; whoever cannot read it needs their language in sight.
            tall = self._say_height(round(self.width() * self.say_part)) > self.height()
            if (self.say_box.indexOf(self._choices) == 1) is not tall:
                self.say_box.removeWidget(self._choices)
                self.say_box.insertWidget(1 if tall else _AFTER_WORDS, self._choices)

    def _room_for_slot(self, *, beside: bool) -> int:
        """What is left for the picture when all else is to be in sight."""
        sizes = self.theme().sizes
        if beside:
            return self.height() - self._still.sizeHint().height() - 4 * sizes.unit
        others = self._say_height(self.width()) + self._choices.heightForWidth(self.width())
        return self.height() - others - 2 * sizes.gap - 5 * sizes.unit

    def place(self) -> None:
        """The picture grows with the page."""
        self.arranged()
        super().place()

    def set_station(self, *, offline: bool, imitated: bool, downloading: int | None = None) -> None:
        """How the station stands: platform away, reader only imitated, a download of everything under way (per cent)."""
        self._offline, self._imitated, self._downloading = offline, imitated, None if offline else downloading
        self.retranslate()
        self.place()

    def fill(self, state: Attract) -> None:
        """Texts."""
        if state.take_card:
            self._title.setText(self.tr("請取回您的卡片"))
            self._slides.set_slides([Slide("", self.tr("畫面上的資料已經清除。"))])
        else:
            self._title.setText(self.tr("請放上卡片"))
            self._slides.set_slides(self._what_for())
        self._phone_note.setText(self.tr("也可以出示手機上的市民卡查詢。"))
        for language, button in self._languages.items():
            button.setText(KIOSK_LANGUAGES[language])
            button.setVisible(language != current_language())
        self.restyle(self.theme())
        self._slot.set_present(state.take_card)
        self._slot.setAccessibleName(self.tr("讀卡機的位置"))
        self._offline_note.setText(self._without_platform())
        self._offline_note.setVisible(self._offline)
        self._imitated_note.setText(self.tr("沒有實體讀卡機，目前使用模擬的讀卡機。"))
        self._imitated_note.setVisible(self._imitated)
        downloading = self.tr("正在下載卡片資料（{percent}%）。") if self._downloading else self.tr("正在下載卡片資料。")
        self._download_note.setText(downloading.format(percent=self._downloading))
        self._download_note.setVisible(self._downloading is not None)

    def _what_for(self) -> list[Slide]:
        """What can be done here now; without the platform no more than the first."""
        slides = [Slide("card", self.tr("把卡片留在讀卡機上，查點數、換儲值金。"))]
        if self._offline:
            return slides
        slides.append(Slide("person", self.tr("看我的紀錄：點數、時數，還有誰查過我的資料。")))
        if self.programme().carriers:
            slides.append(Slide("card_add", self.tr("加一張新卡：先向櫃檯拿代碼，再在這裡感應。")))
        if self._codes:
            slides.append(Slide("phone", self.tr("出示手機上的市民卡：對準讀碼處，查點數、看紀錄。")))
        return slides

    def _without_platform(self) -> str:
        """What still works with no network, before anybody touches anything."""
        programme = self.programme()
        if not any(kind.redeemable for kind in programme.point_kinds):
            return self.tr("目前連不上平台：看不到點數，請稍後再來。")
        if any(purse.driver == "account" for purse in programme.purses):
            return self.tr("目前連不上平台：看不到點數，但可以先登記兌換。")
        return self.tr("目前連不上平台：看不到點數，也不能儲值，請稍後再來。")
