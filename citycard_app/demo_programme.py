"""The programme of the demo and of tests: a real city's, with purses on the card, a photo card, agencies and an admission."""

from citycard_app.paths import ASSETS

_CITY = "taoyuan.toml"
_ADDED = ("card_purse.toml", "badge.toml", "agencies.toml", "admission.toml")


def demo_programme() -> str:
    """The programme file's text."""
    city = (ASSETS / "programmes" / _CITY).read_text("utf-8")
    return city + "".join((ASSETS / "demo" / name).read_text("utf-8") for name in _ADDED)
