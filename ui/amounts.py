"""Amounts, days and times as every screen shows them."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from domain.roc_date import format_roc
from domain.taipei import moment


def points_text(points: int) -> str:
    """`1,200 點`."""
    return QCoreApplication.translate("Amounts", "{points} 點").format(points=f"{points:,}")


def money_text(ntd: int) -> str:
    """`NT$1,200`."""
    return f"NT${ntd:,}"


def exchange_text(points: int, ntd: int) -> str:
    """`50 點 → NT$50`."""
    return f"{points_text(points)} → {money_text(ntd)}"


def day_text(day: date) -> str:
    """`民國115年1月5日 (2026)`; in other languages the Gregorian day first: `2026-01-05 (ROC 115)`."""
    return QCoreApplication.translate("Amounts", "{roc} ({year})").format(
        roc=format_roc(day), year=day.year, iso=day.isoformat(), roc_year=day.year - 1911
    )


def clock_text(ms: int) -> str:
    """The Taipei time of `ms`, milliseconds since 1970-01-01T00:00Z: `14:05`."""
    return f"{moment(ms):%H:%M}"


def moment_text(ms: int) -> str:
    """The Taipei day and time of `ms`, milliseconds since 1970-01-01T00:00Z."""
    return f"{day_text(moment(ms).date())} {clock_text(ms)}"


def minutes_text(minutes: int) -> str:
    """`45 分鐘`, `2 小時 5 分`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return QCoreApplication.translate("Amounts", "{minutes} 分鐘").format(minutes=rest)
    return QCoreApplication.translate("Amounts", "{hours} 小時 {minutes} 分").format(hours=hours, minutes=rest)


def age_text(seconds: int) -> str:
    """How long ago, in one unit: `12 秒`, `3 分`, `5 小時`, `2 天`."""
    if seconds < 60:
        return QCoreApplication.translate("Amounts", "{number} 秒").format(number=max(0, seconds))
    if seconds < 3600:
        return QCoreApplication.translate("Amounts", "{number} 分").format(number=seconds // 60)
    if seconds < 86_400:
        return QCoreApplication.translate("Amounts", "{number} 小時").format(number=seconds // 3600)
    return QCoreApplication.translate("Amounts", "{number} 天").format(number=seconds // 86_400)
