"""Codes of the virtual card: read back as they were made, refused with a reason when they are anything else, never a crash."""

import base64
from typing import Any

import base45
import cbor2
import msgspec
import pytest
import qrcode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, CWT, COSEKey
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import virtual_card
from domain.errors import Code, Refused
from domain.virtual_card import LIFETIME_S, MOST_CHARACTERS, PREFIX, SKEW_MS, Claims, by_id, made, read

NOW_S = 1_795_000_000
NOW_MS = NOW_S * 1000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = by_id([KEY.public_key().public_bytes_raw()])
CLAIMS = Claims(
    issuer="taoyuan",
    medium=b"\x01\x02\x03\x04\x05\x06\x07\x08",
    purpose="present",
    issued_s=NOW_S,
    expires_s=NOW_S + LIFETIME_S,
    cti=b"",
)
CODE = made(KEY, CLAIMS, b"seed")


def refused(text: str | bytes, now_ms: int = NOW_MS, keys: dict[bytes, bytes] = KEYS) -> Code:
    with pytest.raises(Refused) as caught:
        read(text, keys, "taoyuan", now_ms)
    return caught.value.code


def raw(code: str = CODE) -> bytes:
    return bytes(base45.b45decode(code[len(PREFIX) :]))


def coded(data: bytes) -> str:
    return PREFIX + base45.b45encode(data).decode()


def signed(claims: Any, *, key: Ed25519PrivateKey = KEY, alg: int = -8) -> str:
    """A code as somebody with the key could make it, of any claims."""
    public = key.public_key().public_bytes_raw()
    numbers = {1: 1, -1: 6, 3: alg, 2: virtual_card.key_id(public), -2: public, -4: key.private_bytes_raw()}
    sealed = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode(cbor2.dumps(claims), COSEKey.new(numbers))
    return coded(sealed)


def claim_map(**changed: Any) -> dict[int, Any]:
    numbers = {"iss": 1, "sub": 2, "aud": 3, "exp": 4, "iat": 6, "cti": 7}
    good = {1: "taoyuan", 2: "AQIDBAUGBwg", 3: "present", 4: NOW_S + 60, 6: NOW_S, 7: b"12345678"}
    return {**good, **{numbers[name]: value for name, value in changed.items()}}


def test_a_code_says_what_was_claimed():
    said = read(CODE, KEYS, "taoyuan", NOW_MS)
    assert msgspec.structs.replace(said, cti=b"") == CLAIMS
    assert (len(said.cti), said.expires_ms) == (8, NOW_MS + 60_000)
    assert read(CODE.encode() + b"\r\n", KEYS, "taoyuan", NOW_MS) == said


def test_the_same_is_made_again_and_another_seed_makes_another():
    assert made(KEY, CLAIMS, b"seed") == CODE
    assert read(made(KEY, CLAIMS, b"other"), KEYS, "taoyuan", NOW_MS).cti != read(CODE, KEYS, "taoyuan", NOW_MS).cti


def test_no_code_ends_with_a_space_that_a_scanner_would_swallow():
    assert not [number for number in range(300) if made(KEY, CLAIMS, str(number).encode()).endswith(" ")]


def test_any_reader_of_cwt_reads_it():
    """The library's own check of tags, headers and signature, which our reading does not go through."""
    public = KEY.public_key().public_bytes_raw()
    key = COSEKey.new({1: 1, -1: 6, 3: -8, 2: virtual_card.key_id(public), -2: public})
    late = msgspec.structs.replace(CLAIMS, issued_s=4_000_000_000, expires_s=4_000_000_060)
    reader = CWT.new(leeway=2_000_000_000 * 2)
    claims = reader.decode(raw(made(KEY, late, b"seed")), key)
    assert (claims[1], claims[3], claims[4] - claims[6]) == ("taoyuan", "present", LIFETIME_S)
    assert base64.urlsafe_b64decode(claims[2] + "=") == CLAIMS.medium


def test_it_is_an_easy_qr_code():
    """Alphanumeric, at most version 8 (49 modules) with 15 % error correction: large modules on a phone."""
    longest = msgspec.structs.replace(CLAIMS, issuer="a-long-city-name", purpose="confirm")
    for code in (CODE, made(KEY, longest, b"seed")):
        picture = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
        picture.add_data(qrcode.util.QRData(code, mode=qrcode.util.MODE_ALPHA_NUM))
        picture.make(fit=True)
        assert picture.version <= 8
    assert len(CODE) <= 210


# --- when ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_ms", "code"),
    [
        (NOW_MS - SKEW_MS - 1, Code.VIRTUAL_CODE_INVALID),
        (NOW_MS - SKEW_MS, None),
        (NOW_MS + 60_000 + SKEW_MS, None),
        (NOW_MS + 60_000 + SKEW_MS + 1, Code.VIRTUAL_CODE_EXPIRED),
        (NOW_MS + 365 * 86_400_000, Code.VIRTUAL_CODE_EXPIRED),
        (0, Code.VIRTUAL_CODE_INVALID),
    ],
)
def test_it_is_good_for_its_time_and_the_skew_of_clocks(at_ms, code):
    if code is None:
        assert read(CODE, KEYS, "taoyuan", at_ms).medium == CLAIMS.medium
    else:
        assert refused(CODE, at_ms) is code


# --- fault 24 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 255, 256, 4_000])
@pytest.mark.parametrize("filler", [b"\x00", b"A", b"\xff", b"\x81", b"\x9f"])
def test_payloads_of_any_size_are_refused(size, filler):
    assert refused(filler * size) is Code.VIRTUAL_CODE_INVALID
    assert refused(PREFIX.encode() + filler * size) is Code.VIRTUAL_CODE_INVALID
    assert refused(coded(filler * size)) is Code.VIRTUAL_CODE_INVALID
    assert refused(signed(filler * size)) is Code.VIRTUAL_CODE_INVALID


@pytest.mark.parametrize(
    "text",
    [
        "HC1:" + CODE[len(PREFIX) :],
        CODE.lower(),
        CODE[:-1],
        CODE[:-3],
        CODE + "A",
        CODE + "AAA",
        CODE[len(PREFIX) :],
        PREFIX,
        PREFIX + "A",
        PREFIX + ":::",
        PREFIX + "王小明",
        "\ud800",
        CODE + " " * (MOST_CHARACTERS - len(CODE) + 1),
    ],
)
def test_what_is_no_code_of_ours_is_refused(text):
    assert refused(text) is Code.VIRTUAL_CODE_INVALID


def test_every_single_bit_counts():
    whole = raw()
    for bit in range(len(whole) * 8):
        altered = bytearray(whole)
        altered[bit // 8] ^= 1 << bit % 8
        assert refused(coded(bytes(altered))) is Code.VIRTUAL_CODE_INVALID


def test_another_key_is_refused_also_under_our_key_id():
    theirs = made(OTHER, CLAIMS, b"seed")
    assert refused(theirs) is Code.VIRTUAL_CODE_INVALID
    named = virtual_card.key_id(KEY.public_key().public_bytes_raw())
    posing = raw(theirs).replace(virtual_card.key_id(OTHER.public_key().public_bytes_raw()), named, 1)
    assert refused(coded(posing)) is Code.VIRTUAL_CODE_INVALID
    assert refused(CODE, keys={}) is Code.VIRTUAL_CODE_INVALID
    assert refused(CODE, keys={named: b"too short"}) is Code.VIRTUAL_CODE_INVALID


def test_no_other_algorithm_is_taken():
    """Not even a MAC under the public key, which everybody knows, nor `Ed25519` (-19), which is the same by another name."""
    public = KEY.public_key().public_bytes_raw()
    named = virtual_card.key_id(public)
    mac = COSEKey.new({1: 4, 3: 5, 2: named, -1: public})
    sealed = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode(cbor2.dumps(claim_map()), mac)
    assert refused(coded(sealed)) is Code.VIRTUAL_CODE_INVALID
    assert refused(signed(claim_map(), alg=-19)) is Code.VIRTUAL_CODE_INVALID
    untagged = raw()[1:]
    assert refused(coded(untagged)) is Code.VIRTUAL_CODE_INVALID
    in_the_open = cbor2.dumps(cbor2.CBORTag(18, [b"", {1: -8, 4: named}, cbor2.dumps(claim_map()), raw()[-64:]]))
    assert refused(coded(in_the_open)) is Code.VIRTUAL_CODE_INVALID


@pytest.mark.parametrize(
    "claims",
    [
        claim_map(iss="taipei"),
        claim_map(iss=5),
        claim_map(aud="redeem"),
        claim_map(aud=["present"]),
        claim_map(sub="AQIDBAUGBw"),
        claim_map(sub="!"),
        claim_map(sub=b"12345678"),
        claim_map(cti=b""),
        claim_map(cti="12345678"),
        claim_map(exp=NOW_S + 61),
        claim_map(exp=NOW_S),
        claim_map(exp=NOW_S + 60.0),
        claim_map(exp=10**30),
        claim_map(iat=-(10**30)),
        claim_map(iat=True),
        {},
        [],
        None,
        "CC1:",
        cbor2.CBORTag(30, [1, 0]),
        [[[[[]]]]],
    ],
)
def test_signed_nonsense_is_refused(claims):
    """What only a platform gone wrong could have made."""
    assert refused(signed(claims)) is Code.VIRTUAL_CODE_INVALID


def test_the_same_claims_without_the_fault_are_good():
    assert read(signed(claim_map()), KEYS, "taoyuan", NOW_MS).cti == b"12345678"


def test_signed_bytes_that_are_no_cbor_are_refused():
    public = KEY.public_key().public_bytes_raw()
    key = COSEKey.new({1: 1, -1: 6, 3: -8, 2: virtual_card.key_id(public), -2: public, -4: KEY.private_bytes_raw()})
    for payload in (
        b"",
        b"\xff",
        b"\x9f",
        b"\x5b" + b"\xff" * 8,
        b"\x9b" + b"\x7f" * 8,
        b"\x81" * 200,
        b"\xc4\x82\x1a\xff\xff\xff\xff\x01",
    ):
        sealed = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode(payload, key)
        assert refused(coded(sealed)) is Code.VIRTUAL_CODE_INVALID


_TEXTS = st.one_of(
    st.text(max_size=MOST_CHARACTERS + 5),
    st.binary(max_size=300).map(coded),
    st.binary(max_size=MOST_CHARACTERS + 5),
    st.binary(max_size=80).map(lambda data: coded(raw()[:17] + data + raw()[17 + len(data) :])),
)


@given(text=_TEXTS, now_ms=st.integers(-(2**60), 2**60))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_nothing_makes_it_fail_otherwise(text, now_ms):
    assert outcome(text, now_ms) in (CLAIMS.medium, Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED)


def outcome(text: str | bytes, now_ms: int) -> bytes | Code:
    try:
        return read(text, KEYS, "taoyuan", now_ms).medium
    except Refused as problem:
        return problem.code
