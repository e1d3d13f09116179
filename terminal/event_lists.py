"""Lists at the event desk: sign-ins to take back, forgotten sign-outs, and people without their card.

Object names: `terminal.event.stays`, `.stays.none`, `terminal.event.names`, `.names.typed`, `.names.found`, `.names.none`.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain.taipei import moment
from station.event_views import RosterPerson, StayLine
from terminal.row_list import RowList
from ui.amounts import moment_text
from ui.fields import FieldRow
from ui.screen import Screen
from ui.text import Text
from ui.theme import theme_of

Purpose = Literal["undo", "forgotten"]
Row = tuple[str, str, str]
_OUT = ".out"
"""At the end of a row's id: the sign-out alone."""


class StayList(Screen):
    """Sign-ins of this desk, one row each; of one that has ended two, because the sign-out alone may be wrong."""

    undo_wanted = Signal(object, bool)
    """`StayLine`, and whether its sign-out alone is meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._purpose: Purpose = "undo"
        self._stays: Sequence[StayLine] = ()
        self._lead = Text("body", "soft")
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.event.stays.none")
        self._list = RowList("terminal.event.stays")
        self._list.wanted.connect(self._chosen)
        column = self.grid(QVBoxLayout(self), gap=1)
        for widget in (self._lead, self._none):
            column.addWidget(widget)
        column.addWidget(self._list, 1)

    def show_stays(self, purpose: Purpose, stays: Sequence[StayLine]) -> None:
        """Show these."""
        self._purpose, self._stays = purpose, stays
        self.retranslate()

    def clear(self) -> None:
        """Forget them."""
        self.show_stays(self._purpose, ())

    def start(self) -> None:
        """Put the focus where one chooses."""
        (self._list if self._stays else self).setFocus()

    def _chosen(self, row: str) -> None:
        number, out, _ = row.partition(_OUT)
        stay = next((stay for stay in self._stays if str(stay.sign_in) == number), None)
        if self._purpose == "undo" and stay is not None and not stay.undone:
            self.undo_wanted.emit(stay, bool(out))

    def retranslate(self) -> None:
        """Texts."""
        undo = self._purpose == "undo"
        self._lead.setText(
            self.tr("選要取消的一筆，按 Enter。取消會留下紀錄，時數和點數一起收回。")
            if undo
            else self.tr("超過時間沒有簽退的人：這幾次不計時數，也不給點，等主辦單位確認實際時間後補登。")
        )
        self._lead.setVisible(bool(self._stays))
        self._none.setText(self.tr("這個工作站還沒有簽到紀錄。") if undo else self.tr("沒有忘記簽退的人。"))
        self._none.setVisible(not self._stays)
        self._list.setVisible(bool(self._stays))
        rows = [row for stay in self._stays for row in self._rows(stay)]
        rows.sort(key=lambda row: row[0], reverse=self._purpose == "undo")
        self._list.show_rows([row for _, row in rows])

    def _rows(self, stay: StayLine) -> list[tuple[int, Row]]:
        """Rows, each with the time of what it is about."""
        who = self._who(stay)
        came, number = _clock(stay.in_ms), str(stay.sign_in)
        if stay.undone:
            return [(stay.in_ms, (number, self.tr("{time} 簽到（已取消）").format(time=came), who))]
        if self._purpose == "forgotten":
            return [(stay.in_ms, (number, self.tr("{time} 簽到，沒有簽退").format(time=moment_text(stay.in_ms)), who))]
        rows = [(stay.in_ms, (number, self.tr("取消 {time} 的簽到").format(time=came), who))]
        if stay.out_ms is not None and stay.sign_out is not None:
            left = self.tr("取消 {time} 的簽退，人還在場").format(time=_clock(stay.out_ms))
            rows.append((stay.out_ms, (number + _OUT, left, who)))
        return rows

    def _who(self, stay: StayLine) -> str:
        name = stay.who or (self.tr("現場參加") if stay.walk_in else self.tr("持卡人"))
        return self.tr("{name}，沒帶卡，以姓名簽到").format(name=name) if stay.by_name else name


def _clock(ms: int) -> str:
    """To the second, as the board lists taps."""
    return f"{moment(ms):%H:%M:%S}"


class NameSearch(Screen):
    """The registration list by masked names, for somebody who has no card with them."""

    typed = Signal(str)
    wanted = Signal(object)
    """UUID of whoever was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Sequence[RosterPerson] = ()
        self._edit = QLineEdit()
        self._edit.setObjectName("terminal.event.names.typed")
        self._edit.textChanged.connect(self.typed)
        self._edit.returnPressed.connect(self._to_list)
        self._field = FieldRow(self._edit)
        self._none = Text("body", "soft")
        self._none.setObjectName("terminal.event.names.none")
        self._list = RowList("terminal.event.names.found")
        self._list.wanted.connect(lambda row: self.wanted.emit(UUID(row)))
        column = self.grid(QVBoxLayout(self), gap=1)
        for widget in (self._field, self._none):
            column.addWidget(widget)
        column.addWidget(self._list, 1)

    def begin(self) -> None:
        """Nothing typed."""
        self._edit.clear()
        self.show_people(())

    def start(self) -> None:
        """Put the focus into the field."""
        self._edit.setFocus()

    def show_people(self, people: Sequence[RosterPerson]) -> None:
        """Who may be meant by what was typed."""
        self._people = people
        self.retranslate()

    def text(self) -> str:
        """What was typed."""
        return self._edit.text()

    def _to_list(self) -> None:
        if self._people:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Texts."""
        there = {"not_yet": self.tr("還沒簽到"), "in": self.tr("在場"), "out": self.tr("已簽退")}
        self._field.set_label(self.tr("報名的人的姓名"))
        self._field.set_note(self.tr("先請本人說出姓名再輸入。名單上只有遮蔽過的姓名；同樣遮法的人都會列出。"))
        self._none.setText(self.tr("報名名單上沒有這個姓名。"))
        self._none.setVisible(bool(self.text().strip()) and not self._people)
        self._list.setVisible(bool(self._people))
        self._list.show_rows([(str(each.holder), each.masked_name, there[each.there]) for each in self._people])
        self._list.setMinimumHeight(theme_of(self).sizes.unit * 8)
