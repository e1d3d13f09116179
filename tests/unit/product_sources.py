"""The product's own Python files, parsed, for the architecture tests."""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Source(NamedTuple):
    """One parsed file; `name` is its path from the root, with forward slashes."""

    name: str
    text: str
    tree: ast.Module


@cache
def project() -> dict[str, dict]:
    """`pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def packages() -> list[str]:
    """The product's packages, as import-linter knows them."""
    return list(project()["tool"]["importlinter"]["root_packages"])


@cache
def sources(*folders: str) -> list[Source]:
    """Every Python file of these packages."""
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    assert files
    return [parse(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files]


def parse(name: str, text: str) -> Source:
    """One file from its text."""
    return Source(name, text, ast.parse(text))


def identifier(node: ast.AST) -> str:
    """The last word of a name or attribute: `self.wait_s` gives `wait_s`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return ""
