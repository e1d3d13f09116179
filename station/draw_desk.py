"""Draws on this desk's screen: what is published, computed anew here, held against the platform's word, handed to anybody."""

import zipfile
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import msgspec

from domain import draws
from domain.draw_calls import MASKED_WINNERS, PUBLISHED_DRAW, PUBLISHED_LIST
from domain.errors import Code, Refused
from domain.wire_draws import DrawAsked, DrawPublic, DrawWinnersAsked
from offline_store.whole_file import write_whole
from station.office import Office

_NOT_FOR_THEM = (Code.STAFF_NOT_ALLOWED,)


class DrawShow(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as the screen shows it."""

    public: DrawPublic
    content: bytes = b""
    """The published list; empty before there is one."""
    list_differs: bool = False
    """The list is not the one whose SHA-256 was published, or is none."""
    computed: list[str] = []
    """Entries in the order in which this machine drew them, once the public value is known."""
    result_differs: bool = False
    """The platform tells another result than this machine has computed."""
    names: dict[str, str] = {}
    """Masked names by entry, for whoever hands out the prizes."""

    @property
    def sound(self) -> bool:
        """Whether all that is published fits together."""
        return not (self.list_differs or self.result_differs)


class DrawDesk:
    """Ask, check, hand out. Any thread but a screen's."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def look(self, draw: str) -> DrawShow:
        """The draw, checked. Raises `Refused` with DRAW_UNKNOWN, and as `Office.ask`."""
        public = self._office.ask(PUBLISHED_DRAW, DrawAsked(draw=draw))
        if not public.list_sha256:
            return DrawShow(public=public)
        content = self._office.fetch(PUBLISHED_LIST, DrawAsked(draw=draw)).content
        show = check(public, content)
        return msgspec.structs.replace(show, names=self._names(draw) if public.places else {})

    def export(self, show: DrawShow, path: Path) -> None:
        """A ZIP with all that anybody needs to compute the draw anew. Raises `EnvironmentProblem` when it cannot be written."""
        write_whole(path, packed(show))

    def _names(self, draw: str) -> dict[str, str]:
        try:
            winners = self._office.ask(MASKED_WINNERS, DrawWinnersAsked(draw=draw)).winners
        except Refused as refused:
            if refused.code in _NOT_FOR_THEM:
                return {}
            raise
        return {winner.entry: winner.masked_name for winner in winners}


def check(public: DrawPublic, content: bytes) -> DrawShow:
    """Hold what is published against itself: list and SHA-256, value and result."""
    try:
        entries = draws.read_list(content)
    except Refused:
        return DrawShow(public=public, content=content, list_differs=True)
    if draws.list_hash(content) != public.list_sha256 or entries.draw != public.draw:
        return DrawShow(public=public, content=content, list_differs=True)
    if not public.seed_value:
        return DrawShow(public=public, content=content)
    computed = draws.drawn(entries, public.seed_value)
    differs = computed != [place.entry for place in public.places]
    return DrawShow(public=public, content=content, computed=computed, result_differs=differs)


def result_text(show: DrawShow) -> str:
    """As the verifier prints it: the list's SHA-256, then place and entry."""
    lines = [f"list {draws.list_hash(show.content)}", *(f"{place} {entry}" for place, entry in enumerate(show.computed, 1))]
    return "".join(f"{line}\n" for line in lines)


def packed(show: DrawShow) -> bytes:
    """The ZIP's bytes."""
    parts = {"list.txt": show.content, "README.txt": _asset("README.txt"), "verify.py": _asset("verify.py.txt")}
    if show.computed:
        parts["value.txt"] = f"{draws.seed_text(show.public.seed_value)}\n{show.public.seed_reference}\n".encode()
        parts["result.txt"] = result_text(show).encode()
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(name, content)
    return whole.getvalue()


def _asset(name: str) -> bytes:
    return files("assets").joinpath("draws", name).read_bytes()
