"""What is told of blank cards: of which sort, and how many lie where."""

from PySide6.QtCore import QCoreApplication

from domain.programme import Programme
from domain.wire_registry import StockLevel
from station.views import TeamStock
from terminal.names import carrier_name, kind_name


def sort_words(programme: Programme, card_kind: str, carrier: str) -> str:
    """`敬老卡　悠遊卡`."""
    return "　".join((kind_name(programme, card_kind) or card_kind, carrier_name(programme, carrier)))


def team_row(programme: Programme, stock: TeamStock) -> tuple[str, str, str]:
    """What a team has of a sort, for a list: id, title and detail."""
    told = QCoreApplication.translate("Outreach", "帶出 {taken}，已發 {issued}，應有 {expected}　卡盒 {box}")
    detail = told.format(
        taken=f"{stock.taken:,}", issued=f"{stock.issued:,}", expected=f"{stock.expected:,}", box=stock.from_box
    )
    return f"{stock.card_kind}/{stock.carrier}", sort_words(programme, stock.card_kind, stock.carrier), detail


def level_row(programme: Programme, level: StockLevel, station: str) -> tuple[str, str, str]:
    """What lies in a box, for a list: id, title and detail; the box named as the station is what its team has with it."""
    cards = QCoreApplication.translate("Outreach", "{count} 張").format(count=f"{level.cards:,}")
    box = QCoreApplication.translate("Outreach", "卡盒 {box}").format(box=level.box)
    if level.box == station:
        box = QCoreApplication.translate("Outreach", "這個工作站帶出的")
    title = f"{sort_words(programme, level.card_kind, level.carrier)}　{cards}"
    return f"{level.box}/{level.card_kind}/{level.carrier}", title, box
