"""What stands on a card, byte by byte, and what the platform expects a card's transaction MAC to cover."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from domain import purse_layout as layout
from domain.errors import Code, Refused
from domain.key_diversification import diversify
from domain.loads import LoadOrder
from domain.transaction_mac import transaction_mac, verify

UID = bytes.fromhex("04A1B2C3D4E5F6")
LOAD = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
ORDER = LoadOrder(load=LOAD, amount_ntd=200, seq=7, station="st-abcdefgh", at_ms=1_790_000_000_123)

orders = st.builds(
    LoadOrder,
    load=st.uuids().filter(lambda load: load.int != 0),
    amount_ntd=st.integers(1, layout.MOST_VALUE),
    seq=st.integers(1, 0xFFFF_FFFF),
    station=st.text(max_size=20),
    at_ms=st.integers(0, (1 << 48) - 1),
)


@given(orders)
def test_what_is_written_can_be_read(order: LoadOrder) -> None:
    backup, log = layout.encode_backup(order), layout.encode_log(order)
    assert len(backup) == len(log) == layout.RECORD_BYTES
    last, entry = layout.decode_backup(backup), layout.decode_log(log)
    assert (last.load, last.seq, last.amount_ntd) == (order.load, order.seq, order.amount_ntd)
    assert last.station == layout.station_mark(order.station)
    assert entry == layout.LogEntry(load=order.load, seq=order.seq, amount_ntd=order.amount_ntd, at_ms=order.at_ms)


def test_a_blank_backup_file_is_a_card_without_loads() -> None:
    assert layout.decode_backup(bytes(32)) == layout.LastLoad(seq=0, load=None, amount_ntd=0, station=b"")


@pytest.mark.parametrize(
    "record",
    [
        b"",
        bytes(31),
        bytes(33),
        bytes(4) + LOAD.bytes + (200).to_bytes(4) + bytes(8),
        (1).to_bytes(4) + bytes(16) + (200).to_bytes(4) + bytes(8),
        (1).to_bytes(4) + LOAD.bytes + bytes(12),
        (1).to_bytes(4) + LOAD.bytes + (1 << 31).to_bytes(4) + bytes(8),
    ],
)
def test_a_backup_file_that_no_station_wrote_is_refused(record: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        layout.decode_backup(record)
    assert refusal.value.code is Code.PURSE_ALTERED


def test_a_log_record_of_another_kind_is_not_a_load() -> None:
    assert layout.decode_log(b"\x01\x02" + bytes(30)) is None
    with pytest.raises(Refused):
        layout.decode_log(bytes(31))


@pytest.mark.parametrize("wrong", [{"seq": 0}, {"amount_ntd": 0}, {"amount_ntd": 1 << 31}, {"at_ms": 1 << 48}])
def test_an_order_that_does_not_fit_is_refused(wrong: dict[str, int]) -> None:
    order = LoadOrder(**{"load": LOAD, "amount_ntd": 1, "seq": 1, "station": "s", "at_ms": 0, **wrong})
    for encode in (layout.encode_backup, layout.encode_log, layout.expected_tmi):
        with pytest.raises(Refused) as refusal:
            encode(order)
        assert refusal.value.code is Code.AMOUNT_INVALID


def test_every_key_of_every_card_programme_and_version_is_another() -> None:
    inputs = [
        layout.diversification_input(uid, programme, number, version)
        for uid in (UID, UID[::-1])
        for programme in ("taoyuan", "taipei", "x" * 19, "x" * 20, "x" * 21, "x" * 22)
        for number in range(layout.KEY_COUNT)
        for version in (1, 2, 255)
    ]
    inputs += [layout.transaction_mac_input(UID, "taoyuan", version) for version in (1, 2)]
    assert len(set(inputs)) == len(inputs)
    assert all(len(one) <= 31 for one in inputs)
    assert len({diversify(bytes(16), one) for one in inputs}) == len(inputs)


def test_a_key_is_derived_from_its_version_too() -> None:
    assert layout.diversification_input(UID, "taoyuan", 1).hex() == UID.hex() + "cc0001" + "01" + "01" + b"taoyuan".hex()
    assert layout.diversification_input(UID, "taoyuan", 1, 2).hex() == UID.hex() + "cc0001" + "01" + "02" + b"taoyuan".hex()
    assert layout.transaction_mac_input(UID, "taoyuan").hex() == UID.hex() + "cc0001" + "0f" + "01" + b"taoyuan".hex()


@pytest.mark.parametrize("uid", [b"", bytes(4), bytes(10)])
def test_a_uid_that_no_desfire_has_gets_no_keys(uid: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        layout.diversification_input(uid, "taoyuan", 1)
    assert refusal.value.code is Code.PURSE_MISSING


@pytest.mark.parametrize(("master", "data"), [(bytes(15), b"1"), (bytes(16), b""), (bytes(16), bytes(32))])
def test_a_diversification_that_an10922_does_not_know_is_refused(master: bytes, data: bytes) -> None:
    with pytest.raises(ValueError, match="bytes"):
        diversify(master, data)


@pytest.mark.parametrize("length", range(16, 32))
def test_an_input_of_two_blocks_is_diversified_by_the_cmac_itself(length: int) -> None:
    master, data = bytes(range(16)), bytes(range(length))
    mac = CMAC(AES(master))
    mac.update(b"\x01" + data)
    assert diversify(master, data) == mac.finalize()


def test_an_input_of_one_block_is_padded_to_two() -> None:
    mac = CMAC(AES(bytes(16)))
    mac.update(b"\x01" + bytes(15))
    assert diversify(bytes(16), bytes(15)) != mac.finalize()


def test_the_transaction_mac_covers_credit_backup_and_log() -> None:
    tmi = layout.expected_tmi(ORDER)
    assert len(tmi) == 16 + (16 + 32) + (16 + 32)
    assert tmi[:16].hex() == "0c01" + "c8000000" + "00" * 10
    assert tmi[16:32].hex() == "3d02" + "000000" + "200000" + "00" * 8
    assert tmi[32:64] == layout.encode_backup(ORDER)
    assert tmi[64:80].hex() == "3b03" + "000000" + "200000" + "00" * 8
    assert tmi[80:] == layout.encode_log(ORDER)


def test_a_transaction_mac_fits_one_card_one_transaction_and_one_counter() -> None:
    key, tmi = bytes(range(16)), layout.expected_tmi(ORDER)
    tmv = transaction_mac(key, UID, 5, tmi)
    assert verify(key, UID, 5, tmv, tmi)
    assert not verify(key[::-1], UID, 5, tmv, tmi)
    assert not verify(key, UID[::-1], 5, tmv, tmi)
    assert not verify(key, UID, 6, tmv, tmi)
    assert not verify(key, UID, 5, tmv, tmi[::-1])
    assert not verify(key, UID, 5, tmv[:7], tmi)


@pytest.mark.parametrize(
    ("key", "uid", "tmc", "tmi"),
    [
        (bytes(15), UID, 1, bytes(16)),
        (bytes(16), bytes(4), 1, bytes(16)),
        (bytes(16), UID, 0, bytes(16)),
        (bytes(16), UID, 1 << 32, bytes(16)),
        (bytes(16), UID, 1, b""),
        (bytes(16), UID, 1, bytes(15)),
    ],
)
def test_what_a_station_reports_amiss_does_not_verify(key: bytes, uid: bytes, tmc: int, tmi: bytes) -> None:
    assert not verify(key, uid, tmc, bytes(8), tmi)
