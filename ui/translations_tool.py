"""Keeps the translations: `python -m ui.translations_tool update|fill FILE|compile|check`.

Every package has its own list of words, `assets/translations/<package>_<lang>.ts`; all lists of a language are compiled into
one `citycard_<lang>.qm`. Languages that only citizens read at kiosks (`ui.i18n.KIOSK_LANGUAGES`) have lists of `ui` and `kiosk`
alone, and of `ui` only what `ui.citizen_words` names. Which words a native speaker has still to review stands in
`assets/translations/review.toml`.

* `update` collects new words from the code and drops those that are gone.
* `fill FILE` takes translations from lines `source<TAB>translation`, or `context<TAB>source<TAB>translation` where one source
  needs two translations, and writes them into the lists (after an `update`).
* `compile` makes the .qm.
* `check` names every word without a translation and everything that is out of date; its exit status is 1 when there is any.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import PySide6
from PySide6.QtCore import QTranslator

from ui.citizen_words import shown_to_citizens
from ui.i18n import KIOSK_LANGUAGES, LANGUAGES, SOURCE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
PACKAGES = ("ui", "kiosk", "terminal", "citycard_app")
CITIZENS_PACKAGES = ("ui", "kiosk")
TARGETS = tuple(language for language in KIOSK_LANGUAGES if language != SOURCE)
_BLANK = re.compile(r"\{\w*\}")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


class Entry(NamedTuple):
    """One word of a list. `state` is empty when it is done, else lupdate's `unfinished`, `vanished` or `obsolete`."""

    context: str
    source: str
    translation: str
    state: str


def update(language: str, folder: Path = FOLDER) -> None:
    """Bring every list of a language up to date with the code."""
    for package in packages(language):
        sources = sorted((ROOT / package).rglob("*.py"))
        if sources:
            # lupdate names sources relative to the list, so it is run where both are at home.
            _run(
                "lupdate",
                *("-silent", "-no-obsolete", "-locations", "none", "-tr-function-alias", "QT_TRANSLATE_NOOP+=noop"),
                *("-source-language", SOURCE, "-target-language", language),
                *(str(source) for source in sources),
                *("-ts", str(list_file(package, language, folder))),
            )
    if language not in LANGUAGES:
        _leave_out_staff_words(list_file("ui", language, folder))


def packages(language: str) -> tuple[str, ...]:
    """The packages whose words are translated into a language."""
    return PACKAGES if language in LANGUAGES else CITIZENS_PACKAGES


def _leave_out_staff_words(path: Path) -> None:
    tree = ET.parse(path)  # noqa: S314 (our own file)
    root = tree.getroot()
    for place in list(root.iter("context")):
        for message in list(place.iter("message")):
            if not shown_to_citizens(place.findtext("name") or "", message.findtext("source") or ""):
                place.remove(message)
        if place.find("message") is None:
            root.remove(place)
    _write(tree, path)


def fill(language: str, lines: str) -> list[str]:
    """Write translations into the lists. Returns the sources that no list knows."""
    given = [line.split("\t") for line in lines.splitlines() if line.strip()]
    unknown = []
    trees = {path: ET.parse(path) for path in _lists(language)}  # noqa: S314 (our own file)
    for *context, source, translation in given:
        found = False
        for tree in trees.values():
            for place in tree.getroot().iter("context"):
                if not context or place.findtext("name") == context[0]:
                    found = _fill_place(place, source, translation) or found
        if not found:
            unknown.append(source)
    for path, tree in trees.items():
        _write(tree, path)
    update(language)
    return unknown


def _write(tree: "ET.ElementTree[ET.Element]", path: Path) -> None:
    path.write_text(_HEAD + ET.tostring(tree.getroot(), encoding="unicode") + "\n", encoding="utf-8", newline="\n")


def _fill_place(place: ET.Element, source: str, translation: str) -> bool:
    found = False
    for message in place.iter("message"):
        element = message.find("translation")
        if message.findtext("source") == source and element is not None:
            element.text = translation
            element.attrib.pop("type", None)
            found = True
    return found


def compile_all(language: str) -> None:
    """Make the language's .qm out of its lists."""
    _run("lrelease", "-silent", *(str(path) for path in _lists(language)), "-qm", str(compiled_file(language)))


def problems(language: str) -> list[str]:
    """Everything that is missing or out of date, one line each; empty when all is well."""
    found = list(_list_problems(language))
    translator = QTranslator()
    if not translator.load(str(compiled_file(language))):
        return [*found, f"{compiled_file(language).name}: cannot be read; run compile"]
    stale = [
        f"{compiled_file(language).name}: older than {path.name}; run compile ({entry.source})"
        for path in _lists(language)
        for entry in entries(path)
        if not entry.state and translator.translate(entry.context, entry.source) != entry.translation
    ]
    return [*found, *stale]


def _list_problems(language: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        update(language, fresh)
        for package in packages(language):
            wanted = _known(list_file(package, language, fresh))
            listed = list_file(package, language)
            for context, source in sorted(wanted - _known(listed)):
                yield f"{listed.name}: not listed; run update: {context}: {source}"
            for context, source in sorted(_known(listed) - wanted):
                yield f"{listed.name}: no longer in the code; run update: {context}: {source}"
    for path in _lists(language):
        for entry in entries(path):
            if entry.state or not entry.translation:
                yield f"{path.name}: {entry.state or 'empty'}: {entry.context}: {entry.source}"
            elif set(_BLANK.findall(entry.translation)) - set(_BLANK.findall(entry.source)) and entry.context != "Amounts":
                yield f"{path.name}: a blank that the source does not have: {entry.context}: {entry.source}"


def entries(path: Path) -> list[Entry]:
    """Every word of a list."""
    found = []
    for place in ET.parse(path).getroot().iter("context"):  # noqa: S314 (our own file)
        for message in place.iter("message"):
            element = message.find("translation")
            state = element.get("type", "") if element is not None else "unfinished"
            words = element.text or "" if element is not None else ""
            found.append(Entry(place.findtext("name") or "", message.findtext("source") or "", words, state))
    return found


def list_file(package: str, language: str, folder: Path = FOLDER) -> Path:
    """A package's list of words."""
    return folder / f"{package}_{language}.ts"


def compiled_file(language: str) -> Path:
    """The language's compiled translations."""
    return FOLDER / f"citycard_{language}.qm"


def _lists(language: str) -> list[Path]:
    return [path for package in packages(language) if (path := list_file(package, language)).exists()]


def _known(path: Path) -> set[tuple[str, str]]:
    return {(entry.context, entry.source) for entry in entries(path)} if path.exists() else set()


def _run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool, path=str(Path(PySide6.__file__).parent))
    if program is None:
        raise FileNotFoundError(f"{tool} of PySide6")
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool}: {done.stdout}{done.stderr}")


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ui.translations_tool", description="Keeps the translations.")
    parser.add_argument("command", choices=("update", "fill", "compile", "check"))
    parser.add_argument("file", nargs="?", type=Path, help="for fill: lines of source, tab, translation")
    parser.add_argument("--language", choices=TARGETS, default=TARGETS[0])
    chosen = parser.parse_args(arguments)
    found: list[str] = []
    if chosen.command == "update":
        update(chosen.language)
    elif chosen.command == "fill":
        if chosen.file is None:
            parser.error("fill needs a FILE")
        found = [f"unknown: {source}" for source in fill(chosen.language, chosen.file.read_text(encoding="utf-8"))]
    elif chosen.command == "compile":
        compile_all(chosen.language)
    else:
        found = problems(chosen.language)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
