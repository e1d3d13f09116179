"""What every part of a programme file is made of. See `domain.programme`."""

from typing import Annotated, Literal

import msgspec

Words = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]

UNKNOWN = "unknown"
"""Instead of a source or an amount: it is not published, so nobody acts on it."""
Amount = Count | Literal["unknown"]

FACTS = frozenset(
    {
        "resident",  # 設籍
        "lives_here",  # 實際居住
        "indigenous",  # 原住民
        "disability",  # 身心障礙證明
        "disability_companion",  # 愛心陪伴
        "low_income",  # 中低收入
        "foreign_spouse",  # 外籍、大陸、港澳配偶 of a resident
        "permanent_resident",  # 永久居留證, with an address in the city
        "local_student",  # 就讀本市學校
        "local_worker",  # 在本市工作
        "city_employee",  # 員工
        "never_claimed",  # 未曾領取
        "representative_consent",  # 法定代理人同意
        "by_proxy",  # 委託他人代辦
        "no_id_card",  # 尚無國民身分證
    }
)
"""The vocabulary of eligibility: what a clerk can confirm about a person besides their birthday and district."""

SITUATION_FACTS = frozenset({"by_proxy", "representative_consent"})
"""Facts about this one application, not about the person: who stands at the counter, and who agreed."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in the file: an unknown key is an error."""


class Text(Part, frozen=True, kw_only=True):
    """Words in the four languages of the screens."""

    zh_TW: Words  # noqa: N815 (the language's own tag)
    en: Words
    vi: Words
    id: Words

    def in_language(self, language: str) -> str:
        """The words in `zh_TW`, `en`, `vi` or `id`; Traditional Chinese for any other."""
        return str(getattr(self, language, self.zh_TW)) if language in LANGUAGES else self.zh_TW


LANGUAGES = ("zh_TW", "en", "vi", "id")
