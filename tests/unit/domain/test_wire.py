from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest

from domain import wire
from domain.errors import Code
from domain.events import SignedEvent
from domain.loads import LoadState

OP_ID = UUID("019b8b1e-4c00-7000-8000-000000000001")
OURS: dict[str, Any] = {"server_ms": 1_767_571_200_123, "generation": "g1"}
IDENTITY = wire.StationIdentity(station="demo-1", name="示範站", site="示範區公所", roles=["counter"], epoch=1, demo=True)
ROWS: list[wire.Row] = [
    wire.CardRow(medium=b"12345678", card_kind="general", state="active", holder=OP_ID),
    wire.CardRow(medium=b"12345678", card_kind="general", state="stock", holder=None),
    wire.StaffRow(staff="s1", medium=b"12345678", name="示範員", roles=["clerk"], pin_hash="$argon2id$demo", active=True),
    wire.ActivityRow(activity="a1", title="示範講座", agency="g", type="health_talk", starts_ms=1, ends_ms=2, open=True),
    wire.RosterRow(activity="a1", holder=OP_ID, active=False),
    wire.PatronRow(service="typl", holder=OP_ID, number="P0001", good_standing=True),
    wire.AdmissionRow(admission="expo", visitor="m:0102", days=["2026-12-01"]),
]
RESULTS = [
    wire.CardResult(state="active", holder=OP_ID),
    wire.AttendanceResult(minutes=60, points=10),
    wire.RedeemResult(points=50, amount_ntd=50, refusal=Code.AMOUNT_OVER_BALANCE),
    wire.LoadResult(load=OP_ID, state=LoadState.AUTHORISED, grant=b"g"),
    wire.LoadResult(load=OP_ID, state=LoadState.REFUSED, refusal=Code.LOAD_OPEN),
    None,
]
OPEN_LOAD = wire.OpenLoad(
    load=OP_ID,
    purse="demo",
    point_kind="health",
    points=50,
    amount_ntd=50,
    at_ms=1,
    station="demo-1",
    station_name="示範站",
    recovery_code="7K3M-Q9ZT",
    masked_name="王○明",
    medium=b"12345678",
    unknown=True,
)
OUTCOMES = [
    wire.Outcome(op_id=OP_ID, hash=b"h" * 32, status=status, code=Code.EVENT_WAITING, anomalies=["late"], result=result)
    for status in wire.OutcomeStatus
    for result in RESULTS
]
RESPONSES: list[msgspec.Struct] = [
    wire.Problem(**OURS, code=Code.STATION_REVOKED, details={"seconds": 3, "what": "示範"}),
    wire.EnrolResponse(
        **OURS, identity=IDENTITY, token="t", sealing_key=b"s" * 32, digest_key_id="k1", digest_key=b"d" * 32, programme="x = 1"
    ),
    wire.UploadResponse(**OURS, outcomes=OUTCOMES),
    wire.ChangesResponse(**OURS, cursor="c", more=True, rows=ROWS),
    wire.ProgrammeResponse(**OURS, version="1", programme=None),
    wire.ProgrammeResponse(**OURS, version="1", programme="schema = 1"),
    wire.BalanceResponse(
        **OURS,
        masked_name="王○明",
        card_kind="general",
        card_state="active",
        balances=[wire.PointBalance(point_kind="health", points=30, expiring=10, expires_ms=5)],
        waiting_ntd=0,
        notices=[wire.Notice(code=Code.AMOUNT_OVER_PURSE, points=5, at_ms=1)],
        carrier="demo",
        open_load=OPEN_LOAD,
    ),
    wire.StatusResponse(**OURS, demo=True, version="0.1.0"),
    wire.LoadGrantResponse(**OURS, state=LoadState.AUTHORISED, grant=b"g"),
    wire.LoadGrantResponse(**OURS, state=LoadState.VOIDED, grant=None),
    wire.OpenLoadsResponse(**OURS, loads=[OPEN_LOAD], more=True),
    wire.CardKeysResponse(**OURS, grant=b"g"),
]
REQUESTS: list[msgspec.Struct] = [
    wire.EnrolRequest(code="ABCD-2345-WXYZ", signing_key=b"k" * 32, machine="demo", version="0.1.0", demo=True),
    wire.UploadRequest(events=[SignedEvent(body=b"{}", hash=b"h", signature=b"s", sealed=None)]),
    wire.BalanceRequest(medium=b"12345678", digest_key="k1"),
    wire.LoadGrantRequest(load=OP_ID, medium=b"12345678", digest_key="k1", uid=b"sealed", grant_key=b"k" * 32),
    wire.OpenLoadsRequest(recovery_code="7K3M-Q9ZT", medium=b"12345678", digest_key="k1", limit=5),
    wire.OpenLoadsRequest(),
    wire.CardKeysRequest(purse="demo", uid=b"sealed", grant_key=b"k" * 32),
]
Altered = Callable[[dict[str, Any]], object]


def named(message: object) -> str:
    return type(message).__name__


def altered(message: msgspec.Struct, alter: Altered) -> bytes:
    fields = msgspec.json.decode(msgspec.json.encode(message))
    alter(fields)
    return msgspec.json.encode(fields)


def test_every_message_and_row_is_tried_here() -> None:
    tried = {type(message) for message in [*RESPONSES, *REQUESTS]}
    public = {kind for name, kind in vars(wire).items() if isinstance(kind, type) and not name.startswith("_")}
    public -= {wire.Request, wire.Response}
    assert {kind for kind in public if kind.__name__.endswith(("Request", "Response"))} | {wire.Problem} == tried
    assert {type(row) for row in ROWS} == set(get_args(wire.Row))


@pytest.mark.parametrize("message", [*RESPONSES, *REQUESTS], ids=named)
def test_every_message_goes_over_the_wire_unchanged(message: msgspec.Struct) -> None:
    assert wire.decode(msgspec.json.encode(message), type(message)) == message


@pytest.mark.parametrize("message", RESPONSES, ids=named)
def test_every_response_says_that_it_is_ours(message: msgspec.Struct) -> None:
    fields = msgspec.json.decode(msgspec.json.encode(message))
    assert (fields["format"], fields["generation"], fields["server_ms"]) == ("citycard/1", "g1", 1_767_571_200_123)


@pytest.mark.parametrize("message", RESPONSES, ids=named)
@pytest.mark.parametrize(
    "alter",
    [
        lambda fields: fields.pop("format"),
        lambda fields: fields.update(format="citycard/2"),
        lambda fields: fields.update(format=None),
        lambda fields: fields.pop("server_ms"),
        lambda fields: fields.update(server_ms="1767571200123"),
        lambda fields: fields.pop("generation"),
    ],
    ids=["no format", "another format", "null format", "no server_ms", "server_ms as text", "no generation"],
)
def test_what_lacks_our_marks_is_no_answer(message: msgspec.Struct, alter: Altered) -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode(altered(message, alter), type(message))


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"ok"',
        b'{"status":"ok","demo":true,"version":"0.1.0"}',
        b'{"error":"login required","code":511}',
        b"<!DOCTYPE html><html><body>Sign in to Free WiFi</body></html>",
        b"\x1f\x8b\x08\x00",
        b'{"format":"\xff"}',
        b'{"format":"citycard/1","x":' + b"[" * 200_000,
    ],
    ids=lambda foreign: repr(bytes(foreign[:30])),
)
@pytest.mark.parametrize("message", RESPONSES, ids=named)
def test_a_foreign_answer_is_no_answer(foreign: bytes, message: msgspec.Struct) -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode(foreign, type(message))


@pytest.mark.parametrize("message", RESPONSES, ids=named)
def test_a_response_may_gain_a_field_later(message: msgspec.Struct) -> None:
    assert wire.decode(altered(message, lambda fields: fields.update(later=1)), type(message)) == message


@pytest.mark.parametrize("message", REQUESTS, ids=named)
def test_an_unknown_field_in_a_request_is_refused(message: msgspec.Struct) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `more`"):
        wire.decode(altered(message, lambda fields: fields.update(more=1)), type(message))


@pytest.mark.parametrize("message", REQUESTS, ids=named)
def test_a_request_is_not_nested_without_end(message: msgspec.Struct) -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode(b'{"x":' * 200_000, type(message))


def test_an_unknown_row_is_not_taken_for_another() -> None:
    page = RESPONSES[3]
    with pytest.raises(msgspec.ValidationError, match="rows"):
        wire.decode(altered(page, lambda fields: fields["rows"][0].update(row="ghost")), type(page))


def test_amounts_are_whole_numbers() -> None:
    balance = RESPONSES[6]
    with pytest.raises(msgspec.ValidationError, match="waiting_ntd"):
        wire.decode(altered(balance, lambda fields: fields.update(waiting_ntd=10.5)), type(balance))


def test_the_registry_row_of_a_card_has_no_name_and_no_national_id() -> None:
    """Architecture: 8-byte digest, kind, state, holder reference; no name."""
    assert set(wire.CardRow.__struct_fields__) == {"medium", "card_kind", "state", "holder"}


def test_the_secrets_of_an_enrolment_are_in_no_text() -> None:
    answer = wire.EnrolResponse(
        **OURS, identity=IDENTITY, token="TOKEN", sealing_key=b"", digest_key_id="k", digest_key=b"DIGEST", programme=""
    )
    assert "TOKEN" not in f"{answer} {answer!r}"
    assert "DIGEST" not in f"{answer} {answer!r}"


def test_what_is_sealed_to_a_station_is_in_no_text() -> None:
    secrets = [
        wire.LoadGrant(secret=b"SECRET"),
        wire.CardKeys(keys=[b"SECRET"], key_version=1, transaction_mac_key=b"SECRET", limit_ntd=1),
    ]
    for secret in secrets:
        assert "SECRET" not in f"{secret} {secret!r}"
        assert msgspec.json.decode(msgspec.json.encode(secret), type=type(secret)) == secret
