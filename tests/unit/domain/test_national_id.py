from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import national_id
from domain.errors import Code, Refused
from domain.national_id import IdType

TODAY = date(2026, 1, 5)
LAST_DAY_OF_OLD = date(2030, 12, 31)
FIRST_DAY_WITHOUT = date(2031, 1, 1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NINE = st.builds(
    lambda letter, second, rest: f"{letter}{second}{rest:07d}",
    st.sampled_from(LETTERS),
    st.sampled_from("1289ABCD"),
    st.integers(0, 9_999_999),
)
PUBLISHED = [
    ("A123456789", IdType.NATIONAL),
    ("F131104093", IdType.NATIONAL),
    ("S152892614", IdType.NATIONAL),
    ("A800000014", IdType.RESIDENT),  # National Immigration Agency's own specimen
    ("A900207177", IdType.RESIDENT),
    ("A803095426", IdType.RESIDENT),
    ("P908661184", IdType.RESIDENT),
    ("AA00000009", IdType.RESIDENT_OLD),
    ("AC01234567", IdType.RESIDENT_OLD),
    ("AB12345677", IdType.RESIDENT_OLD),
    ("AC94737017", IdType.RESIDENT_OLD),
    ("SB40558330", IdType.RESIDENT_OLD),
]


def refusal(text: str, today: date = TODAY) -> Code:
    with pytest.raises(Refused) as problem:
        national_id.check(text, today)
    return problem.value.code


@pytest.mark.parametrize(("number", "kind"), PUBLISHED)
def test_published_examples_are_valid(number: str, kind: IdType) -> None:
    assert national_id.check(number, TODAY) == number
    assert national_id.type_of(number) is kind
    assert national_id.check_digit(number[:9]) == number[9]


@given(NINE)
def test_the_check_digit_makes_a_number_valid(nine: str) -> None:
    number = nine + national_id.check_digit(nine)
    assert national_id.check(number, TODAY) == number


@given(NINE, st.sampled_from("0123456789"))
def test_no_other_check_digit_does(nine: str, tenth: str) -> None:
    if tenth != national_id.check_digit(nine):
        assert refusal(nine + tenth) is Code.NATIONAL_ID_CHECKSUM


@pytest.mark.parametrize("number", [number for number, _ in PUBLISHED])
def test_which_single_wrong_digits_the_check_cannot_find(number: str) -> None:
    """Exactly those that the weights of the ministry's own rule let pass.

    Weights 7, 3, 1 and 1 find every wrong digit. Weights 6, 4 and 2 miss a digit that is off by 5, weight 5 one that is off
    by an even number. (Weight 8, the second character, would miss 5 too, and its permitted characters are never 5 apart.)
    """
    weights = dict(enumerate((7, 6, 5, 4, 3, 2, 1, 1), start=2))
    for place, weight in weights.items():
        for digit in "0123456789":
            if digit == number[place]:
                continue
            wrong = number[:place] + digit + number[place + 1 :]
            off_by = int(digit) - int(number[place])
            if off_by * weight % 10 == 0:
                assert weight in (6, 5, 4, 2)
                assert national_id.check(wrong, TODAY) == wrong
            else:
                assert refusal(wrong) is Code.NATIONAL_ID_CHECKSUM


@pytest.mark.parametrize(("number", "kind"), PUBLISHED)
def test_every_other_second_character_of_the_same_format_is_found(number: str, kind: IdType) -> None:
    formats = {IdType.NATIONAL: "12", IdType.RESIDENT: "89", IdType.RESIDENT_OLD: "ABCD"}
    for second in set(formats[kind]) - {number[1]}:
        assert refusal(number[0] + second + number[2:]) is Code.NATIONAL_ID_CHECKSUM


@pytest.mark.parametrize(
    "typed",
    ["a123456789", " A123456789 ", "A1234 56789", "Ａ１２３４５６７８９", "ａ123456789", "A\u3000123456789", "A123456789\n"],
)
def test_case_width_and_spaces_do_not_matter(typed: str) -> None:
    assert national_id.check(typed, TODAY) == "A123456789"


def test_full_width_letters_of_the_old_format() -> None:
    assert national_id.check("ＡＣ０１２３４５６７", TODAY) == "AC01234567"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "A",
        "A12345678",
        "A1234567890",
        "1123456789",
        "AA123456789",
        "A323456789",
        "A023456789",
        "A723456789",
        "AE01234567",
        "A12345678X",
        "A12345678٩",  # an Arabic-Indic 9
        "Å123456789",
        "A-12345678",
        "王小明",
    ],
)
def test_everything_else_has_no_valid_format(typed: str) -> None:
    assert refusal(typed) is Code.NATIONAL_ID_FORMAT


@given(st.text(max_size=12))
def test_no_text_breaks_the_check(text: str) -> None:
    try:
        number: str | None = national_id.check(text, TODAY)
    except Refused:
        number = None
    assert number is None or len(number) == 10


OLD = [number for number, kind in PUBLISHED if kind is IdType.RESIDENT_OLD]


@pytest.mark.parametrize("number", OLD)
def test_the_old_format_is_valid_until_2031(number: str) -> None:
    assert national_id.check(number, LAST_DAY_OF_OLD) == number
    assert refusal(number, FIRST_DAY_WITHOUT) is Code.NATIONAL_ID_EXPIRED_FORMAT


@pytest.mark.parametrize("number", [number for number, kind in PUBLISHED if kind is not IdType.RESIDENT_OLD])
def test_the_other_formats_stay_valid(number: str) -> None:
    assert national_id.check(number, FIRST_DAY_WITHOUT) == number


def test_a_typing_error_is_told_before_the_end_of_the_format() -> None:
    assert refusal("AC01234568", FIRST_DAY_WITHOUT) is Code.NATIONAL_ID_CHECKSUM
