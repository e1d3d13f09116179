"""The words of messages: `assets/messages/*.toml`, by template and language. Blanks are written `{name}`."""

import string
from functools import cache
from pathlib import Path

import msgspec

import assets
from domain.errors import Bug

SOURCE = "zh_TW"
"""The language of last resort: every template has it."""
_FOLDER = Path(assets.__file__).parent / "messages"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Subject and text of a template in one language."""

    subject: str
    text: str

    def filled(self, values: dict[str, str]) -> "Words":
        """With its blanks filled in, and no line break in the subject. Raises `Bug` for a blank without a value."""
        try:
            subject = " ".join(self.subject.format_map(values).split())
            return Words(subject=subject, text=self.text.format_map(values))
        except KeyError as problem:
            raise Bug(part="template", blank=str(problem.args[0])) from problem

    @property
    def blanks(self) -> set[str]:
        """The names of its blanks."""
        parts = [*string.Formatter().parse(self.subject), *string.Formatter().parse(self.text)]
        return {name for _, name, _, _ in parts if name is not None}


@cache
def templates() -> dict[str, dict[str, Words]]:
    """Every template's words by language."""
    found: dict[str, dict[str, Words]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        found |= msgspec.toml.decode(file.read_bytes(), type=dict[str, dict[str, Words]])
    return found


def words(template: str, language: str) -> tuple[str, Words]:
    """The template's words and the language that they are in. Raises `Bug` for a template that does not exist."""
    of_template = templates().get(template)
    if of_template is None:
        raise Bug(part="template")
    chosen = language if language in of_template else SOURCE
    return chosen, of_template[chosen]
