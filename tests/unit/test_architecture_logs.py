"""No UID, key, name, national ID, PIN or APDU body in a log at INFO or above."""

import ast

import pytest

from tests.unit.product_sources import Source, identifier, packages, parse, sources

LOUD = {"info", "warning", "error", "critical", "exception", "fatal", "log"}
SECRET = {
    "apdu",
    "birthday",
    "command",
    "digest_key",
    "key",
    "masked_name",
    "national_id",
    "name",
    "patron_number",
    "pin",
    "pin_hash",
    "response",
    "sealed",
    "secret",
    "token",
    "uid",
    "idm",
    "medium",
}
NAMED_THINGS = {"reader", "driver", "spec", "path", "file", "programme", "thread", "step"}
"""What may say its `name`: things, never people."""


def is_loud(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOUD):
        return False
    speaker = node.func.value.func if isinstance(node.func.value, ast.Call) else node.func.value
    return "log" in identifier(speaker).lower()


def names_a_thing(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Attribute) and node.attr == "name"):
        return False
    owner = node.value.func if isinstance(node.value, ast.Call) else node.value
    return identifier(owner).split("_")[-1] in NAMED_THINGS


def leaks(source: Source) -> list[str]:
    found = []
    for call in filter(is_loud, ast.walk(source.tree)):
        assert isinstance(call, ast.Call)
        words = {keyword.arg or "" for keyword in call.keywords}
        # `reader=self.name` says itself whose name it is.
        told = [keyword.value for keyword in call.keywords if keyword.arg not in NAMED_THINGS]
        words |= {identifier(part) for value in [*call.args, *told] for part in ast.walk(value) if not names_a_thing(part)}
        found += [f"{source.name}:{call.lineno}: {word}" for word in sorted(words & SECRET)]
    return found


def test_no_log_tells_who_or_what():
    assert [line for source in sources(*packages()) for line in leaks(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "log.info('tap', uid=medium.uid)",
        "self._log.warning('signed in', who=staff.name)",
        "structlog.get_logger().error(f'no {national_id}')",
        "logger.exception('lost', key='x')",
    ],
)
def test_a_leak_is_found(text):
    assert leaks(parse("sample.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "log.debug('tap', uid=uid)",
        "log.info('ready', reader=self.name)",
        "log.info('x', by=current_thread().name)",
        "math.log(key)",
    ],
)
def test_what_is_harmless_passes(text):
    assert leaks(parse("sample.py", text)) == []
