"""What an ATR tells, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_drivers.atr import AtrFacts, historical_bytes, iso_dep_atr, read_atr, storage_card_atr


@pytest.mark.parametrize(
    ("atr", "facts"),
    [
        ("3B8F8001804F0CA000000306030001000000006A", AtrFacts(hint="MIFARE Classic 1K")),
        ("3B8F8001804F0CA0000003060300020000000069", AtrFacts(hint="MIFARE Classic 4K")),
        ("3B8F8001804F0CA0000003060300030000000068", AtrFacts(hint="MIFARE Ultralight")),
        ("3B8F8001804F0CA00000030611003B0000000042", AtrFacts(hint="FeliCa", felica=True)),
        ("3B8180018080", AtrFacts(hint="MIFARE DESFire")),
        ("3B878001C1052F2F0035C730", AtrFacts(hint="MIFARE Plus S")),
        ("3B8E80014A434F503331", AtrFacts()),
        ("3B00", AtrFacts()),
        ("", AtrFacts()),
    ],
)
def test_known_atrs(atr, facts):
    assert read_atr(bytes.fromhex(atr)) == facts


@given(st.binary(max_size=40))
def test_no_atr_is_too_strange(atr):
    read_atr(atr)
    assert len(historical_bytes(atr)) <= 15


@given(st.binary(max_size=40))
def test_historical_bytes_come_back_from_the_atr_that_a_reader_makes(historical):
    assert historical_bytes(iso_dep_atr(historical)) == historical[:15]


def test_a_storage_cards_atr_has_no_historical_bytes_of_a_card():
    assert historical_bytes(storage_card_atr()) == b""
