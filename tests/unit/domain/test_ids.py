import string
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain import ids
from domain.errors import Code, Refused

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.uuids().map(ids.recovery_code)
NOW_MS = 1_767_571_200_123


def test_an_op_id_is_a_uuid_version_7() -> None:
    """RFC 9562, 5.7: 48 bits of milliseconds, version 7, variant 10."""
    op_id = ids.new_op_id(NOW_MS)
    assert op_id.version == 7
    assert op_id.int >> 62 & 0b11 == 0b10
    assert op_id.int >> 80 == NOW_MS
    assert UUID(str(op_id)) == op_id


def test_op_ids_of_one_millisecond_differ() -> None:
    assert len({ids.new_op_id(NOW_MS) for _ in range(10_000)}) == 10_000


def test_every_random_bit_is_used() -> None:
    made = [ids.new_op_id(0).int for _ in range(200)]
    random_bits = ((1 << 12) - 1) << 64 | (1 << 62) - 1
    ever_set = ever_clear = 0
    for value in made:
        ever_set |= value
        ever_clear |= ~value
    assert ever_set & random_bits == random_bits
    assert ever_clear & random_bits == random_bits


def test_op_ids_sort_by_their_making() -> None:
    made = [ids.new_op_id(NOW_MS + later) for later in range(500)]
    assert all(earlier < later and str(earlier) < str(later) for earlier, later in pairwise(made))


@given(st.integers(min_value=-(2**60), max_value=2**60))
def test_a_wrong_clock_still_gives_a_proper_op_id(now_ms: int) -> None:
    op_id = ids.new_op_id(now_ms)
    assert (op_id.version, op_id.int >> 62 & 0b11) == (7, 0b10)


def test_tokens_are_long_url_safe_and_differ() -> None:
    one, other = ids.new_token(), ids.new_token()
    assert one != other
    assert len(one) >= 43
    assert set(one) <= set(string.ascii_letters + string.digits + "-_")


def test_enrolment_codes_are_speakable_and_differ() -> None:
    codes = {ids.new_enrolment_code() for _ in range(100)}
    assert len(codes) == 100
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code.replace("-", "")) <= set(ids.ENROLMENT_ALPHABET)
    assert not set("0O1ILU") & set(ids.ENROLMENT_ALPHABET)


@given(st.uuids())
def test_a_recovery_code_is_recognised(op_id: UUID) -> None:
    code = ids.recovery_code(op_id)
    assert len(code) == 9
    assert code[4] == "-"
    assert ids.is_recovery_code(code)


def test_a_recovery_code_comes_from_the_random_bits() -> None:
    """Two acts of one millisecond have codes of their own."""
    assert len({ids.recovery_code(ids.new_op_id(NOW_MS)) for _ in range(500)}) == 500


@given(st.uuids())
def test_the_same_act_always_has_the_same_code(op_id: UUID) -> None:
    assert ids.recovery_code(op_id) == ids.recovery_code(UUID(str(op_id)))


@given(CODES, st.integers(0, 7), st.sampled_from(CROCKFORD))
def test_any_one_wrong_symbol_is_found(code: str, place: int, symbol: str) -> None:
    letters = list(code.replace("-", ""))
    assume(letters[place] != symbol)
    letters[place] = symbol
    assert not ids.is_recovery_code("".join(letters))


@given(CODES, st.integers(0, 7), st.integers(0, 7))
def test_any_two_swapped_symbols_are_found(code: str, one: int, other: int) -> None:
    letters = list(code.replace("-", ""))
    assume(letters[one] != letters[other])
    letters[one], letters[other] = letters[other], letters[one]
    assert not ids.is_recovery_code("".join(letters))


@given(CODES, st.sampled_from(["I1", "L1", "O0"]))
def test_what_looks_alike_reads_alike(code: str, pair: str) -> None:
    assert ids.is_recovery_code(code.replace(pair[1], pair[0]))
    assert ids.is_recovery_code(code.replace(pair[1], pair[0].lower()))


@given(CODES)
def test_case_dashes_and_spaces_do_not_matter(code: str) -> None:
    assert ids.is_recovery_code(f" {code.lower().replace('-', '')} ")
    assert ids.is_recovery_code("-".join(code))


@pytest.mark.parametrize("text", ["", "-", "0000-000", "0000-00000", "000U-0000", "0000-000!", "零零零零零零零零", "00000000Ü"])
def test_other_text_is_no_recovery_code(text: str) -> None:
    assert not ids.is_recovery_code(text)


@pytest.mark.parametrize(
    "written", ["{0}{1}", "{0} {1}", "{0}–{1}", "{0}—{1}\r\n", "{0}－{1}", "{0}・{1}", "{0}.{1}", "　{0} − {1}"]
)
@pytest.mark.parametrize("wide", [False, True])
@given(st.uuids())
def test_a_recovery_code_is_understood_however_it_was_written(written: str, wide: bool, op_id: UUID) -> None:
    code = ids.recovery_code(op_id)
    groups = [group.lower().replace("0", "o") for group in code.split("-")]
    text = written.replace("・", "·").format(*groups)
    if wide:
        text = "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each.isalnum() else each for each in text)
    assert ids.parse_recovery_code(text) == code


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-Q9ZTX", "UUUU-UUUU", "查詢代碼", "7K3M+Q9ZT", "١٢٣٤-٥٦٧٨"])
def test_what_is_no_recovery_code_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        ids.parse_recovery_code(text)
    assert caught.value.code is Code.RECOVERY_CODE_INVALID
    assert not ids.is_recovery_code(text)
