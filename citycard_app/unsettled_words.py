"""What the platform flagged or rejected, on the command line: in both languages, for whoever has no window to look at."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from citycard_app.complaint import ensure_qt
from domain.taipei import moment
from station.views import WorkEntry
from ui import i18n
from ui.messages import act_name, anomaly_words

Said = TypeVar("Said")


def lines(entries: Sequence[WorkEntry], *, more: bool) -> list[str]:
    """A head and what to do for each entry. GUI thread."""
    ensure_qt()
    if not entries:
        return ["沒有待處理的事項 nothing to check"]
    told = [line for entry in entries for line in (_head(entry), *_matters(entry))]
    return [*told, "… --limit N"] if more else told


def _head(entry: WorkEntry) -> str:
    at = f"{moment(entry.at_ms):%Y-%m-%d %H:%M}"
    if entry.device_ms is not None:
        at += f"（本機 this machine: {moment(entry.device_ms):%Y-%m-%d %H:%M}）"
    standing = "已採計 counted" if entry.counted else "退回 not counted"
    what = " ".join(_in_each_language(lambda: act_name(entry.kind)))
    return "　".join(each for each in (entry.number, what, at, standing, entry.operator, entry.recovery_code) if each)


def _matters(entry: WorkEntry) -> list[str]:
    found = []
    for name in entry.anomalies:
        said = _in_each_language(partial(anomaly_words, name))
        found += [f"  {name}", *(f"    {words.title}: {words.what_to_do}" for words in said)]
    return found


def _in_each_language(say: Callable[[], Said]) -> list[Said]:
    before = i18n.current_language()
    try:
        found = []
        for language in i18n.LANGUAGES:
            i18n.set_language(language)
            found.append(say())
        return found
    finally:
        i18n.set_language(before)
