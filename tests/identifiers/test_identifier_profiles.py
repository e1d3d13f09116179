"""Identifiers as text: published examples, every profile there and back, and finding a profile from taps."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import MediumType
from reader_drivers.identifier_profiles import candidates, loss, profile, profiles

NAMES = [each.name for each in profiles()]


@pytest.mark.parametrize(
    ("uid", "name", "text"),
    [
        ("26DEFAE7", "8H10D", "0652147431"),
        ("26DEFAE7", "8H10D-reversed", "3891977766"),
        ("26DEFAE7", "8H10D-unpadded", "652147431"),
        ("86CFD936", "8H10D-reversed", "0920244102"),
        # The EM readers' list, worked for 01026F6C3A (cnblogs.com/beauty/p/1879901, zgznk.com product 49).
        ("026F6C3A", "8H10D", "0040856634"),
        ("026F6C3A", "4H4H10D-comma", "00623,27706"),
        ("026F6C3A", "4H4H10D", "0062327706"),
        # 02B775D2: 8H-10D and (4H-5D),(4H-5D) (zyrfidcard.com 858174).
        ("02B775D2", "8H10D", "0045577682"),
        ("02B775D2", "4H4H10D-comma", "00695,30162"),
        # A MIFARE card's both ways (NITGEN eNCard-i user guide, page 56).
        ("529D06E3", "HEX", "529D06E3"),
        ("529D06E3", "HEX-reversed", "E3069D52"),
        ("529D06E3", "8H10D", "1386022627"),
        ("529D06E3", "8H10D-reversed", "3808861522"),
        # 2A83155E straight, as an ABA number (MF1 formats, Xingbang).
        ("2A83155E", "8H10D", "0713233758"),
        ("26DEFAE7", "10H", "0026DEFAE7"),
        ("04A1B2C3D4E5F6", "HEX", "04A1B2C3D4E5F6"),
        ("00000000000100", "14H17D", "00000000000000256"),
    ],
)
def test_published_examples(uid, name, text):
    known = profile(name)
    assert known.write(bytes.fromhex(uid)) == text
    assert known.read(text) == bytes.fromhex(uid)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_every_uid_comes_back(name, data):
    known = profile(name, prefix=data.draw(st.sampled_from(["", ";", "AB"])), suffix=data.draw(st.sampled_from(["", "?"])))
    size = data.draw(st.sampled_from(sorted(known.uid_bytes)))
    uid = data.draw(st.binary(min_size=size, max_size=size))
    text = known.write(uid)
    assert known.read(text) == uid
    assert known.read(known.prefix + text[len(known.prefix) :].lower()) == uid
    assert len(text) in known.lengths()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(text=st.text(max_size=24))
def test_any_text_is_read_or_refused(name, text):
    known = profile(name)
    with suppress(Refused):
        assert known.write(known.read(text)) == text.upper()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("8H10D", "652147431"),
        ("8H10D", "4294967296"),
        ("8H10D", "+652147431"),
        ("8H10D", "٠٦٥٢١٤٧٤٣١"),  # Arabic digits
        ("8H10D-unpadded", "0652147431"),
        ("4H4H10D", "6553600000"),
        ("4H4H10D-comma", "0062327706"),
        ("HEX", "26DEFAE"),
        ("HEX", "26DEFAE7AA"),
        ("10H", "0126DEFAE7"),
        ("8H", "04A1B2C3D4E5F6"),
        ("HEX", ""),
    ],
)
def test_what_does_not_fit_is_refused(name, text):
    with pytest.raises(Refused) as caught:
        profile(name).read(text)
    assert caught.value.code is Code.CARD_UNREADABLE
    assert caught.value.details["profile"] == name
    assert caught.value.details["wanted"]


@pytest.mark.parametrize("name", ["8H10D", "4H4H10D", "10H", "8H"])
def test_seven_bytes_do_not_fit_ten_digits(name):
    with pytest.raises(Refused) as caught:
        profile(name).write(bytes.fromhex("04A1B2C3D4E5F6"))
    assert "4 bytes" in str(caught.value.details["wanted"])


def test_eight_bytes_are_an_idm():
    assert profile("HEX").medium("01010A1011121314").type is MediumType.IDM
    assert profile("HEX").medium("04A1B2C3D4E5F6").type is MediumType.UID


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(EnvironmentProblem) as caught:
        profile("9D")
    assert "8H10D-reversed" in str(caught.value.details["expected"])
    assert profile("10D") == profile("8H10D")


# --- finding out ------------------------------------------------------------------------------------------------------


def found(uid, text):
    return [each.name for each in candidates(bytes.fromhex(uid), text)]


def test_one_card_that_tells():
    assert found("26DEFAE7", "0652147431") == ["8H10D"]
    assert found("86CFD936", "0920244102") == ["8H10D-reversed"]
    assert found("26DEFAE7", "e7fade26") == ["HEX-reversed"]
    assert found("04A1B2C3D4E5F6", "F6E5D4C3B2A104") == ["HEX-reversed"]


def test_one_card_that_does_not_tell_and_another_that_does():
    first = found("26DEFAE7", "3891977766")
    assert first == ["8H10D-reversed", "8H10D-unpadded-reversed"]
    second = found("86CFD936", "0920244102")
    assert [name for name in first if name in second] == ["8H10D-reversed"]
    # A palindrome of bytes is straight and reversed.
    assert found("11222211", "11222211") == ["HEX", "HEX-reversed"]


def test_prefix_and_suffix_are_found():
    (only,) = candidates(bytes.fromhex("26DEFAE7"), ";0652147431?")
    assert (only.name, only.prefix, only.suffix) == ("8H10D", ";", "?")
    assert only.read(";0920244102?") == (920244102).to_bytes(4)
    # A zero before an unpadded number is no prefix.
    assert found("26DEFAE7", "00652147431") == []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"8H", "8H-reversed", "14H", "14H-reversed"}])
@settings(max_examples=40)
@given(data=st.data())
def test_the_right_profile_is_among_the_candidates(name, data):
    known = profile(name)
    size = data.draw(st.sampled_from(sorted(known.uid_bytes)))
    uid = data.draw(st.binary(min_size=size, max_size=size))
    assert name in [each.name for each in candidates(uid, known.write(uid))]


@pytest.mark.parametrize(
    ("uid", "text", "name"),
    [
        ("026F6C3A", "07302202", "6H8D"),
        ("026F6C3A", "111,27706", "2H4H"),
        ("02B775D2", "0012023250", "6H10D"),
        ("026F6C3A", "27706", "4H5D"),
        ("04A1B2C3D4E5F6", "0077705923", "8H10D of 7 bytes"),
        ("04A1B2C3D4E5F6", "C3D4E5F6", "HEX of 7 bytes"),
    ],
)
def test_a_format_that_loses_bytes_is_named(uid, text, name):
    assert candidates(bytes.fromhex(uid), text) == []
    assert loss(bytes.fromhex(uid), text) == name


def test_a_wholly_other_text_loses_nothing():
    assert loss(bytes.fromhex("26DEFAE7"), "0000000001") is None
