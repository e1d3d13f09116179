"""docs/vendor-purse.md and the protocol's types say the same."""

import json
import re
from typing import Any

import msgspec
import pytest

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_misbehaviour import Kind
from reader_drivers.purses.vendor_protocol import ErrorCode
from tests.unit.product_sources import ROOT

TEXT = (ROOT / "docs" / "vendor-purse.md").read_text("utf-8")
BLOCKS = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)


def exchanges() -> list[tuple[protocol.Request, list[str]]]:
    """Every request of the document with what follows it."""
    found: list[tuple[protocol.Request, list[str]]] = []
    for line in "".join(BLOCKS).splitlines():
        if line.startswith("→") and '"do"' in line:
            found.append((msgspec.json.decode(line[1:], type=protocol.Request), []))
        else:
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("request_", "lines"), exchanges(), ids=lambda value: getattr(value, "id", None))
def test_every_example_is_the_protocol(request_, lines):
    *apdus, answer = lines
    for line in apdus:
        msgspec.json.decode(line[1:], type=protocol.Transmit if line.startswith("←") else protocol.Transmitted)
    assert answer.startswith("←")
    if '"error"' in answer:
        assert msgspec.json.decode(answer[1:], type=protocol.Failure).id == request_.id
    else:
        said = msgspec.json.decode(answer[1:], type=protocol.Answer)
        assert said.id == request_.id
        msgspec.json.decode(said.ok, type=protocol.RESULTS[type(request_)])


def test_every_request_has_an_example():
    assert {type(request) for request, _ in exchanges()} == set(protocol.RESULTS)


def test_every_error_and_kind_is_named():
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) - {"error"} == set(ErrorCode)
    kinds = TEXT[TEXT.index("Kinds:") :]
    assert re.findall(r"`([a-z0-9-]+)`", kinds) == [kind.value for kind in Kind]


def test_the_limits_are_the_protocols():
    assert f"{protocol.MOST_LINE_BYTES:,} bytes" in TEXT
    assert f"at most {protocol.MOST_TRANSMITS} for one request" in TEXT


def test_it_says_what_was_not_run():
    assert "need those companies' SAM and SDK" in TEXT
    assert "never with their cards" in TEXT


# --- the JSON Schema -------------------------------------------------------------------------------------------------


def test_the_schema_names_every_message_and_refers_to_nothing_else():
    schema = protocol.schema()
    text = json.dumps(schema)
    names = set(schema["$defs"])
    assert {kind.__name__ for kind in protocol.RESULTS} | {result.__name__ for result in protocol.RESULTS.values()} < names
    assert {"Request", "Said", "Answer", "Failure", "Transmit", "Transmitted"} < names
    assert set(re.findall(r"#/\$defs/(\w+)", text)) <= names


def test_the_schema_is_as_strict_as_the_types():
    definitions = protocol.schema()["$defs"]
    for kind in protocol.RESULTS:
        definition: dict[str, Any] = definitions[kind.__name__]
        assert definition["additionalProperties"] is False
        assert definition["properties"]["do"]["enum"] == [kind.__struct_config__.tag]
    assert definitions["Failure"]["properties"]["error"] == {"$ref": "#/$defs/ErrorCode"}
    assert len(definitions["Answer"]["properties"]["ok"]["anyOf"]) == len(set(protocol.RESULTS.values()))


@pytest.mark.parametrize(
    "line",
    [
        b'{"do":"read","id":1}',
        b'{"do":"read","id":0,"uid":"04C0FFEE000001"}',
        b'{"do":"read","id":1,"uid":"04c0ffee000001"}',
        b'{"do":"read","id":1,"uid":"04C0FFEE000001","more":1}',
        b'{"do":"debit","id":1,"uid":"04C0FFEE000001","amount_ntd":0}',
        b'{"do":"debit","id":1,"uid":"04C0FFEE000001","amount_ntd":1.5}',
        b'{"do":"debit","id":1,"uid":"04C0FFEE000001","amount_ntd":"1"}',
        b'{"do":"commit","id":1,"uid":"04C0FFEE000001","load":"not a uuid"}',
    ],
)
def test_what_is_no_request(line):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(line, type=protocol.Request)


@pytest.mark.parametrize("value", [-1, 1_000_001, 1.5, "100", True, None])
def test_an_amount_is_a_whole_number_of_nt_dollars(value):
    reading = {"uid": "04C0FFEE000001", "value_ntd": value, "limit_ntd": 10_000, "last_load": None, "seq": 0}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(reading), type=protocol.Reading)
