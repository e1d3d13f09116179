"""What the counter tells of an act that the platform flagged or rejected."""

from PySide6.QtCore import QCoreApplication

from station.views import WorkEntry
from ui.amounts import age_text, moment_text
from ui.messages import act_name, anomaly_words


def work_row(entry: WorkEntry, now_ms: int, *, here: bool) -> tuple[str, str, str]:
    """An entry in a list: id, title and detail. `now_ms`: by this station's clock, corrected; `here`: its card lies there."""
    title = "　".join((act_name(entry.kind), anomaly_words(entry.anomalies[0]).title))
    on_reader = QCoreApplication.translate("WorkList", "讀卡機上的卡片") if here else ""
    looked_at = QCoreApplication.translate("WorkList", "查看中")
    standing = looked_at if entry.counted else QCoreApplication.translate("WorkList", "退回")
    ago = QCoreApplication.translate("WorkList", "{age}前").format(age=age_text(max(0, now_ms - entry.at_ms) // 1000))
    details = (on_reader, standing, ago, operator_words(entry))
    return str(entry.op_id), title, "　".join(each for each in details if each)


def standing_words(entry: WorkEntry) -> str:
    """Whether the act counts."""
    if entry.counted:
        return QCoreApplication.translate("WorkList", "已收下，主管機關查看中")
    return QCoreApplication.translate("WorkList", "平台退回，沒有採計")


def operator_words(entry: WorkEntry) -> str:
    """Who did it, as far as this station knows: masked name and number, or the number alone."""
    if not entry.operator_name:
        return entry.operator
    return QCoreApplication.translate("WorkList", "{name}（{number}）").format(name=entry.operator_name, number=entry.operator)


def work_facts(entry: WorkEntry) -> list[tuple[str, str]]:
    """What is known of an entry: label and value."""
    what = "　".join(each for each in (act_name(entry.kind), entry.about) if each)
    device = "" if entry.device_ms is None else moment_text(entry.device_ms)
    facts = [
        (QCoreApplication.translate("WorkList", "事項"), what),
        (QCoreApplication.translate("WorkList", "時間"), moment_text(entry.at_ms)),
        (QCoreApplication.translate("WorkList", "本機當時的時間"), device),
        (QCoreApplication.translate("WorkList", "承辦人"), operator_words(entry)),
        (QCoreApplication.translate("WorkList", "查詢代碼"), entry.recovery_code),
        (QCoreApplication.translate("WorkList", "紀錄編號"), entry.number),
    ]
    return [(label, words) for label, words in facts if words]
