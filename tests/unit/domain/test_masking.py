import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import MASK, mask_name, mask_national_id

CJK = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王○明"),  # domain.md, Privacy
        ("王明", "王○"),
        ("歐陽小明", "歐○○明"),
        ("王", "○"),
        ("", "○"),
        ("  ", "○"),
        (" 王小明 ", "王○明"),
        ("Maria Santos", "M○○○a S○○○○s"),
        ("Nguyễn Thị An", "N○○○○n T○ị A○"),
        ("谷辣斯·尤達卡", "谷○○○○○卡"),
        ("\ufa19小\uf90a", "\ufa19○\uf90a"),  # changed by NFC
        ("\U0002f80f\U0002f80f", "\U0002f80f○"),
        ("\uf90a小\U0002f80f", "\uf90a○\U0002f80f"),
        ("王小葛\U000e0100", "王○葛\U000e0100"),  # 罕用字 with a variation selector is one character
        ("葛\U000e0100城", "葛\U000e0100○"),
        ("Le\u0302 Thi\u0323", "L○ T○i\u0323"),  # a Vietnamese name typed with combining marks
    ],
)
def test_masked_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_the_examples_do_change_under_nfc() -> None:
    assert all(unicodedata.normalize("NFC", rare) != rare for rare in "\ufa19\uf90a\U0002f80f")


@given(st.lists(CJK, min_size=3, max_size=6, unique=True).map("".join))
def test_only_the_ends_of_a_name_are_shown(name: str) -> None:
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert (masked[0], masked[-1]) == (name[0], name[-1])
    assert set(masked[1:-1]) == {MASK}


@given(st.text(min_size=1))
def test_a_masked_name_never_equals_the_name_and_adds_no_character(name: str) -> None:
    masked = mask_name(name)
    assert MASK in masked
    assert set(masked) <= {*name, MASK}


def test_masked_national_id() -> None:
    assert mask_national_id("A123456789") == "A12****789"


@pytest.mark.parametrize("number", ["", "A1234", "A1234567890"])
def test_a_number_of_another_length_is_masked_throughout(number: str) -> None:
    assert mask_national_id(number) == "*" * len(number)
