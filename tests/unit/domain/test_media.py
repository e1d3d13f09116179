import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import Code, Refused
from domain.media import DIGEST_BYTES, Medium, MediumType
from domain.ports import CardPresented

KEY = bytes(range(32))
READ = [kind for kind in MediumType if kind is not MediumType.PHONE]
MEDIA = st.builds(Medium, type=st.sampled_from(READ), value=st.binary(min_size=1, max_size=64))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (MediumType.UID, "08A1B2C3"),  # cards.md: UID0 = 08 is random
        (MediumType.UID, "08000000"),
        (MediumType.IDM, "01FE000000000001"),  # cards.md: IDm 01FE and 02FE are not fixed identities
        (MediumType.IDM, "02FE123456789ABC"),
    ],
)
def test_what_changes_from_tap_to_tap_is_refused_for_binding(kind: MediumType, value: str) -> None:
    medium = Medium(kind, bytes.fromhex(value))
    assert not medium.is_fixed
    with pytest.raises(Refused) as refusal:
        medium.require_fixed()
    assert refusal.value.code is Code.CARD_RANDOM_UID
    assert value not in str(refusal.value).upper()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (MediumType.UID, "26DEFAE7"),
        (MediumType.UID, "80A1B2C3"),
        (MediumType.UID, "08A1B2C3D4E5F6"),  # only a 4-byte UID can be random
        (MediumType.UID, "0804A1B2C3D4E5F60718"),
        (MediumType.UID, "0408A1B2C3D4E5"),
        (MediumType.IDM, "0114B34C12345678"),
        (MediumType.IDM, "03FE000000000001"),
        (MediumType.IDM, "08A1B2C3D4E5F607"),
        (MediumType.CODE, "08414243"),  # a code is not a UID
        (MediumType.CODE, "01FE414243444546"),
        (MediumType.UID, "01FEA1B2"),  # a UID is not an IDm
    ],
)
def test_what_stays_the_same_can_be_bound(kind: MediumType, value: str) -> None:
    medium = Medium(kind, bytes.fromhex(value))
    assert medium.require_fixed() is medium


@given(MEDIA)
def test_a_digest_is_eight_bytes_and_always_the_same(medium: Medium) -> None:
    assert len(medium.digest(KEY)) == DIGEST_BYTES == 8
    assert medium.digest(KEY) == Medium(medium.type, medium.value, "another hint").digest(KEY)


def test_a_phone_that_has_shown_its_code_is_its_digest() -> None:
    assert Medium(MediumType.PHONE, b"12345678").digest(KEY) == b"12345678"


@given(MEDIA, MEDIA)
def test_digests_differ_by_type_and_value(one: Medium, other: Medium) -> None:
    assume((one.type, one.value) != (other.type, other.value))
    assert one.digest(KEY) != other.digest(KEY)


def test_the_same_bytes_of_another_type_have_another_digest() -> None:
    assert len({Medium(kind, b"\x04ABCDEF").digest(KEY) for kind in MediumType}) == len(MediumType)


@given(MEDIA, st.binary(min_size=16, max_size=64))
def test_digests_differ_by_key(medium: Medium, key: bytes) -> None:
    assume(key != KEY)
    assert medium.digest(key) != medium.digest(KEY)


def test_the_value_is_in_no_text_of_a_medium() -> None:
    medium = Medium(MediumType.UID, bytes.fromhex("04414243444546"), "MIFARE Classic 1K")
    event = CardPresented(reader="示範讀卡機", medium=medium, at_s=1.5)
    for text in (repr(medium), str(medium), f"{medium}", repr([medium]), repr(event)):
        assert "ABCDEF" not in text
        assert "414243" not in text
        assert "7 bytes" in text
