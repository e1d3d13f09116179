"""People and cards (民眾與卡片): looking somebody up, their cards, and what is done for them.

Looking up asks the platform, which writes down who looked and why; acts on cards are this station's own and work with no
network. Object names: those of `terminal.people_form`.
"""

from functools import partial

import msgspec

from domain.cards import CardState
from domain.errors import CityCardError, Code
from domain.wire_points import AwardLine
from domain.wire_subject import StoredParts
from station.people_views import CardDone, Person, PersonCard, person_after
from terminal import person_page
from terminal.people_form import PeopleForm
from terminal.people_words import done_words, person_here, replaced_facts
from terminal.workplace import CardHere, Workplace
from ui.messages import Words
from ui.outcome import OutcomeKind

_ABOUT_THE_SECOND = (Code.PIN_WRONG, Code.PIN_WAIT, Code.PIN_NEEDS_SUPERVISOR, Code.STAFF_UNKNOWN)


class PeopleTask(PeopleForm):
    """The pages at work."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._connect()

    def _connect(self) -> None:
        self.record.card_wanted.connect(self._open_card)
        self.record.way_wanted.connect(self._go_way)
        self.record.clear_wanted.connect(self._in_clear)
        self.card.act_wanted.connect(self._act)
        self.card.replace_wanted.connect(self._open_replacing)
        self.card.history_wanted.connect(self._history)
        self.card.release_wanted.connect(self._release)
        self.card.code_wanted.connect(self._give_code)
        self.replacing.do_wanted.connect(self._replace)
        self.correcting.look_wanted.connect(self._look_stored)
        self.correcting.do_wanted.connect(self._correct)
        self.points.do_wanted.connect(self._correct_points)
        self.result.next_wanted.connect(self.begin)
        self.result.more_wanted.connect(self._to_person)
        self.add_keys(
            {
                "Escape": self._step_back,
                "F7": self._f7,
                "Shift+F7": self.card.give_code.click,
                "F11": self._f11,
                "F12": self._f12,
            }
        )

    def card_changed(self) -> None:
        """See `Task.card_changed`; at the search a card says whom it is about."""
        page = self._page()
        if page is self.search:
            self._search_by_card()
        elif page is self.replacing:
            self.replacing.card.card_changed()
        elif page is self.points:
            self.points.card_changed()
        elif page is self.record:
            self.record.retranslate()

    # --- keys ---

    def _f7(self) -> None:
        if not self._free():
            return
        page = self._page()
        if page is self.record and not self.record.in_clear.isHidden():
            self._in_clear()
        elif page is self.card and not self.card.show_history.isHidden():
            self._history()
        elif page is self.replacing:
            self.replacing.card.use_this.click()
        elif page is self.result:
            self._to_person()

    def _f11(self) -> None:
        if self._free() and self._page() is not self.search:
            self.begin()

    def _f12(self) -> None:
        page = self._page()
        if not self._free():
            return
        if page is self.card and not self.card.do_it.isHidden():
            self.card.do_it.click()
        elif page is self.replacing:
            self.replacing.do_it.click()
        elif page is self.correcting:
            self.correcting.forward()
        elif page is self.points:
            self.points.forward()

    # --- cards ---

    def _open_card(self, card: PersonCard) -> None:
        if self.record.person is not None and self._free():
            self.record.banner.clear()
            self.card.show_card(self.record.person, card)
            self._go(self.card)

    def _history(self) -> None:
        card = self.card.card
        if card is not None and self._free():
            self.ask(self.tr("查詢中…"), partial(self.station.people.story, card), self.card.show_story)

    def _act(self) -> None:
        card, way, reason = self.card.card, self.card.way(), self.card.reason()
        if card is None or way is None or way == "replace" or not self._free():
            return
        change = partial(self.station.people.change, self._act_id(card.medium, way), card, way, reason)

        def done(ended: CardDone) -> None:
            self._after(person_after(self._shown(), card, ended))
            self.record.tell(done_words(way, ended)[0], lambda: done_words(way, ended)[1])

        self.ask(self.tr("處理中…"), change, done)

    def _release(self) -> None:
        card = self.card.card
        if card is not None and self._free():
            self.ask(self.tr("處理中…"), partial(self.station.people.release, self._act_id(), card), self._released)

    def _released(self, ntd: int) -> None:
        self._to_person()
        amount = f"{ntd:,}"
        self.record.tell(OutcomeKind.GOOD, lambda: Words(self.tr("NT${ntd} 已成為新卡的待入卡").format(ntd=amount)))
        self._ask_balance(self._shown())

    def _open_replacing(self) -> None:
        if self.card.card is not None and self._free():
            self.replacing.begin(self.card.card)
            self._go(self.replacing)

    def _replace(self) -> None:
        old, new, reason = self.replacing.old, self.replacing.card.card, self.replacing.reason()
        if old is None or new is None or reason is None or not self._free():
            return
        op_id, carrier = self._act_id(new.medium.value, self.replacing.carrier(), reason), self.replacing.carrier()
        work = partial(self.station.people.replace, op_id, old, new.medium, carrier=carrier, reason=reason)
        self.ask(self.tr("補發中，請不要拿開卡片"), work, lambda ended: self._replaced(old, new, ended))

    def _replaced(self, old: PersonCard, new: CardHere, ended: CardDone) -> None:
        if ended.status != "refused":
            gone = CardState.LOST if self.replacing.reason() == "lost" else CardState.RETURNED
            given = msgspec.structs.replace(
                old,
                medium=self.station.digest(new.medium),
                state=ended.state or CardState.PROVISIONAL,
                carrier=self.replacing.carrier(),
                tail=new.view.tail,
                since_ms=self.station.now_ms(),
                pending=ended.status == "pending",
            )
            self.record.show_person(person_after(self._shown(), old, msgspec.structs.replace(ended, state=gone), given))
        facts = [(self.tr("舊卡"), f"**** {old.tail}" if old.tail else ""), (self.tr("新卡"), f"**** {new.view.tail}")]
        self.result.show_words(done_words("replace", ended)[0], lambda: done_words("replace", ended)[1])
        shown = [each for each in facts if each[1]]
        self.result.set_words(lambda: [*shown, *replaced_facts(ended)], lambda: self.tr("回到這位民眾 (F7)"))
        self._go(self.result)
        self._ask_balance(self._shown())
        self.place.refresh_card()

    # --- everything else ---

    def _go_way(self, way: str) -> None:
        person = self.record.person
        if person is None or not self._free():
            return
        if way == person_page.BIND:
            card = next((card for card in person.cards if card.state.usable), None)
            if card is not None:
                self.bind_wanted.emit(card, person_here(person))
        elif way == person_page.CORRECT:
            self.correcting.clear()
            self._go(self.correcting)
        elif way == person_page.POINTS:
            self.ask(self.tr("查詢中…"), partial(self.station.person_file.awards, person), self._show_awards)
        elif way == person_page.LOADS:
            self.loads_wanted.emit()

    def _look_stored(self) -> None:
        person, number = self._shown(), self.correcting.number.text()
        stored = self.station.person_file.stored

        def look() -> StoredParts | Code:
            try:
                return stored(person, number, person.reason)
            except CityCardError as problem:
                if problem.code is Code.PERSON_UNKNOWN:
                    return problem.code
                raise

        def told(answer: StoredParts | Code) -> None:
            if isinstance(answer, Code):
                self.correcting.refuse_number(answer)
            else:
                self.correcting.show_stored(answer)
                self.focus_here()

        if self._free():
            self.ask(self.tr("查詢中…"), look, told)

    def _correct(self) -> None:
        page, correct = self.correcting, self.station.person_file.correct
        if self._free():
            to, reason = page.wanted(), page.reason()
            work = partial(correct, self._act_id(to, reason), self._shown(), page.number.text(), to, reason)
            self.ask(self.tr("更正中…"), work, self._corrected)

    def _corrected(self, parts: list[str]) -> None:
        person = self._shown()
        self._to_person()
        self.record.tell(OutcomeKind.GOOD, lambda: self._corrected_words(parts))
        self._ask_balance(person)

    def _corrected_words(self, parts: list[str]) -> Words:
        if not parts:
            return Words(self.tr("和原來一樣，沒有更正"))
        return Words(self.tr("資料已經更正"), self.tr("重新查詢就會看到新的資料。"))

    def _show_awards(self, awards: list[AwardLine]) -> None:
        self.points.show_awards(awards)
        self._go(self.points)

    def _correct_points(self) -> None:
        second, wish, person = self.points.second.card(), self.points.wish(), self._shown()
        if second is None or not self._free():
            return
        # Once alone, so that nothing keeps it: who is asked a second time types it a second time.
        pins, correct, op_id = [self.points.second.take_pin()], self.station.person_file.correct_points, self._act_id()

        def work() -> CityCardError | bool:
            if not pins:
                return False
            try:
                correct(op_id, person, wish, second=second.medium, pin=pins.pop())
            except CityCardError as problem:
                if problem.code in _ABOUT_THE_SECOND or problem.details.get("part") == "approver":
                    return problem
                raise
            return True

        self.ask(self.tr("更正中…"), work, self._points_corrected)

    def _points_corrected(self, ended: CityCardError | bool) -> None:
        if ended is not True:
            if isinstance(ended, CityCardError):
                self.points.second.refuse(ended.code, **ended.details)
            else:
                self.banner.show_words(OutcomeKind.ATTENTION, lambda: Words(self.tr("請主管再輸入一次密碼，再按核可。")))
            self.focus_here()
            return
        person = self._shown()
        self._to_person()
        self.record.tell(OutcomeKind.GOOD, lambda: Words(self.tr("點數已經更正"), self.tr("兩個人的名字和原因都留在紀錄裡。")))
        self._ask_balance(person)

    def _after(self, person: Person) -> None:
        self.record.show_person(person)
        self._to_person()
        self._ask_balance(person)
        self.place.refresh_card()
