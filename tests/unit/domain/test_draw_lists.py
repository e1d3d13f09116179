"""A published list read again, and the verifier that stations hand out."""

import re

import pytest

from citycard_app.paths import ASSETS, ROOT
from domain import draws
from domain.draws import Entry, EntryList, Prize
from domain.errors import Code, Refused

LIST = EntryList(
    draw="demo-2026",
    prizes=[Prize(name="示範大獎 一", count=1), Prize(name="小獎", count=2)],
    substitutes=2,
    seed_source="示範彩券 第 1 期",
    seed_day="2026-12-25",
    entries=[Entry(entry="0a", tickets=1), Entry(entry="1b", tickets=5)],
)
CONTENT = draws.canonical(LIST)


def test_what_was_written_is_read() -> None:
    assert draws.read_list(CONTENT) == LIST


@pytest.mark.parametrize(
    "content",
    [
        b"",
        CONTENT[:-1],
        CONTENT + b"\n",
        CONTENT.replace(b"citycard-draw/1", b"citycard-draw/2"),
        CONTENT.replace(b"entry 1b 5", b"entry 1b 05"),
        CONTENT.replace(b"entry 1b 5", b"entry 1b x"),
        CONTENT.replace(b"entry 1b 5\n", b"entry 0a 1\n"),
        CONTENT.replace(b"seed ", b"sead "),
        CONTENT.replace(b"substitutes 2\n", b"substitutes 2\nsubstitutes 2\n"),
        CONTENT.replace("小獎".encode(), b"\xff"),
    ],
)
def test_what_is_not_written_just_so_is_no_list(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        draws.read_list(content)
    assert refused.value.code is Code.FILE_INVALID


def test_stations_hand_out_the_documents_verifier() -> None:
    document = (ROOT / "docs" / "draws.md").read_text("utf-8")
    block = re.search(r"<!-- verifier -->\n```python\n(.*?)```\n<!-- /verifier -->", document, re.DOTALL)
    assert block is not None
    assert (ASSETS / "draws" / "verify.py.txt").read_text("utf-8") == block[1]
