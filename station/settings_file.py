"""Changing a station's settings file without disturbing the rest of it: comments, order, modes and other sections stay."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from domain.errors import Code, EnvironmentProblem
from station.settings import load

Value = str | Sequence[str]


def change(file: Path, section: str, values: Mapping[str, Value]) -> None:
    """Write keys of one section into `file`, made when there is none; whole or not at all.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` when the file is not right, before or afterwards; then it is as it was.
    """
    if file.exists():
        load(file, {})
    try:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        for key, value in values.items():
            lines = _with(lines, section, key, f"{key} = {_written(value)}")
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.stem}-next{file.suffix}")
        try:
            _write(fresh, "\n".join(lines) + "\n", like=file)
            load(fresh, {})
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as problem:
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file=file.name, where="$", expected=str(problem)) from problem


def _write(fresh: Path, text: str, *, like: Path) -> None:
    """Onto the disk, readable by whoever may read `like`, and by nobody else meanwhile."""
    fresh.unlink(missing_ok=True)
    mode = like.stat().st_mode & 0o777 if like.exists() else None
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    if mode is not None:
        fresh.chmod(mode)


def _written(value: Value) -> str:
    """A TOML value; its strings are as JSON writes them (TOML 1.0, basic strings)."""
    return msgspec.json.encode(value).decode()


def _with(lines: list[str], section: str, key: str, line: str) -> list[str]:
    """The lines with this one in its section, in place of the key's former ones."""
    header = next((number for number, each in enumerate(lines) if _is_header(each, section)), None)
    if header is None:
        return [*lines, *([""] if lines else []), f"[{section}]", line]
    end = next((number for number in range(header + 1, len(lines)) if lines[number].lstrip().startswith("[")), len(lines))
    for number in range(header + 1, end):
        if re.match(rf"\s*(?:{key}|\"{key}\"|'{key}')\s*=", lines[number]):
            after = _after(lines, number)
            return [*lines[:number], line + (_comment(lines[number]) if after == number + 1 else ""), *lines[after:]]
    while end > header + 1 and not lines[end - 1].strip():
        end -= 1
    return [*lines[:end], line, *lines[end:]]


def _comment(line: str) -> str:
    """What stands behind the value of a whole line, with the blanks before it."""
    for found in re.finditer(r"\s*#", line):
        try:
            tomllib.loads(line[: found.start()])
        except tomllib.TOMLDecodeError:
            continue
        return line[found.start() :]
    return ""


def _is_header(line: str, section: str) -> bool:
    return re.match(rf"\s*\[\s*{section}\s*\]\s*(?:#.*)?$", line) is not None


def _after(lines: list[str], start: int) -> int:
    """The line behind the value that begins at `start`: an array may go on for several."""
    for end in range(start + 1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return start + 1
