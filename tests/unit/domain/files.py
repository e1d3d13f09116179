"""Programme files for tests: Taoyuan's own, and variations of it written back as TOML."""

import copy
import json
import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from domain import programme_file
from domain.programme import Programme

TAOYUAN_TEXT = files("assets").joinpath("programmes/taoyuan.toml").read_text(encoding="utf-8")
TAOYUAN: Programme = programme_file.parse(TAOYUAN_TEXT, "taoyuan.toml")
REMOVED = object()
"""A value for `changed`: the key is taken away."""

Tree = dict[str, Any]


def tree() -> Tree:
    """Taoyuan's file as plain dictionaries and lists, to be altered at will."""
    return copy.deepcopy(tomllib.loads(TAOYUAN_TEXT))


def toml(value: Tree) -> str:
    """The tree as TOML, one line a key."""
    return "\n".join(f"{key} = {_inline(part)}" for key, part in value.items()) + "\n"


def changed(*changes: tuple[tuple[str | int, ...], Any]) -> str:
    """Taoyuan's file with the values at some key paths replaced, added or removed."""
    altered = tree()
    for path, value in changes:
        parent: Any = altered
        for step in path[:-1]:
            parent = parent[step]
        if value is REMOVED:
            del parent[path[-1]]
        elif isinstance(parent, list) and path[-1] == len(parent):
            parent.append(value)
        else:
            parent[path[-1]] = value
    return toml(altered)


def city(alter: Callable[[Tree], None]) -> Programme:
    """The programme of another city: Taoyuan's tree, altered, written as TOML and read back."""
    altered = tree()
    alter(altered)
    return programme_file.parse(toml(altered), "city.toml")


def words(zh: str) -> Tree:
    """A text in four languages."""
    return {"zh_TW": zh, "en": f"en {zh}", "vi": f"vi {zh}", "id": f"id {zh}"}


def requirement(name: str, *any_of: list[Tree], source: str = "測試規則") -> Tree:
    """One requirement of a card kind."""
    return {"id": name, "any_of": list(any_of), "reason": words(name), "source": source}


def card_kind(name: str, *requirements: Tree, **others: Any) -> Tree:
    """One card kind, free of charge unless `fee` says otherwise."""
    fee = {"first_ntd": 0, "replacement_ntd": 0, "source": "測試規則"}
    plain = {"id": name, "name": words(name), "carriers": ["easycard"], "fee": fee, "documents": []}
    return plain | {"requirements": list(requirements)} | others


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
