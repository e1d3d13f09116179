"""A published draw on the screen: its list's SHA-256, how it stands, and the winners that have been shown so far.

Object names: `terminal.draws.state`, `.digest`, `.facts`, `.prize`, `.entry`, `.next`, `.all`, `.export`, `.shown`.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.wire_draws import DrawPlace
from station.draw_desk import DrawShow
from terminal.row_list import RowList
from ui.amounts import moment_text
from ui.buttons import PrimaryButton, QuietButton
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.screen import Screen
from ui.surfaces import Panel
from ui.text import Text
from ui.theme import Theme

_GROUP = 8
"""So many digits of the SHA-256 stand together, to be read aloud."""


class DrawView(Screen):
    """Shows winners one by one, and none of a draw in which something does not fit together."""

    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show: DrawShow | None = None
        self._revealed = 0
        self._state, self._digest, self._facts = OutcomeBanner(), Text("body", strong=True), Text("small", "soft")
        self._prize, self._entry = Text("title", "soft"), Text(strong=True)
        self._next, self._all, self._export = PrimaryButton(), QuietButton(), QuietButton()
        self._next.clicked.connect(self.reveal_next)
        self._all.clicked.connect(self.reveal_all)
        self._export.clicked.connect(self.export_wanted)
        self._shown = RowList("terminal.draws.shown")
        self._shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names: dict[str, QWidget] = {"state": self._state, "digest": self._digest, "facts": self._facts, "prize": self._prize}
        names |= {"entry": self._entry, "next": self._next, "all": self._all, "export": self._export}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.draws.{part}")
        for button in (self._all, self._export):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        panel = Panel(gap=1)
        for widget in (self._digest, self._facts, self._prize, self._entry):
            panel.body.addWidget(widget)
        row = self.grid(QHBoxLayout(), gap=2)
        for button_ in (self._next, self._all, self._export):
            row.addWidget(button_)
        row.addStretch(1)
        panel.body.addLayout(row)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._state)
        column.addWidget(panel)
        column.addWidget(self._shown, 100)
        column.addStretch(1)

    def show_draw(self, show: DrawShow | None) -> None:
        """Show this one; of the same draw what had been shown stays."""
        if show is None or self._show is None or self._show.public.draw != show.public.draw:
            self._revealed = 0
        self._show = show
        self.retranslate()

    def start(self) -> None:
        """Put the focus on the next winner."""
        (self._next if self._next.isVisible() else self).setFocus()

    def reveal_next(self) -> None:
        """One more."""
        if self._revealed < len(self._places()):
            self._revealed += 1
            self.retranslate()

    def reveal_all(self) -> None:
        """All of them."""
        self._revealed = len(self._places())
        self.retranslate()

    def _places(self) -> list[DrawPlace]:
        show = self._show
        return show.public.places if show is not None and show.sound else []

    def restyle(self, theme: Theme) -> None:
        """Qt's own; who was drawn is read from far away."""
        self._entry.setStyleSheet(f"font-size: {theme.sizes.display * 3 // 2}px;")

    def retranslate(self) -> None:
        """Texts."""
        self._all.setText(self.tr("全部公布 (F11)"))
        self._export.setText(self.tr("存核算包 (Ctrl+S)"))
        show = self._show
        if show is not None:
            self._show_facts(show)
            self._show_places(show)
            self._state.show_words(self._kind(show), lambda: self._state_words(show))

    def _kind(self, show: DrawShow) -> OutcomeKind:
        if not show.sound:
            return OutcomeKind.STOP
        return OutcomeKind.GOOD if show.computed else OutcomeKind.ATTENTION

    def _state_words(self, show: DrawShow) -> Words:
        public = show.public
        if show.list_differs:
            return Words(self.tr("名單和公布的指紋不同"), self.tr("請停止抽獎，通知主辦單位和資訊單位。"))
        if show.result_differs:
            return Words(self.tr("重算的結果和公布的不同"), self.tr("請停止公布結果，通知主辦單位和資訊單位。"))
        if show.computed:
            value = self.tr("公開號碼：{value}（{where}）").format(value=public.seed_value, where=public.seed_reference)
            return Words(self.tr("這台電腦重算的結果和公布的相同"), value)
        if public.state == "cancelled":
            return Words(self.tr("這個抽獎已經取消"), "")
        if public.list_sha256:
            what = self.tr("公開號碼：{day} 的 {source}。主辦單位填入後，這裡會自動更新。")
            return Words(self.tr("名單已公布，等公開號碼"), what.format(day=public.seed_day, source=public.seed_source))
        return Words(self.tr("名單還沒有公布"), self.tr("主辦單位公布名單後，再回到這裡。"))

    def _show_facts(self, show: DrawShow) -> None:
        public, digest = show.public, show.public.list_sha256
        groups = " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))
        self._digest.setText(self.tr("名單指紋 (SHA-256)：{digest}").format(digest=groups))
        self._digest.setVisible(bool(digest))
        prizes = "、".join(f"{prize.name} × {prize.count}" for prize in public.prizes)
        facts = [self.tr("{entries} 份參加").format(entries=f"{public.entries:,}"), prizes]
        if public.substitutes:
            facts.append(self.tr("備取 {count} 名").format(count=public.substitutes))
        if public.published_ms is not None:
            facts.append(self.tr("{time} 公布").format(time=moment_text(public.published_ms)))
        self._facts.setText("　".join(facts))
        self._export.setVisible(bool(show.content))

    def _show_places(self, show: DrawShow) -> None:
        places = self._places()
        last = places[self._revealed - 1] if 0 < self._revealed <= len(places) else None
        self._prize.setVisible(last is not None)
        self._entry.setVisible(last is not None)
        if last is not None:
            name = show.names.get(last.entry, "")
            self._prize.setText(f"{self._prize_words(last)}　{last.entry if name else ''}".rstrip())
            self._entry.setText(name or last.entry)
        left = len(places) - self._revealed
        if not left and self._next.hasFocus():
            # A button that is hidden hands its focus on to the next one, and Enter would press that.
            self.setFocus()
        self._next.setText(self.tr("公布下一位 (Enter)"))
        self._next.setVisible(left > 0)
        self._all.setVisible(left > 1)
        listed = reversed(places[: self._revealed])
        self._shown.show_rows([(each.entry, self._who(show, each), self._prize_words(each)) for each in listed])
        self._shown.setVisible(self._revealed > 0)

    def _prize_words(self, place: DrawPlace) -> str:
        if place.withdrawn:
            return self.tr("第 {place} 位　放棄").format(place=place.place)
        if not place.prize:
            return self.tr("第 {place} 位　備取").format(place=place.place)
        return self.tr("第 {place} 位　{prize}").format(place=place.place, prize=place.prize)

    def _who(self, show: DrawShow, place: DrawPlace) -> str:
        return f"{place.entry}　{show.names.get(place.entry, '')}".strip()
