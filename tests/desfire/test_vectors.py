"""The driver's arithmetic against every published vector that was found (tests/desfire/vectors, sources named there)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Code, Refused
from domain.key_diversification import diversify
from domain.transaction_mac import session_key
from reader_drivers.card_apps.desfire.authentication import Handshake, session_keys
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.key_change import changed_key, changed_other_key
from reader_drivers.card_apps.desfire.secure_messaging import CommMode, SecureMessaging, aes_cbc_decrypt
from tests.desfire.script import ScriptedCard

_FILES = Path(__file__).parent / "vectors"


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_FILES / name).read_text("utf-8"))


AN12196 = _load("an12196.toml")
AN12343 = _load("an12343.toml")
PROXMARK3 = _load("proxmark3.toml")
HANDSHAKES = AN12196["handshakes"] + AN12343["handshakes"]
COMMANDS = AN12196["commands"] + AN12343["commands"]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text)


def _session(vector: dict[str, Any], counter: int | None = None) -> SecureMessaging:
    return SecureMessaging(
        ti=_bytes(vector["ti"]),
        enc_key=_bytes(vector.get("enc", "00" * 16)),
        mac_key=_bytes(vector.get("mac", "00" * 16)),
        counter=vector.get("counter", 0) if counter is None else counter,
    )


def test_a_key_is_diversified_as_an10922_says() -> None:
    vector = _load("an10922.toml")["aes128"]
    assert diversify(_bytes(vector["master"]), _bytes(vector["input"])) == _bytes(vector["key"])


@pytest.mark.parametrize("vector", HANDSHAKES, ids=lambda vector: vector["section"])
def test_session_keys(vector: dict[str, Any]) -> None:
    key, rnd_a, rnd_b = (_bytes(vector[name]) for name in ("key", "rnd_a", "rnd_b"))
    assert session_keys(key, rnd_a, rnd_b) == (_bytes(vector["enc"]), _bytes(vector["mac"]))
    assert Handshake(key, rnd_a, _bytes(vector["challenge"])).answer() == _bytes(vector["answer"])


@pytest.mark.parametrize("vector", [one for one in HANDSHAKES if one["first"]], ids=lambda one: one["section"])
def test_ev2_first_over_the_wire(vector: dict[str, Any]) -> None:
    number = f"{vector['key_number']:02X}"
    script = ScriptedCard(
        (f"9071000002{number}0000", vector["challenge"] + "91AF"),
        (f"90AF000020{vector['answer']}00", vector["response"] + "9100"),
    )
    card = DesfireCard(script.exchange(), random=lambda _count: _bytes(vector["rnd_a"]))
    card.authenticate_first(vector["key_number"], _bytes(vector["key"]))
    session = card._native.session
    assert session is not None
    assert (session.ti, session.counter) == (_bytes(vector["ti"]), 0)
    assert (session._enc_key, session._mac_key) == (_bytes(vector["enc"]), _bytes(vector["mac"]))
    assert script.finished


def test_a_card_that_does_not_give_our_random_back_is_refused() -> None:
    vector = AN12196["handshakes"][0]
    handshake = Handshake(_bytes(vector["key"]), bytes(16), _bytes(vector["challenge"]))
    with pytest.raises(Refused) as refusal:
        handshake.first(_bytes(vector["response"]))
    assert refusal.value.code is Code.PURSE_ALTERED


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["section"])
def test_a_command_and_its_response(vector: dict[str, Any]) -> None:
    session, mode = _session(vector), CommMode[vector["mode"]]
    sent = session.wrap(vector["command"], _bytes(vector["header"]), _bytes(vector["data"]), mode)
    assert sent == _bytes(vector["sent"])
    assert session.unwrap(0, _bytes(vector["received"]), mode) == _bytes(vector["plain"])
    assert session.counter == vector["counter"] + 1


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["section"])
def test_every_altered_bit_of_a_response_is_seen(vector: dict[str, Any]) -> None:
    received = _bytes(vector["received"])
    for bit in range(8 * len(received)):
        altered = bytearray(received)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused) as refusal:
            _session(vector).unwrap(0, bytes(altered), CommMode[vector["mode"]])
        assert refusal.value.code is Code.PURSE_ALTERED


def test_mac_mode_over_two_commands_of_one_session() -> None:
    vector = AN12343["mac_mode"]
    session = _session(vector)
    for step in vector["commands"]:
        header, data, received = _bytes(step["header"]), _bytes(step["data"]), _bytes(step["received"])
        assert session.wrap(step["command"], header, data, CommMode.MAC) == header + data + _bytes(step["command_mac"])
        assert session.unwrap(0, received + _bytes(step["response_mac"]), CommMode.MAC) == received


def test_the_initial_vectors_of_commands() -> None:
    for vector in PROXMARK3["ivs"]:
        assert _session(vector)._iv(bytes.fromhex("A55A")) == _bytes(vector["iv"])


def test_the_initial_vector_of_a_response() -> None:
    vector = AN12343["decryption"]
    iv = _session(vector)._iv(bytes.fromhex("5AA5"))
    assert aes_cbc_decrypt(_bytes(vector["enc"]), _bytes(vector["ciphertext"]), iv) == _bytes(vector["plain"])


@pytest.mark.parametrize("vector", AN12196["key_changes"], ids=lambda vector: vector["section"])
def test_a_key_is_changed(vector: dict[str, Any]) -> None:
    new, old, version = _bytes(vector["new"]), _bytes(vector["old"]), vector["version"]
    plain = changed_key(new, version) if vector["own"] else changed_other_key(new, old, version)
    assert plain == _bytes(vector["plain"])
    script = ScriptedCard((vector["apdu"], vector["received"] + "9100"))
    card = DesfireCard(script.exchange())
    card._native.begin(_session(vector))
    if vector["own"]:
        card.change_own_key(vector["number"], new, version)
    else:
        card.change_other_key(vector["number"], new, old, version)
    assert script.finished


def test_the_session_key_of_a_transaction_mac() -> None:
    vector = PROXMARK3["transaction_mac"]
    key = session_key(_bytes(vector["key"]), _bytes(vector["uid"]), vector["counter_before"] + 1)
    assert key == _bytes(vector["session_mac"])
