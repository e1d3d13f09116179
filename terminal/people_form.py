"""The pages of the task for people and cards, moving among them, and looking somebody up. What is done for them is
`terminal.people_task`'s.

Object names: `terminal.people` (with the parts of `terminal.office_task`), `.back`, `.found`, `.result` (with the parts of
`terminal.result_view`), and those of `terminal.people_search`, `.person_page`, `.card_page`, `.replace_page`,
`.correct_page` and `.points_page`.
"""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.wire import BalanceResponse
from domain.wire_record import BindCodeResponse
from station.people_views import PeopleFound, Person
from station.views import Field
from terminal.card_page import CardPage
from terminal.correct_page import CorrectPage
from terminal.office_task import OfficeTask
from terminal.people_search import PeopleSearch
from terminal.people_words import code_words, found_row, person_here
from terminal.person_page import PersonPage
from terminal.points_page import PointsPage
from terminal.replace_page import ReplacePage
from terminal.result_view import ResultView
from terminal.row_list import RowList
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.stack import Stack

_NOBODYS = (Code.STAFF_CARD_NOT_FOR_CITIZENS, Code.CARD_RANDOM_UID)
"""Whatever else is the matter with a card, the platform may know whose it is."""


class PeopleForm(OfficeTask):
    """The search, who was found, one person, and a page for each thing that is done for them."""

    bind_wanted = Signal(object, object)
    """`PersonCard` of somebody who wants to bind another one, and their `PersonHere`."""
    loads_wanted = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.people")
        self._found: list[Person] = []
        self._op_id: UUID | None = None
        self._about: tuple[object, ...] = ()
        self._looked = 0
        self.search = PeopleSearch(place.station)
        self.list = RowList("terminal.people.found")
        self.record = PersonPage(place)
        self.card = CardPage(place.station)
        self.replacing = ReplacePage(place)
        self.correcting = CorrectPage(place.station)
        self.points = PointsPage(place)
        self.result = ResultView("terminal.people.result")
        self._stack = Stack()
        for page in (
            self.search,
            self.list,
            self.record,
            self.card,
            self.replacing,
            self.correcting,
            self.points,
            self.result,
        ):
            self._stack.addWidget(page)
        self.body.addLayout(self._stack)
        self._back = QuietButton()
        self._back.setObjectName("terminal.people.back")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self._step_back)
        self.title_row.addWidget(self._back)
        self.search.wanted.connect(self._search)
        self.list.wanted.connect(self._chosen)

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self.focus_here()

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        page = self._page()
        if page is self.list:
            self.list.setFocus()
        elif isinstance(page, PeopleSearch | PersonPage | CardPage | ReplacePage | CorrectPage | PointsPage | ResultView):
            page.start()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        self.banner.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        super().clear()
        self._reset()

    def begin(self) -> None:
        """The next person; the reason is asked anew."""
        super().clear()
        self._reset()
        self.focus_here()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        shown = self.record.person
        return person_here(shown) if shown is not None else None

    # --- moving about ---

    def _reset(self) -> None:
        self._found, self._op_id, self._about = [], None, ()
        self._looked += 1
        for page in (self.record, self.card, self.replacing, self.correcting, self.points, self.result, self.search):
            page.clear()
        self.list.show_rows([])
        self._go(self.search)

    def _page(self) -> QWidget | None:
        return self._stack.currentWidget()

    def _go(self, page: QWidget) -> None:
        self._op_id, self._about = None, ()
        self.banner.clear()
        self.again.hide()  # what could not be asked was of the page that is left
        self._stack.setCurrentWidget(page)
        self.person_changed.emit(self.person())
        self.retranslate()
        if self.isVisible():
            self.focus_here()

    def _to_person(self) -> None:
        for page in (self.card, self.replacing, self.correcting, self.points, self.result):
            page.clear()
        self._go(self.record)

    def _step_back(self) -> None:
        page = self._page()
        if self.leave_asking():
            return
        if page is self.list or page is self.record or page is self.result:
            self.begin()
        elif page is self.card:
            self._to_person()
        elif page is self.replacing:
            self._go(self.card)
        elif (page is self.correcting and not self.correcting.step_back()) or (
            page is self.points and not self.points.step_back()
        ):
            self._to_person()

    def _free(self) -> bool:
        return not (self.asking or self.gated)

    # --- looking up ---

    def _search(self) -> None:
        text, reason, people = self.search.question(), self.search.reason(), self.station.people
        if not text:
            self._search_by_card()
        elif self.search.is_number():
            self.ask(self.tr("查詢中…"), partial(people.find, reason=reason, national_id=text), self._show_found)
        else:
            self.ask(self.tr("查詢中…"), partial(people.find, reason=reason, name=text), self._show_found)

    def _search_by_card(self) -> None:
        card = self.place.card
        if card is None or self.search.question() or not self._free():
            return
        problem = CardHere.holder_problem(card)
        if card.is_code:
            self._search_by_code(card)
        elif problem in _NOBODYS:
            self.banner.show_code(problem)
        elif self.search.require_reason():
            work = partial(self.station.people.by_card, card.medium, reason=self.search.reason())
            self.ask(self.tr("查詢中…"), work, self._show_found)

    def _search_by_code(self, shown: CardHere) -> None:
        """The bar code of an identity document is its number; another code is nobody's card."""
        number = shown.medium.value.decode("utf-8", "replace").strip()
        if self.station.counter.check_field(Field.NATIONAL_ID, number) is not None:
            self.banner.show_code(Code.CODE_IS_NO_CARD)
        elif self.search.require_reason():
            find = self.station.people.find
            self.ask(self.tr("查詢中…"), partial(find, reason=self.search.reason(), national_id=number), self._show_found)

    def _show_found(self, found: PeopleFound) -> None:
        self._found = found.people
        if len(found.people) == 1:
            self._open(found.people[0])
            return
        self.list.show_rows([found_row(number, person) for number, person in enumerate(found.people, 1)])
        self._go(self.list)
        if found.more:
            self.banner.show_words(OutcomeKind.ATTENTION, self._more_words)

    def _more_words(self) -> Words:
        return Words(self.tr("還有更多同名的人"), self.tr("請改用證件號碼或卡片查詢。"))

    def _chosen(self, row: str) -> None:
        person = next((each for each in self._found if str(each.holder) == row), None)
        if person is not None:
            self._open(person)

    def _open(self, person: Person) -> None:
        self.search.clear()
        self.record.show_person(person)
        self._go(self.record)
        self._ask_balance(person)

    def _ask_balance(self, person: Person) -> None:
        """What they have comes beside, and its absence stops nobody."""
        self._looked += 1
        looked, balance = self._looked, self.station.people.balance

        def known(found: BalanceResponse | None) -> None:
            if looked == self._looked:
                self.record.show_balance(found)

        if person.online:
            run_off_thread(self, lambda: balance(person), known, lambda _: None)

    def _in_clear(self) -> None:
        person = self.record.person
        if person is None or not person.cards or not self._free():
            return
        work = partial(self.station.people.by_card, person.cards[0].medium, reason=person.reason, in_clear=True)
        self.ask(self.tr("查詢中…"), work, self._show_found)

    # --- parts of acts ---

    def _give_code(self) -> None:
        card = self.card.card if self._page() is self.card and not self.card.give_code.isHidden() else None
        if card is not None and self._free():
            self.ask(self.tr("處理中…"), partial(self.station.people.bind_code, self._act_id("code"), card), self._code_given)

    def _code_given(self, given: BindCodeResponse) -> None:
        self._to_person()
        self.record.tell(OutcomeKind.GOOD, lambda: code_words(given))

    def _act_id(self, *about: object) -> UUID:
        """One for what is asked for on a page, until that is another thing or the page is left: twice is then the same act."""
        if self._op_id is None or self._about != about:
            self._op_id, self._about = self.station.people.new_op_id(), about
        return self._op_id

    def _shown(self) -> Person:
        person = self.record.person
        assert person is not None
        return person

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        page = self._page()
        hints = {
            self.search: self.tr("每次查閱都要選事由，會留下紀錄。"),
            self.list: self.tr("有好幾個人。選一個 (Enter)，Esc 回查詢。"),
            self.record: self.tr("選卡片或要辦的事 (數字或上下鍵，Enter)。F11 換人。"),
            self.card: self.tr("Esc 回這個人，F11 換人。"),
            self.replacing: self.tr("Esc 回這張卡。補發之後舊卡不能再用。"),
            self.correcting: self.tr("Esc 上一步。送出前會先列出更改內容。"),
            self.points: self.tr("Esc 上一步。要兩個人：您填寫，另一位主管核可。"),
        }
        self.set_head(self.tr("民眾與卡片"), next((words for each, words in hints.items() if each is page), ""))
        self._back.setText(self.tr("上一步 (Esc)"))
        self._back.setVisible(page is not self.search)
        self.list.show_rows([found_row(number, person) for number, person in enumerate(self._found, 1)])
