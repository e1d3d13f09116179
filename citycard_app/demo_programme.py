"""The programme of the demo and of tests: a real city's, with purses on the card, a photo card, agencies and an admission."""

from citycard_app.paths import ASSETS
from domain import programme_file
from domain.errors import Code, EnvironmentProblem

CITY = "taoyuan"
"""The city of the tour and of tests."""
_ADDED = ("card_purse.toml", "badge.toml", "agencies.toml", "admission.toml")


def demo_programme(city: str = CITY) -> str:
    """The programme file's text. What speaks of kinds or carriers that another city does not have is left out there.

    Raises `EnvironmentProblem(PROGRAMME_INVALID)` for a city that has no file.
    """
    text = _file(city)
    for name in _ADDED:
        longer = text + (ASSETS / "demo" / name).read_text("utf-8")
        if city == CITY or _fits(longer):
            text = longer
    return text


def _file(city: str) -> str:
    known = sorted(path.stem for path in (ASSETS / "programmes").iterdir() if path.suffix == ".toml")
    if city not in known:
        raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=city, where="--programme", expected=", ".join(known))
    return (ASSETS / "programmes" / f"{city}.toml").read_text("utf-8")


def _fits(text: str) -> bool:
    try:
        programme_file.parse(text, "demo.toml")
    except EnvironmentProblem:
        return False
    return True
