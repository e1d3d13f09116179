"""How an activity is told of."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from domain import taipei
from domain.programme import ActivityType
from domain.wire_activities import ActivityView, Session
from ui.amounts import clock_text, day_text, points_text
from ui.data_table import Cell
from ui.outcome import OutcomeKind


def session_words(sessions: Sequence[Session]) -> str:
    """The first session, and how many there are."""
    first = sessions[0]
    day = taipei.day(first.starts_ms)
    words = f"{day.year - 1911}/{day.month:02}/{day.day:02} {clock_text(first.starts_ms)}-{clock_text(first.ends_ms)}"
    if len(sessions) == 1:
        return words
    more = QCoreApplication.translate("Activities", "{first} 等 {count} 場")
    return more.format(first=words, count=len(sessions))


def session_name(number: int, session: Session) -> str:
    """One session, by its number and time."""
    words = QCoreApplication.translate("Activities", "第 {number} 場　{day} {start}-{end}")
    return words.format(
        number=number,
        day=day_text(taipei.day(session.starts_ms)),
        start=clock_text(session.starts_ms),
        end=clock_text(session.ends_ms),
    )


def standing_cell(activity: ActivityView, now_ms: int) -> Cell:
    """How it stands, by shape and words."""
    if activity.cancelled_ms is not None:
        return Cell(QCoreApplication.translate("Activities", "已取消"), None, OutcomeKind.STOP)
    if activity.sessions[-1].ends_ms <= now_ms:
        return Cell(QCoreApplication.translate("Activities", "已結束"))
    if not activity.open:
        return Cell(QCoreApplication.translate("Activities", "未開放"), None, OutcomeKind.ATTENTION)
    if any(session.starts_ms <= now_ms < session.ends_ms for session in activity.sessions):
        return Cell(QCoreApplication.translate("Activities", "進行中"), None, OutcomeKind.GOOD)
    return Cell(QCoreApplication.translate("Activities", "即將舉行"))


def points_rule(activity: ActivityView, of_type: ActivityType | None) -> str:
    """What points a stay earns: the activity's own figures, or the type's."""
    if of_type is None or of_type.point_kind is None:
        return QCoreApplication.translate("Activities", "不給點")
    flat = of_type.points_flat if activity.points_flat is None else activity.points_flat
    hourly = of_type.points_per_hour if activity.points_per_hour is None else activity.points_per_hour
    most = of_type.points_at_most if activity.points_at_most is None else activity.points_at_most
    parts = []
    if flat:
        parts.append(QCoreApplication.translate("Activities", "每人 {points}").format(points=points_text(flat)))
    if hourly:
        parts.append(QCoreApplication.translate("Activities", "每小時 {points}").format(points=points_text(hourly)))
    if most is not None:
        parts.append(QCoreApplication.translate("Activities", "最多 {points}").format(points=points_text(most)))
    return "　".join(parts) or QCoreApplication.translate("Activities", "不給點")


def budget_words(activity: ActivityView) -> str:
    """What of its budget is given."""
    if activity.budget is None:
        return QCoreApplication.translate("Activities", "不設上限")
    words = QCoreApplication.translate("Activities", "{given}／{budget}")
    return words.format(given=f"{activity.given:,}", budget=points_text(activity.budget))
