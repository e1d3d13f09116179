import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contrast import WHITE, contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21.0), ("#FFFFFF", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#0000FF", 8.59), ("#ff0000", 4.0)],
)
def test_known_ratios_with_white(colour: str, ratio: float) -> None:
    """WCAG 2.2; #767676 is the well-known lightest grey of 4.5:1 on white."""
    assert contrast(colour, WHITE) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_from_1_to_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@pytest.mark.parametrize(
    "colour",
    ["", "red", "#FFF", "000000", "#GGGGGG", "#0000000", "#-1-1-1", "# 1 1 1", "#+1+1+1", "#１２３４５６", "#000000\n"],
)
def test_anything_else_is_no_colour(colour: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        contrast(colour, WHITE)
