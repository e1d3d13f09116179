"""The columns of a list of applicants, as people name them, and their words as the platform has them.

The platform's own names and ids (`docs/applications-batch.md`) count beside the Chinese ones.
"""

from collections.abc import Mapping, Sequence

from domain.programme import Programme

REQUIRED = ("name", "national_id", "birthday", "district", "card_kind", "carrier", "consents")
OPTIONAL = ("facts", "address", "email", "phone", "language", "label")
COLUMNS = (*REQUIRED, *OPTIONAL)

_NAMES: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "中文姓名", "學生姓名", "申請人"),
    "national_id": ("身分證統一編號", "身分證字號", "身分證號", "身份證字號", "統一證號", "居留證統一證號", "居留證號"),
    "birthday": ("出生日期", "出生年月日", "生日"),
    "district": ("行政區", "戶籍區", "區別", "區"),
    "card_kind": ("卡別", "卡種"),
    "carrier": ("票證公司", "票證"),
    "consents": ("同意書", "個資同意", "同意"),
    "facts": ("身分別", "資格", "身分資格"),
    "address": ("地址", "戶籍地址", "通訊地址"),
    "email": ("電子郵件", "電子信箱", "email", "e-mail"),
    "phone": ("電話", "手機", "聯絡電話", "行動電話"),
    "language": ("語言",),
    "label": ("領卡標示", "班級座號", "標示"),
}
SHOWN = {column: names[0] for column, names in _NAMES.items()}
"""How a column is called when a station tells of it."""
_YES = frozenset({"是", "有", "同意", "已同意", "已簽", "y", "yes", "v", "o", "1", "✓", "✔", "ˇ"})
_FACTS: dict[str, str] = {
    "設籍": "resident",
    "實際居住": "lives_here",
    "原住民": "indigenous",
    "身心障礙": "disability",
    "愛心陪伴": "disability_companion",
    "中低收入": "low_income",
    "低收入": "low_income",
    "外籍配偶": "foreign_spouse",
    "大陸配偶": "foreign_spouse",
    "在學": "local_student",
    "本市學生": "local_student",
    "本市工作": "local_worker",
    "員工": "city_employee",
    "未曾領取": "never_claimed",
    "法定代理人同意": "representative_consent",
    "委託代辦": "by_proxy",
    "尚無身分證": "no_id_card",
}
_PARTS = str.maketrans("、,，;；/", "      ")


def column_of(header: str) -> str | None:
    """Which column a header's cell names, None for one that is not used."""
    folded = "".join(header.split()).casefold()
    if folded in COLUMNS:
        return folded
    return next((column for column, names in _NAMES.items() if folded in names), None)


def header_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, when this row is a header with all that is needed."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None:
            found.setdefault(column, at)
    return found if all(column in found for column in REQUIRED) else None


class Translator:
    """The programme's ids for the words of a list; what is no such word stays as it is, and is then refused as that."""

    def __init__(self, programme: Programme) -> None:
        self._kinds = {word: kind.id for kind in programme.kinds for word in (kind.name.zh_TW, kind.name.en)}
        self._carriers = {word: each.id for each in programme.carriers for word in (each.name.zh_TW, each.name.en)}
        required = [f"{consent.purpose}@{consent.version}" for consent in programme.consents if consent.required]
        self._consents = " ".join(required)

    def row(self, cells: Mapping[str, str]) -> dict[str, str]:
        """The same row in the platform's words."""
        told = dict(cells)
        told["card_kind"] = self._kinds.get(told["card_kind"], told["card_kind"])
        told["carrier"] = self._carriers.get(told["carrier"], told["carrier"])
        if told["consents"].casefold() in _YES:
            told["consents"] = self._consents
        words = told.get("facts", "").translate(_PARTS).split()
        told["facts"] = " ".join(_FACTS.get(word, word) for word in words)
        return told
