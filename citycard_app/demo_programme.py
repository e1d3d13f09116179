"""The programme of the demo and of tests: a real city's, with purses that live on the card added to it."""

from citycard_app.paths import ASSETS

_CITY = "taoyuan.toml"


def demo_programme() -> str:
    """The programme file's text."""
    city = (ASSETS / "programmes" / _CITY).read_text("utf-8")
    return city + (ASSETS / "demo" / "card_purse.toml").read_text("utf-8")
