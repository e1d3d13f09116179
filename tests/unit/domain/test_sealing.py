import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain import sealing
from domain.errors import Code, Refused

PLATFORM = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PLATFORM.public_key().public_bytes_raw()
PLAIN = "示範王小明".encode()


@given(st.binary(max_size=300))
def test_the_platform_reads_what_was_sealed_to_it(plaintext: bytes) -> None:
    assert sealing.unseal(PLATFORM, sealing.seal(PUBLIC, plaintext)) == plaintext


def test_the_same_words_are_never_sealed_alike() -> None:
    assert sealing.seal(PUBLIC, PLAIN) != sealing.seal(PUBLIC, PLAIN)


def test_nothing_of_the_plaintext_stands_in_the_sealed_part() -> None:
    assert PLAIN[:6] not in sealing.seal(PUBLIC, PLAIN)


def test_another_key_cannot_read_it() -> None:
    with pytest.raises(Refused) as refusal:
        sealing.unseal(X25519PrivateKey.generate(), sealing.seal(PUBLIC, PLAIN))
    assert refusal.value.code is Code.EVENT_UNREADABLE


@given(st.data())
def test_any_altered_byte_is_found(data: st.DataObject) -> None:
    sealed = bytearray(sealing.seal(PUBLIC, PLAIN))
    # X25519 ignores the top bit of an encapsulated key (RFC 7748, 5), but HPKE binds the key as it was sent.
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused) as refusal:
        sealing.unseal(PLATFORM, bytes(sealed))
    assert refusal.value.code is Code.EVENT_UNREADABLE


@given(st.binary(max_size=80))
def test_anything_else_is_unreadable(noise: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        sealing.unseal(PLATFORM, noise)
    assert refusal.value.code is Code.EVENT_UNREADABLE


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_no_key(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sealing.seal(bytes(length), PLAIN)


def test_a_person_is_found_again_by_digest() -> None:
    digest = sealing.person_digest(b"k" * 32, "A123456789")
    assert len(digest) == 16
    assert digest == sealing.person_digest(b"k" * 32, "a123456789")
    assert digest != sealing.person_digest(b"k" * 32, "A223456781")
    assert digest != sealing.person_digest(b"l" * 32, "A123456789")
