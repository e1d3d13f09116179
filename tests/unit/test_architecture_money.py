"""No float in money, points or minutes: whole numbers only in `domain/`, `offline_store/` and `central/`.

What may be a float: durations in seconds, whose names end in `_s` (or `timeout`, as libraries call it), and the contrast of
colours.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.unit.product_sources import Source, identifier, parse, sources

ALLOWED_FILES = {"domain/contrast.py"}
PATH_WORDS = ("directory", "folder", "path", "root", "parent", "dir")
FILE_NAMES = {"FILE", "DUMP"}


def is_duration(node: ast.AST | str | None) -> bool:
    word = node if isinstance(node, str) else identifier(node) if node else ""
    return word.lower().endswith("_s") or word == "timeout"


def joins_paths(node: ast.AST) -> bool:
    """`directory / "journal.db"` is no division."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
        return False
    right_is_text = isinstance(node.right, ast.JoinedStr) or (
        isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)
    )
    right_is_text = right_is_text or identifier(node.right) in FILE_NAMES
    return right_is_text or identifier(node.left).lower().endswith(PATH_WORDS) or joins_paths(node.left)


def durations(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a file that speak of a duration in seconds."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets) if any(is_duration(target) for target in targets):
                yield node
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target) if is_duration(target):
                yield node
            case ast.arg(arg=name) | ast.keyword(arg=name) if name and is_duration(name):
                yield node
            case ast.Compare() if any(is_duration(part) for part in (node.left, *node.comparators)):
                yield node
            case ast.FunctionDef(name=name, returns=returns) if is_duration(name):
                yield from (part for part in ast.walk(node) if isinstance(part, ast.Return))
                if returns:
                    yield returns
            case ast.arguments():
                yield from _duration_defaults(node)


def _duration_defaults(node: ast.arguments) -> Iterator[ast.AST]:
    positional = [*node.posonlyargs, *node.args]
    with_default = zip(positional[len(positional) - len(node.defaults) :], node.defaults, strict=True)
    for argument, default in [*with_default, *zip(node.kwonlyargs, node.kw_defaults, strict=True)]:
        if default is not None and is_duration(argument.arg):
            yield default


def floats(source: Source) -> list[str]:
    allowed = {id(part) for whole in durations(source.tree) for part in ast.walk(whole)}
    found = []
    for node in ast.walk(source.tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = identifier(node) == "float"
        divides = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div) and not joins_paths(node)
        if (literal or named or divides) and id(node) not in allowed:
            found.append(f"{source.name}:{node.lineno}: {ast.unparse(node)}")
    return found


def test_there_is_no_float_where_money_is():
    found = [line for source in sources("domain", "offline_store", "central") for line in floats(source)]
    assert [line for line in found if line.partition(":")[0] not in ALLOWED_FILES] == []


@pytest.mark.parametrize(
    "text",
    ["fee = 1.5", "def f(points: float): ...", "share = points / 3", "points /= 2", "float(text)", "def f(points=0.5): ..."],
)
def test_a_float_is_found(text):
    assert floats(parse("sample.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "wait_s = 0.5",
        "def f(timeout_s: float = 2.0, *, pause_s: float = 0.1): ...",
        "def monotonic_s() -> float:\n    return 1.0",
        "call(timeout_s=left_ms / 1000)",
        "file = directory / NAME",
        "file = base / 'a' / name",
        "late = age_s > 0.5",
        "share = points // 3",
    ],
)
def test_a_duration_or_a_path_is_none(text):
    assert floats(parse("sample.py", text)) == []
