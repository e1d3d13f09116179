"""How an issue ended: what is told to the person, and their receipt.

Object names: those of `terminal.result_view` beneath `terminal.issue.result`, `.receipt`, `.receipt.banner`.
"""

from dataclasses import dataclass
from threading import Event

from domain.errors import CityCardError
from domain.ids import recovery_code
from station.faces.receipt import Receipt
from station.printing.jobs import Page
from station.station import Station
from station.views import IssueResult
from terminal.names import carrier_name, kind_name
from terminal.result_view import ResultView
from ui.amounts import moment_text, money_text
from ui.bridge import Once, run_off_thread
from ui.i18n import current_language
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.widgets import SecondaryButton


@dataclass(frozen=True)
class Issued:
    """What was handed over to whom."""

    result: IssueResult
    kind: str
    carrier: str
    masked_name: str
    tail: str
    fee_ntd: int
    at_ms: int


class IssueEnding(ResultView):
    """The result of an issue, with a receipt where there is a printer for it."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._issued: Issued | None = None
        self._page: Page | None = None
        self._left = Event()
        super().__init__("terminal.issue.result")
        self.receipt = SecondaryButton()
        self.receipt.setObjectName("terminal.issue.result.receipt")
        self.receipt.clicked.connect(self.print_receipt)
        self._banner_below = OutcomeBanner()
        self._banner_below.setObjectName("terminal.issue.result.receipt.banner")
        self.ways.addWidget(self.receipt, 1)
        self.panel.body.addWidget(self._banner_below)
        self._once = Once(self.receipt)

    def show_issued(self, issued: Issued) -> None:
        """Show the platform's word, and what is worth repeating to the person."""
        self._issued = issued
        self._page, self._left = None, Event()
        self.show_result(issued.result, self._done_words, self._provisional_words)
        self.set_words(self._told, self._bind_words)

    def clear(self) -> None:
        """Forget the outcome; a receipt that has not come out is wanted no more."""
        page, self._page, self._issued = self._page, None, None
        self._left.set()
        if page is not None and not self._once.running:
            run_off_thread(self, page.give_up, lambda _: None, lambda _: None)
        self._banner_below.clear()
        super().clear()

    def print_receipt(self) -> None:
        """Print it, or go on with one that did not come out."""
        issued = self._issued
        if issued is None or not self._station.printing.has_receipt_printer or self._once.running:
            return
        page, left, receipt = self._page, self._left, self._receipt(issued)
        printing = self._station.printing
        self._banner_below.clear()

        def work() -> tuple[Page, bool]:
            used = page or printing.receipt(receipt)
            self._page = used
            return used, used.come_out(left)

        self._once.run(self, work, lambda answer: self._printed(*answer), self._failed)
        self.retranslate()

    def _printed(self, page: Page, came_out: bool) -> None:
        self.retranslate()
        if page is self._page:
            self._page = None
        if came_out and self._issued is not None:
            self._banner_below.show_words(OutcomeKind.GOOD, lambda: Words(self.tr("收據已印出")))
            self.start()

    def _failed(self, error: CityCardError) -> None:
        self.retranslate()
        if self._issued is not None:
            self._banner_below.show_error(error)

    # --- words ---

    def _receipt(self, issued: Issued) -> Receipt:
        programme, language = self._station.programme, current_language()
        rows = [
            (self.tr("日期"), moment_text(issued.at_ms)),
            *self._told()[:-1],
            (self.tr("地點"), self._station.identity.name),
        ]
        return Receipt(
            head=f"{programme.city.in_language(language)}　{programme.name.in_language(language)}",
            title=self.tr("發卡收據"),
            rows=rows,
            code=recovery_code(issued.result.op_id),
            foot=self.tr("有問題請撥 {phone}，並告知上面的處理編號。").format(phone=programme.service_phone),
        )

    def _done_words(self) -> Words:
        return Words(self.tr("發卡完成"), self.tr("卡片已經可以使用，請交給民眾。"))

    def _provisional_words(self) -> Words:
        return Words(
            self.tr("已發暫時卡"),
            self.tr("現在連不上中央平台。卡片可以先用，連線後會自動確認；若不符資格會停用並通知。"),
        )

    def _bind_words(self) -> str:
        session = self._station.staff.session
        possible = session is not None and "bind" in session.tasks and self.kind() is not OutcomeKind.STOP
        return self.tr("再綁一張卡 (F3)") if possible else ""

    def _told(self) -> list[tuple[str, str]]:
        issued, programme = self._issued, self._station.programme
        if issued is None:
            return []
        return [
            (self.tr("卡別"), kind_name(programme, issued.kind)),
            (self.tr("持卡人"), issued.masked_name),
            (self.tr("卡號末碼"), issued.tail),
            (self.tr("票證公司"), carrier_name(programme, issued.carrier)),
            (self.tr("工本費"), money_text(issued.fee_ntd) if issued.fee_ntd else self.tr("免費")),
            (self.tr("處理編號"), recovery_code(issued.result.op_id)),
        ]

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        self.receipt.setText(self.tr("收據列印中") if self._once.running else self.tr("列印收據 (F12)"))
        self.receipt.setVisible(self._station.printing.has_receipt_printer and self._issued is not None)
