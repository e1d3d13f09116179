"""What `citycard admin` says when the platform does not take a value: which one, and what it has to be, in both languages.

The screens' words for `request_invalid` are for programs that do not fit each other; at a command line a person has typed it.
"""

from domain.errors import Refused

_VALUES: dict[str, tuple[str, str]] = {
    "activity": (
        "活動不符：請寫出代號、方案檔內的類型，且結束晚於開始",
        "an activity of the programme's types that ends later",
    ),
    "agency": (
        "沒有人用過這個機關名稱；確實是新的機關時加上 --new-agency。已知",
        "nobody has named this agency; --new-agency says that it is no slip. Known",
    ),
    "card_kind": (
        "方案檔沒有這個卡種與票證公司，或這個卡種不適用",
        "no such card kind and carrier, or not for this",
    ),
    "cards": ("張數須為一以上，起號須符合", "the number of cards is one or more, the first number a number"),
    "carrier": ("方案檔沒有這個票證公司", "the programme has no such carrier"),
    "expires": ("期限已經過了", "the end is over already"),
    "file": ("沒有這個檔名的送件檔", "there is no office file of that name"),
    "--from": ("請以 --from 寫出寄件人", "say with --from who sends"),
    "holder": ("沒有這個人", "there is no such holder"),
    "month": ("月份寫成 2026-01，且結束後滿十天", "a month is written 2026-01 and has been over for ten days"),
    "out": ("檔名以 .csv 或 .xlsx 結尾", "the file's name ends with .csv or .xlsx"),
    "overwrite": ("這裡已有平台。確定要取代時加上 --overwrite", "there is a platform here already; --overwrite lets it go"),
    "period": ("最後一天不可早於第一天", "the last day is not before the first"),
    "pin": ("PIN 為 4 到 12 個數字", "a PIN has 4 to 12 digits"),
    "points": ("點數不可高於活動類型", "no more points than the activity's type gives"),
    "receiver": ("方案檔沒有這個收件單位", "the programme has no such receiver"),
    "roles": ("沒有這個角色", "there is no such role"),
    "scopes": ("沒有這個權限", "there is no such scope"),
    "service": ("方案檔沒有這個服務", "the programme has no such service"),
    "service_key": ("沒有這個介接金鑰，或已停用、已更換", "there is no such key, or it is revoked or replaced"),
    "services": ("verify 須以 --service 寫出 card 或圖書館代號", "verify needs --service: card, or a library of the programme"),
    "sessions": ("場次須依時間先後且不重疊", "sessions come one after the other"),
    "smtp": ("網址寫成 smtp:// 或 smtps://主機", "the address is smtp:// or smtps:// and a host"),
    "station": ("沒有這個工作站，代號見 stations", "there is no such station; `stations` lists them"),
    "type": ("方案檔沒有這個活動類型", "the programme has no such activity type"),
    "version": ("沒有這個版本，見 programmes", "there is no such version; `programmes` lists them"),
    "volunteering": ("方案檔沒有榮譽卡規定", "the programme has no rule for the honour card"),
}


def said(refused: Refused) -> list[str]:
    """The lines, Chinese first."""
    part = str(refused.details.get("part") or refused.details.get("column") or "")
    zh, en = _VALUES.get(part, (part or "內容", part or "what was given"))
    known = refused.details.get("known")
    if known is not None:
        zh, en = f"{zh}：{known}", f"{en}: {known}"
    return [f"這個值不能用：{zh}。沒有任何變更。", f"This value cannot be used: {en}. Nothing was changed."]
