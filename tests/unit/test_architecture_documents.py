"""What the documents say is what the code does, and what is declared is what is locked."""

import re
from collections.abc import Iterator

import msgspec
import pytest

from citycard_app.cli import COMMANDS
from domain.errors import Code
from station.settings import StationSettings
from tests.unit.product_sources import ROOT, project


def rows(text: str, table: str) -> list[str]:
    """The first backticked word of each row of the table between `<!-- TABLE -->` and `<!-- /TABLE -->`."""
    _, opening, rest = text.partition(f"<!-- {table} -->")
    inside, closing, _ = rest.partition(f"<!-- /{table} -->")
    assert opening, f"README.md lacks <!-- {table} -->"
    assert closing, f"README.md lacks <!-- /{table} -->"
    return re.findall(r"^\|\s*`(?:\./)?(?:citycard\s+)?([^\s`]+)", inside, re.MULTILINE)


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def test_the_readme_lists_every_command_once():
    assert sorted(rows(readme(), "commands")) == sorted(command.name for command in COMMANDS)


def test_the_readme_lists_every_setting_once():
    assert sorted(rows(readme(), "settings")) == sorted(settings(StationSettings))


def settings(struct: type, prefix: str = "") -> Iterator[str]:
    """`platform.url` and so on."""
    for field in msgspec.structs.fields(struct):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from settings(field.type, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}"


def test_the_readme_lists_every_error_code_once():
    assert sorted(rows(readme(), "error-codes")) == sorted(Code)


def test_rows_are_read_as_written():
    table = "| command | what |\n|---|---|\n| `./citycard demo [--tour]` | x |\n| `bench NAME` | y |\n"
    text = f"<!-- commands -->\n{table}<!-- /commands -->\n| `test` | z |\n"
    assert rows(text, "commands") == ["demo", "bench"]
    with pytest.raises(AssertionError):
        rows(text, "settings")


def test_the_changelog_has_entries():
    assert re.search(r"^- \S", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_declared_dependency_is_locked():
    declared = [*project()["project"]["dependencies"], *project()["project"]["optional-dependencies"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    assert {_normal(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in declared} <= locked


def test_the_lock_has_a_hash_for_everything_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_the_licence_is_the_eupl():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert project()["project"]["license"] == "EUPL-1.2"


def _normal(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
