"""The house's own rules: who imports whom, how long things are, where a broad `except` may stand."""

import ast
import re
import subprocess
import sys

import pytest

from tests.unit.product_sources import ROOT, Source, identifier, packages, parse, sources

MOST_LINES = {"file": 400, "function": 60, "class": 250}
BROAD = {"Exception", "BaseException"}


def too_long(source: Source) -> list[str]:
    sizes = [("file", source.name, source.text.count("\n"))]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            sizes.append((kind, node.name, (node.end_lineno or node.lineno) - node.lineno + 1))
    return [f"{source.name}: {kind} {name} has {size} lines" for kind, name, size in sizes if size > MOST_LINES[kind]]


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or identifier(kind) in BROAD for kind in caught)


def misplaced_handlers(source: Source) -> list[str]:
    """Broad handlers that neither raise again after tidying up, nor say that they are a thread's top and log or hand it on."""
    lines = source.text.splitlines()
    return [
        f"{source.name}:{handler.lineno}: broad except away from a thread's top"
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler)
        and is_broad(handler)
        and not raises_again(handler)
        and not (re.search(r"# noqa: BLE001 .*thread", lines[handler.lineno - 1]) and (logs(handler) or hands_on(handler)))
    ]


def raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def logs(handler: ast.ExceptHandler) -> bool:
    calls = [node.func for node in ast.walk(handler) if isinstance(node, ast.Call)]
    return any(isinstance(call, ast.Attribute) and "log" in identifier(call.value) for call in calls)


def hands_on(handler: ast.ExceptHandler) -> bool:
    """Whether the error itself becomes the answer of a future, where whoever waits for it hears it."""
    calls = [node.func for node in ast.walk(handler) if isinstance(node, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr == "set_exception" for call in calls)


def test_imports_go_one_way():
    words = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
    answer = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_nothing_is_too_long():
    assert [line for source in sources(*packages()) for line in too_long(source)] == []


def test_what_is_too_long_is_found():
    body = "    x = 1\n" * 260
    text = f"class Long:\n    def f(self):\n{'    ' + body.replace(chr(10), chr(10) + '    ').rstrip()}\n" + "y = 1\n" * 200
    assert [line.split(":")[1].split()[0] for line in too_long(parse("sample.py", text))] == ["file", "class", "function"]


def test_broad_excepts_stand_only_at_the_top_of_a_thread():
    assert [line for source in sources(*packages()) for line in misplaced_handlers(source)] == []


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException as problem", " (OSError, Exception)"])
def test_a_broad_except_is_found(caught):
    assert misplaced_handlers(parse("sample.py", f"try:\n    act()\nexcept{caught}:\n    log.error('x')\n"))


@pytest.mark.parametrize(
    "handler",
    [
        "except (OSError, ValueError):\n    pass",
        "except BaseException:\n    tidy()\n    raise",
        "except Exception:  # noqa: BLE001 (the top of a thread)\n    log.error('x')",
    ],
)
def test_a_narrow_one_or_a_thread_top_is_fine(handler):
    assert not misplaced_handlers(parse("sample.py", f"try:\n    act()\n{handler}\n"))
