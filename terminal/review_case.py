"""One application as the reviewer's agency may see it: its papers beside the documents, and the agency's word.

What the agency has no business with never comes from the platform, so it has no field here. Object names:
`terminal.review_case`, `.facts`, `.documents.<n>`, `.picture` (with the parts of `ui.picture_view`), `.no_picture`,
`.decision.<approve|supplement|refuse>`, `.wanted.<id>`, `.reason`, `.submit`.
"""

from typing import Literal
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.agency_calls import DECIDE, REVIEW_DOCUMENT
from domain.wire_applications import (
    ApplicationResponse,
    ReviewDecision,
    ReviewDocument,
    ReviewDocumentRequest,
    ReviewOpenResponse,
    ReviewRow,
)
from terminal.choice_group import ChoiceGroup
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage
from terminal.office_task import OfficeTask
from terminal.review_words import application_facts, document_name, state_name, wanted_documents
from terminal.steps import FormScroll
from ui.buttons import PrimaryButton, SecondaryButton
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.picture_view import PictureView, decode_picture
from ui.surfaces import Panel
from ui.text import Text

Decision = Literal["approve", "supplement", "refuse"]
_DECISIONS: tuple[Decision, ...] = ("approve", "supplement", "refuse")
_MOST_LETTERS = 500


class ReviewCase(OfficePage):
    """Papers, documents, word."""

    decided = Signal(object)
    """`Words` about what became of it."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.review_case")
        self.case: ReviewOpenResponse | None = None
        self._row: ReviewRow | None = None
        self._why = ""
        self._may_decide = False
        self._sure = False
        self._shown: UUID | None = None
        self._filled = Filled(self.office)
        self._facts = Text("body")
        self._facts.setObjectName("terminal.review_case.facts")
        self._decision = ChoiceGroup("terminal.review_case.decision", lambda _: self._advance(), exclusive=True)
        self._decision.changed.connect(self._decision_changed)
        self._wanted = ChoiceGroup("terminal.review_case.wanted", lambda _: self._reason.edit.setFocus())
        self._reason = Field("terminal.review_case.reason")
        self._reason.edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self._enter = EnterAdvances(lambda _: self.submit(), self)
        self._enter.watch(self._reason.edit)
        self._submit = PrimaryButton()
        self._submit.setObjectName("terminal.review_case.submit")
        self._submit.clicked.connect(self.submit)
        self._documents: dict[UUID, SecondaryButton] = {}
        self._document_row = self.grid(QVBoxLayout(), gap=0.5)
        self.picture = PictureView("terminal.review_case.picture")
        self._no_picture = Text("body", "soft")
        self._no_picture.setObjectName("terminal.review_case.no_picture")
        self._lay_out()

    def _lay_out(self) -> None:
        papers = Panel(gap=1.5)
        for widget in (self._facts, self._decision, self._wanted, self._reason):
            papers.body.addWidget(widget)
        form = QWidget()
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(papers)
        inner.addStretch(1)
        left = self.grid(QVBoxLayout(), gap=1)
        left.addWidget(FormScroll(form), 1)
        left.addWidget(self._submit)
        right = self.grid(QVBoxLayout(), gap=1)
        right.addLayout(self._document_row)
        right.addWidget(self._no_picture)
        right.addWidget(self.picture, 1)
        row = self.grid(QHBoxLayout(self), gap=2)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.task.add_keys({"F7": self.show_next})

    # --- for the task ---

    def show_case(self, case: ReviewOpenResponse, row: ReviewRow, why: str, *, may_decide: bool) -> None:
        """Show this one; `why` is the reason under which it was opened."""
        self.clear()
        self.case, self._row, self._why, self._may_decide = case, row, why, may_decide
        self._decision.set_choices([(each, True) for each in _DECISIONS] if may_decide else [])
        wanted = wanted_documents(self.station.programme, case.card_kind, self.office.agency())
        self._wanted.set_choices([(each, True) for each in wanted])
        for document in case.documents:
            self._add(document)
        self._decision_changed()
        self.retranslate()

    def start(self) -> None:
        """See `OfficePage.start`."""
        if self._reason.wrong():
            self._reason.edit.setFocus()
        elif self._may_decide:
            self._decision.start()
        else:
            self.picture.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.case, self._row, self._why, self._shown = None, None, "", None
        self._may_decide = self._sure = False
        self._decision.set_choices([])
        self._wanted.set_choices([])
        self._reason.set_text("")
        self._reason.complain("")
        self._filled.done()
        for button in self._documents.values():
            self._document_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._documents = {}
        self.picture.show_image(None)
        self._decision_changed()
        self.retranslate()

    def stepped_back(self) -> bool:
        """Back from the question whether it is meant; False when it is not asked."""
        sure, self._sure = self._sure, False
        if sure:
            self.task.banner.clear()
            self.retranslate()
            self._decision.start()
        return sure

    def submit(self) -> None:
        """Give the agency's word; a refusal is asked for twice."""
        case, decision = self.case, self._chosen()
        if case is None or not self._may_decide or self.task.asking:
            return
        if decision is None:
            self._decision.complain(lambda: self.tr("請選擇。"))
            self._decision.start()
            return
        reason = self._reason.text() if decision != "approve" else ""
        self._reason.complain(lambda: self.tr("請寫理由，申請人看得到。") if decision != "approve" and not reason else "")
        if self._reason.wrong():
            self._reason.edit.setFocus()
            return
        if decision == "refuse" and not self._sure:
            self._sure = True
            self.tell(OutcomeKind.ATTENTION, self._sure_words)
            self.retranslate()
            self._submit.setFocus()
            return
        wanted = self._wanted.ticked() if decision == "supplement" else []
        content = (case.application, decision, reason, wanted)
        request = ReviewDecision(
            op_id=self._filled.op_id(content), application=case.application, decision=decision, reason=reason, wanted=wanted
        )
        office = self.office
        self.ask(self.tr("正在送出…"), lambda: office.ask(DECIDE, request), self._done)

    # --- within ---

    def _done(self, answer: ApplicationResponse) -> None:
        decision, receipt = self._chosen(), answer.receipt
        words = {
            "approve": self.tr("已核准 {receipt}"),
            "supplement": self.tr("已請 {receipt} 的申請人補件"),
            "refuse": self.tr("已拒絕 {receipt}"),
        }
        standing = self.tr("案件目前：{state}").format(state=state_name(answer.state))
        self.decided.emit(Words(words[decision or "approve"].format(receipt=receipt), standing))

    def _sure_words(self) -> Words:
        return Words(self.tr("真的要拒絕這件申辦嗎？"), self.tr("送出後不能收回，申請人會收到通知。要拒絕請再按一次。"))

    def _chosen(self) -> Decision | None:
        return next((each for each in _DECISIONS if each == self._decision.chosen()), None)

    def _advance(self) -> None:
        if self._chosen() == "supplement" and self._wanted.ids():
            self._wanted.start()
        elif self._chosen() in ("supplement", "refuse"):
            self._reason.edit.setFocus()
        else:
            self._submit.setFocus()

    def _decision_changed(self) -> None:
        decision = self._chosen()
        if self._sure:
            self.stepped_back()
        self._wanted.setVisible(decision == "supplement" and bool(self._wanted.ids()))
        self._reason.setVisible(decision in ("supplement", "refuse"))
        self.retranslate()

    def _add(self, document: ReviewDocument) -> None:
        button = SecondaryButton()
        button.setObjectName(f"terminal.review_case.documents.{len(self._documents) + 1}")
        button.setEnabled(bool(document.media_type))
        button.clicked.connect(lambda _=False, document=document: self.show_document(document))
        self._document_row.addWidget(button)
        self._documents[document.document] = button

    def show_next(self) -> None:
        """Look at the next document that there is a copy of."""
        copies = [each for each in self.case.documents if each.media_type] if self.case is not None else []
        if not copies or self.task.asking:
            return
        ids = [each.document for each in copies]
        at = ids.index(self._shown) + 1 if self._shown in ids else 0
        self.show_document(copies[at % len(copies)])

    def show_document(self, document: ReviewDocument) -> None:
        """Fetch a copy and look at it; the reading is written down under the same reason."""
        case = self.case
        if case is None:
            return
        office = self.office
        asked = ReviewDocumentRequest(application=case.application, document=document.document, reason=self._why)

        def work() -> QImage:
            return decode_picture(office.fetch(REVIEW_DOCUMENT, asked).content)

        def found(image: QImage) -> None:
            self._shown = document.document
            self.picture.show_image(image, document_name(self.station.programme, case.card_kind, document.name))
            self.retranslate()
            self.picture.setFocus()

        self.ask(self.tr("正在取得文件…"), work, found)

    def retranslate(self) -> None:
        """Texts."""
        case = self.case
        programme = self.station.programme
        self._facts.setText("\n".join(application_facts(case, self._row, programme)) if case and self._row else "")
        self._decision.set_title(self.tr("本機關的審查結果（按數字選擇）") if self._may_decide else "")
        self._decision.setVisible(self._may_decide)
        self._decision.set_words("approve", self.tr("核准"))
        self._decision.set_words("supplement", self.tr("補正：請申請人補件"))
        self._decision.set_words("refuse", self.tr("不核准"))
        self._wanted.set_title(self.tr("要補的文件"))
        kind = case.card_kind if case else ""
        for each in self._wanted.ids():
            self._wanted.set_words(each, document_name(programme, kind, each))
        self._reason.row.set_label(self.tr("理由（申請人看得到）"))
        self._submit.setText(self.tr("送出審查結果 (F12)") if not self._sure else self.tr("不核准，不能收回"))
        self._submit.setVisible(self._may_decide)
        for document in case.documents if case else []:
            name = document_name(programme, kind, document.name)
            on_paper, copy = self.tr("{name}：櫃檯已看正本，沒有影本"), self.tr("看{name} (F7)")
            self._documents[document.document].setText((copy if document.media_type else on_paper).format(name=name))
        self.picture.setVisible(self._shown is not None)
        any_copy = case is not None and any(each.media_type for each in case.documents)
        self._no_picture.setText(self.tr("選一份文件，就在這裡放大看。") if any_copy else self.tr("這件沒有本機關可看的影本。"))
        self._no_picture.setVisible(self._shown is None)
