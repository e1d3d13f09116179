"""Card-face templates: what stands where on a card, as data (`assets/card_faces/*.toml`).

Lengths are hundredths of a millimetre from the card's left upper corner. A template says for which kinds it is; the one that
says so most exactly is taken (`taichung/expo` before `*/expo` before `*`), so that a new kind or city has a face at once, and
its own one when somebody draws it. No city's logo: wordmarks are set in type.
"""

import functools
from collections.abc import Sequence
from importlib import resources
from typing import Annotated, Literal

import msgspec

from domain.errors import Code, EnvironmentProblem
from domain.programme_parts import Part

Length = Annotated[int, msgspec.Meta(ge=0, le=8560)]
Ink = Annotated[str, msgspec.Meta(pattern=r"^(brand|white|ink|#[0-9A-Fa-f]{6})$")]
Need = Literal["name", "photo", "no_photo"]
_FOLDER = "card_faces"


class Element(Part, frozen=True, kw_only=True):
    """One thing on the face."""

    what: Literal["area", "text", "photo"]
    x: Length
    y: Length
    width: Length
    height: Length
    """Of a text: its type size. It becomes smaller, not cut off, where it is too long for `width`."""
    colour: Ink = "ink"
    text: str = ""
    """Blanks: {city} {programme} {kind} {kind_en} {name} {note}."""
    bold: bool = False
    align: Literal["left", "right"] = "left"
    needs: list[Need] = []
    """Drawn only on a face that has all of this."""


class Template(Part, frozen=True, kw_only=True):
    """One file."""

    kinds: Annotated[list[str], msgspec.Meta(min_length=1)]
    """`*`, `*/KIND` or `PROGRAMME/KIND`."""
    ground: Ink = "white"
    elements: list[Element]


def template_for(programme: str, kind: str) -> Template:
    """The template of a kind. Raises `EnvironmentProblem(PROGRAMME_INVALID)` where there is none, or a file is wrong."""
    every = templates()
    for wanted in (f"{programme}/{kind}", f"*/{kind}", "*"):
        found = next((each for each in every if wanted in each.kinds), None)
        if found is not None:
            return found
    raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=_FOLDER, where=kind, expected="*")


@functools.cache
def templates() -> Sequence[Template]:
    """Every template there is, by file name."""
    folder = resources.files("assets") / _FOLDER
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(read(each.name, each.read_bytes()) for each in files)


def read(name: str, content: bytes) -> Template:
    """One file. Raises `EnvironmentProblem(PROGRAMME_INVALID)` with `file`, `where` and `expected`."""
    try:
        return msgspec.toml.decode(content, type=Template)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        message, _, path = str(problem).partition(" - at `")
        raise EnvironmentProblem(
            Code.PROGRAMME_INVALID, file=name, where=path.rstrip("`") or "$", expected=message
        ) from problem
