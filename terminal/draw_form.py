"""The forms of a draw: what is drawn and by which public value, and later that value.

Object names: `terminal.draw_form`, `.title`, `.how`, `.price`, `.most`, `.prizes`, `.substitutes`, `.source`, `.day`; and
`terminal.draw_seed`, `.value`, `.fixed`, `.reference`. What is wrong with one has `.wrong` after its name.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from domain import roc_date
from domain.draws import Prize
from domain.errors import Refused
from domain.programme import Programme
from domain.session_lines import parse_sessions
from terminal.keys import EnterAdvances
from terminal.names import point_kind_name
from terminal.office_page import Field, beside, number_in
from ui.amounts import day_text
from ui.choices import ComboBox
from ui.screen import Screen
from ui.surfaces import Panel
from ui.theme import Theme

_MOST_LETTERS = 200
_PRIZE_LINES = 3


class _Form(Screen):
    """Fields in order; Enter goes on, after the last one `done` is called."""

    def __init__(self, name: str, done: Callable[[], None], own: dict[str, QWidget], names: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.fields = {each: Field(f"{name}.{each}", own.get(each)) for each in names}
        self._done = done
        for field in self.fields.values():
            if isinstance(field.edit, QLineEdit):
                field.edit.setMaxLength(_MOST_LETTERS)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(*(field.edit for field in self.fields.values() if not isinstance(field.edit, QPlainTextEdit)))

    def start(self) -> None:
        """Put the focus on the first field, or the first that is wrong."""
        wrong = next((field for field in self.fields.values() if field.wrong()), next(iter(self.fields.values())))
        wrong.edit.setFocus()

    def clear(self) -> None:
        """Empty every field."""
        for field in self.fields.values():
            field.set_text("")
            field.complain("")

    def need(self, name: str, words: Callable[[], str]) -> str:
        """A field's text; says `words` beside it when there is none."""
        text = self.fields[name].text()
        self.fields[name].complain("" if text else words)
        return text

    def right(self) -> bool:
        """Whether nothing is said against any field."""
        return not any(field.wrong() for field in self.fields.values())

    def _advance(self, field: QWidget) -> None:
        order = [each.edit for each in self.fields.values()]
        following = [each for each in order[order.index(field) + 1 :] if each.isVisible()]
        if following:
            following[0].setFocus()
        else:
            self._done()


class DrawForm(_Form):
    """What is drawn. `values()` are the fields of `domain.wire_draws.DrawSave` that it asks for."""

    def __init__(self, programme: Callable[[], Programme], done: Callable[[], None]) -> None:
        self._programme = programme
        self._how, self._prizes = ComboBox(), QPlainTextEdit()
        self._prizes.setTabChangesFocus(True)
        names = ("title", "how", "price", "most", "prizes", "substitutes", "source", "day")
        super().__init__("terminal.draw_form", done, {"how": self._how, "prizes": self._prizes}, names)
        self._how.currentIndexChanged.connect(lambda _: self._show_price())
        self._prizes.textChanged.connect(lambda: self.fields["prizes"].complain(""))
        field, panel = self.fields, Panel(gap=1.5)
        panel.body.addLayout(beside(self, (field["title"], field["how"])))
        panel.body.addLayout(beside(self, (field["price"], field["most"])))
        panel.body.addLayout(beside(self, (field["prizes"], field["substitutes"])))
        panel.body.addLayout(beside(self, (field["source"], field["day"])))
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def clear(self) -> None:
        """See `_Form.clear`."""
        super().clear()
        self._prizes.clear()
        self._how.setCurrentIndex(0)
        self._show_price()

    def values(self, today: date) -> dict[str, object] | None:
        """What was filled in, or None when something is wrong, which is then said."""
        priced = bool(self._how.currentData())
        found: dict[str, object] = {
            "title": self.need("title", lambda: self.tr("請填抽獎名稱。")),
            "prizes": self._checked_prizes(),
            "substitutes": self._number("substitutes", least=0) or 0,
            "seed_source": self.need("source", lambda: self.tr("請寫明用哪一個公開號碼，讓任何人都認得。")),
            "seed_day": self._checked_day(today),
            "point_kind": self._how.currentData() or None,
            "points_per_ticket": self._number("price", least=1) if priced else None,
            "most_tickets": (self._number("most", least=1) if priced else None) or 1,
        }
        if priced and found["points_per_ticket"] is None and not self.fields["price"].wrong():
            self.fields["price"].complain(lambda: self.tr("請填一張券要幾點。"))
        return found if self.right() else None

    def _checked_prizes(self) -> list[Prize]:
        found: list[Prize] = []
        wrong = 0
        for number, line in enumerate(self._prizes.toPlainText().splitlines(), 1):
            name, _, count = line.strip().rpartition(" ")
            if not line.strip():
                continue
            if name.strip() and count.isdecimal() and 1 <= int(count) <= 10_000:
                found.append(Prize(name=name.strip(), count=int(count)))
            else:
                wrong = wrong or number
        self.fields["prizes"].complain(lambda: self._prizes_words(wrong, bool(found)))
        return found

    def _prizes_words(self, wrong: int, any_found: bool) -> str:
        if wrong:
            return self.tr("第 {number} 行請寫「獎項 空格 名額」，例如：大獎 1").format(number=wrong)
        return "" if any_found else self.tr("請至少寫一個獎項，例如：大獎 1")

    def _checked_day(self, today: date) -> str:
        field = self.fields["day"]
        try:
            day = roc_date.parse(field.text())
        except Refused:
            field.complain(lambda: self.tr("請寫成 115/12/05。"))
            return ""
        field.complain(lambda: "" if day > today else self.tr("要在名單公布之後，也就是明天或更晚。"))
        return day.isoformat()

    def _number(self, name: str, *, least: int) -> int | None:
        field = self.fields[name]
        try:
            value = number_in(field)
        except ValueError:
            value = -1
        field.complain(
            lambda: self.tr("請填整數，至少 {least}。").format(least=least) if value is not None and value < least else ""
        )
        return value

    def _show_price(self) -> None:
        for name in ("price", "most"):
            self.fields[name].setVisible(bool(self._how.currentData()))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; room for some prizes."""
        self._prizes.setFixedHeight(round(theme.sizes.body * 1.6 * _PRIZE_LINES) + theme.sizes.unit * 2)

    def retranslate(self) -> None:
        """Texts."""
        labels = {
            "title": self.tr("抽獎名稱"),
            "how": self.tr("誰可以參加"),
            "price": self.tr("一張券幾點"),
            "most": self.tr("每人最多幾張"),
            "prizes": self.tr("獎項與名額（一行一項）"),
            "substitutes": self.tr("備取人數"),
            "source": self.tr("用哪一個公開號碼抽"),
            "day": self.tr("號碼開出的日期"),
        }
        for name, words in labels.items():
            self.fields[name].row.set_label(words)
        self.fields["prizes"].row.set_note(self.tr("例如：大獎 1"))
        self.fields["source"].row.set_note(self.tr("例如：大樂透第 115000100 期，依開出順序"))
        self.fields["day"].row.set_note(self.tr("例如 115/12/05；名單要在這天之前公布"))
        self._fill_how()
        self._show_price()

    def _fill_how(self) -> None:
        programme = self._programme()
        kinds = [kind.id for kind in programme.point_kinds if not kind.redeemable]
        if [self._how.itemData(at) for at in range(1, self._how.count())] != kinds:
            self._how.clear()
            for kind in ("", *kinds):
                self._how.addItem("", kind)
        self._how.setItemText(0, self.tr("到場的人，每人一張券"))
        for at, kind in enumerate(kinds, 1):
            self._how.setItemText(at, self.tr("用{points}換券").format(points=point_kind_name(programme, kind)))


class SeedForm(_Form):
    """The public value, when it has been fixed."""

    def __init__(self, done: Callable[[], None]) -> None:
        super().__init__("terminal.draw_seed", done, {}, ("value", "fixed", "reference"))
        panel = Panel(gap=1.5)
        panel.body.addWidget(self.fields["value"])
        panel.body.addLayout(beside(self, (self.fields["fixed"], self.fields["reference"])))
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def values(self) -> dict[str, object] | None:
        """The fields of `domain.wire_draws.DrawSeed`, or None when something is wrong, which is then said."""
        found: dict[str, object] = {
            "value": self.need("value", lambda: self.tr("請填公開號碼。")),
            "reference": self.need("reference", lambda: self.tr("請寫在哪裡可以查到。")),
            "fixed_ms": self._fixed_ms(),
        }
        return found if self.right() else None

    def _fixed_ms(self) -> int:
        field, day = self.fields["fixed"], self.fields["fixed"].text()
        try:
            starts_ms = parse_sessions(f"{day}-23:59")[0].starts_ms
        except Refused:
            field.complain(lambda: self.tr("請寫日期和時間，例如 115/12/05 20:30。"))
            return 0
        field.complain("")
        return starts_ms

    def retranslate(self) -> None:
        """Texts."""
        self.fields["value"].row.set_label(self.tr("開出的號碼（照公布的寫法和順序）"))
        self.fields["fixed"].row.set_label(self.tr("開出的日期和時間"))
        self.fields["fixed"].row.set_note(self.tr("例如 115/12/05 20:30"))
        self.fields["reference"].row.set_label(self.tr("在哪裡可以查到"))


def day_of(iso: str) -> str:
    """A published day as screens tell it."""
    return day_text(date.fromisoformat(iso))
