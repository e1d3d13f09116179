"""What NXP and NIST have published, against the virtual card alone. Each vector names where it stands.

For a whole Transaction MAC value no vector is published; its session key has one in Proxmark3, and `test_transactions.py`
builds the rest from the data sheet's text.
"""

import msgspec
import pytest

from reader_drivers.virtual_desfire import VirtualDesfire, crypto
from reader_drivers.virtual_desfire.content import Key
from reader_drivers.virtual_desfire.session import Mode, Session
from tests.virtual_desfire.terminal import AID, UID, Terminal, three

h = bytes.fromhex


# --- primitives ------------------------------------------------------------------------------------------------------

NIST_KEY = h("2B7E151628AED2A6ABF7158809CF4F3C")
NIST_TEXT = h(
    "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51"
    "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710"
)


@pytest.mark.parametrize(
    ("length", "mac"),
    [
        (0, "BB1D6929E95937287FA37D129B756746"),
        (16, "070A16B46B4D4144F79BDD9DD04A287C"),
        (40, "DFA66747DE9AE63030CA32611497C827"),
        (64, "51F0BEBF7E3B9D92FC49741779363CFE"),
    ],
)
def test_cmac_of_nist_sp_800_38b(length: int, mac: str) -> None:
    assert crypto.cmac(NIST_KEY, NIST_TEXT[:length]) == h(mac)


def test_cbc_of_nist_sp_800_38a_f_2_1() -> None:
    iv = bytes(range(16))
    text = h("7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2")
    assert crypto.encrypt(NIST_KEY, NIST_TEXT[:32], iv) == text
    assert crypto.decrypt(NIST_KEY, text, iv) == NIST_TEXT[:32]


def test_cmac_of_an10922_2_2_1() -> None:
    message = b"\x01" + h("04782E21801D803042F54E585020416275")
    assert crypto.cmac(h("00112233445566778899AABBCCDDEEFF"), message) == h("A8DD63A3B89D54B37CA802473FDA9175")


def test_crc_of_an12196_table_26_step_7() -> None:
    assert crypto.crc32(h("F3847D627727ED3BC9C4CC050489B966")) == h("789DFADC")


# --- authentication --------------------------------------------------------------------------------------------------


def _drawing(*values: str) -> VirtualDesfire:
    left = [h(value) for value in values]

    def random(length: int) -> bytes:
        drawn = left.pop(0)
        assert len(drawn) == length
        return drawn

    return VirtualDesfire(UID, random=random)


def _application(card: VirtualDesfire, keys: int = 5) -> None:
    terminal = Terminal(card)
    terminal.exchange(0xCA, AID + bytes([0x0F, 0x80 | keys]))
    terminal.select()


@pytest.mark.parametrize(
    ("rnd_b", "identifier", "exchanges"),
    [
        pytest.param(
            "B9E2FC789B64BF237CCCAA20EC7E6E48",
            "9D00C4DF",
            [
                ("9071000005000300000000", "A04C124213C186F22399D33AC2A3021591AF"),
                (
                    "90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00",
                    "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100",
                ),
            ],
            id="AN12196 rev. 1.8, table 14",
        ),
        pytest.param(
            "FA659AD0DCA738DD65DC7DC38612AD81",
            "8CF141F3",
            [
                ("9071000002000000", "24677DDBD46349E623798FD729006E7991AF"),
                (
                    "90AF0000203B50445F21D21D77D500794DEB245E5A754F5F901844259F4C9B31A5C7335ACD00",
                    "04C6DBD67417ED0D31DDDE4D2E3FFAC2B4B074F638EEF7FFF9254963B65C77599100",
                ),
            ],
            id="AN12343 rev. 1.1, 7.1.3.1",
        ),
    ],
)
def test_authenticate_ev2_first(rnd_b: str, identifier: str, exchanges: list[tuple[str, str]]) -> None:
    card = _drawing(rnd_b, identifier)
    _application(card)
    for command, response in exchanges:
        assert card.apdu(h(command)) == h(response)


def test_session_keys_of_an12196_table_14() -> None:
    rnd_a, rnd_b = h("13C5DB8A5930439FC3DEF9A4C675360F"), h("B9E2FC789B64BF237CCCAA20EC7E6E48")
    keys = crypto.session_keys(bytes(16), rnd_a, rnd_b)
    assert keys == (h("1309C877509E5A215007FF0ED19CA564"), h("4C6626F5E72EA694202139295C7A7FC7"))


def test_session_keys_of_an12343_7_1_3_1() -> None:
    rnd_a, rnd_b = h("B04D0787C93EE0CC8CACC8E86F16C6FE"), h("FA659AD0DCA738DD65DC7DC38612AD81")
    keys = crypto.session_keys(bytes(16), rnd_a, rnd_b)
    assert keys == (h("63DC07286289A7A6C0334CA31C314A04"), h("774F26743ECE6AF5033B6AE8522946F6"))


# --- secure messaging ------------------------------------------------------------------------------------------------


def _session(identifier: str, enc_key: str, mac_key: str, counter: int = 0) -> Session:
    return Session(key_number=0, identifier=h(identifier), enc_key=h(enc_key), mac_key=h(mac_key), counter=counter)


def test_mac_mode_of_an12196_table_8() -> None:
    session = _session("7A21085E", "00" * 16, "8248134A386E86EB7FAF54A52E536CB6")
    assert session.opened(Mode.MAC, 0xF5, h("026597A457C8CD442C"), None) == h("02")
    settings = h("0040EEEE000100D1FE001F00004400004400002000006A0000")
    assert session.sealed(Mode.MAC, settings) == settings + h("2A474282E7A47986")
    assert session.counter == 1


def test_full_mode_of_an12196_table_18_and_19() -> None:
    session = _session("9D00C4DF", "1309C877509E5A215007FF0ED19CA564", "4C6626F5E72EA694202139295C7A7FC7")
    text = h(
        "421C73A27D827658AF481FDFF20A5025B559D0E3AA21E58D347F343CFFC768BFE596C706BC00F2176781D4B0242642A0"
        "FF5A42C461AAF894D9A1284B8C76BCFA658ACD40555D362E08DB15CF421B51283F9064BCBE20E96CAE545B407C9D651A"
        "3315B27373772E5DA2367D2064AE054AF996C6F1F669170FA88CE8C4E3A4A7BBBEF0FD971FF532C3A802AF745660F2B4"
    )
    data = session.opened(Mode.FULL, 0x8D, h("02000000800000") + text + h("D1D9A8499661EBF3"), 7)
    assert data[:7] == h("02000000800000")
    assert len(data) == 7 + 128
    assert b"https://" not in data  # the NDEF prefix byte stands for it
    assert b"choose.url.com/ntag424?e=" in data
    assert session.sealed(Mode.FULL, b"") == h("FC222E5F7A542452")
    settings = session.opened(Mode.FULL, 0x5F, h("0261B6D97903566E84C3AE5274467E89EAD799B7C1A0EF7A04"), 1)
    assert settings == h("024000E0C1F121200000430000430000")
    assert session.sealed(Mode.FULL, b"") == h("57BFF87B1241E93D")


def test_mac_over_get_card_uid_of_an12343_page_16() -> None:
    key = h("FD9E26C9766F07C1D07106C0F8F3671F")
    assert crypto.cmac(key, h("510000569D4B24")) == h("ED5CB7A932EF8D7C2E91B42A1139F11B")


def test_get_card_uid_of_an12196_table_28() -> None:
    card = VirtualDesfire(h("04958CAA5C5E80"))
    _application(card)
    card._state.session = _session("DF055522", "2B4D963C014DC36F24F69A50A394F875", "379D32130CE61705DD5FD8C36B95D764")
    response = card.apdu(h("90510000088E2C155ADDA99BE300"))
    assert response == h("70756055688505B52A5E26E59E329CD6595F672298EA41B79100")


def test_change_key_of_an12196_tables_26_and_27() -> None:
    card = VirtualDesfire(UID)
    _application(card)
    card._state.session = _session(
        "7614281A", "4CF3CB41A22583A61E89B158D252FC53", "5529860B2FC5FB6154B7F28361D30BF9", counter=2
    )
    another = "90C4000029022CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC75D0CE20BCD1D06E600"
    assert card.apdu(h(another)) == h("203BB55D1089D5879100")
    own = "90C400002900C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FDA6610234BDED643200"
    assert card.apdu(h(own)) == h("9100")
    keys = card._state.application.keys
    assert keys[2] == Key(h("F3847D627727ED3BC9C4CC050489B966"), 1)
    assert keys[0] == Key(h("5004BF991F408672B1EF00F08F9E8647"), 1)


def test_write_and_read_with_macs_of_an12343_page_54() -> None:
    card = VirtualDesfire(UID)
    _application(card)
    Terminal(card).exchange(0xCD, h("0001") + h("0000") + three(48))
    card._state.session = _session("E2D3AF69", "00" * 16, "9366FA195EB566F5BD2BAD4020B83002")
    written = "908D00002800000000190000" + "22" * 25 + "68F2C28C575A162800"
    assert card.apdu(h(written)) == h("0820F68898C2A7F19100")
    read = card.apdu(h("90AD00000F000000003000000D9BE191D596083400"))
    assert read == h("22" * 25 + "00" * 23 + "A49A44222D9266669100")


# --- transaction MAC -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "uid", "counter_before", "session_key"),
    [
        ("66A8CB93269DC9BC2885B7A91B9C697B", "04010203040506", 8, "7C1AD2D9C5C08154A0A4914B401A6598"),
        ("0123456789ABCDEFFEDCBA9876543210", "04A1B2C3D4E5F6", 0x12345678, "8F76D21BAE6765845188BCF9159BE0EC"),
    ],
)
def test_transaction_session_key_of_proxmark3(key: str, uid: str, counter_before: int, session_key: str) -> None:
    # client/src/mifare/desfiretest.c, TestTransSessionKeys
    assert crypto.transaction_key(h(key), h(uid), counter_before + 1) == h(session_key)


def test_an_exported_card_is_json() -> None:
    assert msgspec.json.decode(VirtualDesfire(UID).export())["software"] == "ev2"
