"""Every call of the API, by enumeration: a new one cannot be forgotten. What is published is valid; no door lets others in."""

import contextlib
import importlib
import pkgutil
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import requests
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

import domain
from central.api.answers import STATUS
from central.api.calls import File, Nothing
from domain.errors import Code
from domain.wire import MEDIA_TYPE, BalanceRequest, Problem, Response
from tests.central.api_rig import PASSED_ON, Callers
from tests.postgres_rig import ON_ONE

REFUSED_BY_DOOR = {Code.STAFF_NOT_ALLOWED, Code.SERVICE_NOT_ALLOWED}
NOBODY = {Code.STATION_UNKNOWN, Code.SERVICE_KEY_UNKNOWN}


@pytest.fixture
def callers(platform_server):
    with contextlib.closing(Callers(platform_server)) as everybody:
        yield everybody


@pytest.fixture
def document(callers):
    answer = requests.get(f"{callers.rig.url}/v1/openapi.json", timeout=20)
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def said(answer: requests.Response) -> tuple[int, Code]:
    assert answer.headers["Content-Type"].startswith(MEDIA_TYPE), answer.content[:200]
    return answer.status_code, msgspec.json.decode(answer.content, type=Problem).code


def each(callers, wanted, check):
    """Go through all calls that `wanted` takes; every complaint of `check` in one go."""
    found = {f"{call.method} {call.path}": check(call) for call in callers.calls if wanted(call)}
    assert found
    assert {name: complaint for name, complaint in found.items() if complaint} == {}


def is_json(call):
    return call.method == "POST" and call.asks is not File


# --- the document ---


@ON_ONE
def test_the_document_is_valid_and_has_every_call(callers, document):
    OPENAPI_31_VALIDATOR.validate(document)
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == {(call.method, call.path) for call in callers.calls}
    own = callers.calls[-1]
    assert own.run(None, None).content is own.run(None, None).content, "anybody may ask: it is made once"
    for path, whom in (("grant", "stations: counter or kiosk"), ("open", "stations: counter")):
        assert document["paths"][f"/v1/loads/{path}"]["post"]["description"].startswith(f"For {whom}.")
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)


@ON_ONE
def test_nothing_in_the_document_points_nowhere(document):
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(_references(document)) <= known


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [reference for value in part.values() for reference in _references(value)]
    return [reference for value in part for reference in _references(value)] if isinstance(part, list) else []


def test_messages_have_names_of_their_own():
    """Two of one name would be one schema in the document."""
    by_name: dict[str, set[type]] = {}
    for module in pkgutil.iter_modules(domain.__path__):
        if module.name.startswith("wire"):
            for value in vars(importlib.import_module(f"domain.{module.name}")).values():
                if isinstance(value, type) and issubclass(value, msgspec.Struct):
                    by_name.setdefault(value.__name__, set()).add(value)
    assert {name for name, kinds in by_name.items() if len(kinds) > 1} == set()


@ON_ONE
def test_requests_refuse_what_they_do_not_know_and_answers_say_whose_they_are(callers):
    def check(call):
        asks_strictly = (
            call.asks in (File, Nothing) or call.asks.__struct_config__.forbid_unknown_fields or call.method == "GET"
        )
        is_ours = call.gives is File or issubclass(call.gives, Response)
        return "" if asks_strictly and is_ours else f"{call.asks} {call.gives}"

    each(callers, lambda call: True, check)


def test_every_problem_has_a_status(callers):
    assert {status for status in STATUS.values()} <= set(range(400, 600))
    assert STATUS[Code.STATION_CLONED] == STATUS[Code.STATION_REVOKED] == 401


# --- doors ---


def test_a_stranger_is_refused_everywhere_but_at_open_doors(callers):
    def check(call):
        for headers in ({}, {"Authorization": "Bearer nobody"}, {"Authorization": f"Bearer {callers.station.token}"}):
            if "Authorization" in headers and "nobody" not in headers["Authorization"] and "service" not in call.door.security:
                continue
            status, code = said(callers.send(call, {**PASSED_ON, **headers}))
            if status != 401 or code not in NOBODY:
                return f"{status} {code} {headers.keys()}"
        return ""

    each(callers, lambda call: call.door.security, check)


@ON_ONE
def test_open_doors_are_few(callers):
    assert {call.path for call in callers.calls if not call.door.security} == {
        "/v1/status",
        "/v1/enrol",
        "/v1/sealing-key",
        "/v1/openapi.json",
        "/healthz",
        "/readyz",
        "/v1/draws",
        "/v1/draws/list",
    }


def test_staff_calls_need_a_session_besides_the_station(callers):
    def check(call):
        own = {"Authorization": f"Bearer {callers.station.token}"}
        for headers in (own, {**own, "Citycard-Staff": "nobody"}):
            if said(callers.send(call, headers)) != (401, Code.STAFF_SESSION_ENDED):
                return "let in"
        return ""

    each(callers, lambda call: "staff" in call.door.security, check)


def test_every_other_role_and_scope_is_refused(callers):
    def check(call):
        for headers in callers.wrong(call):
            status, code = said(callers.send(call, headers))
            if status != 403 or code not in REFUSED_BY_DOOR:
                return f"{status} {code}"
        return ""

    each(callers, lambda call: call.door.roles or call.door.scope, check)


@ON_ONE
def test_auditors_change_nothing(callers):
    """What changes something carries an op_id."""

    def check(call):
        return "auditor" if "op_id" in getattr(call.asks, "__struct_fields__", ()) and "auditor" in call.door.roles else ""

    each(callers, lambda call: "staff" in call.door.security, check)


# --- bodies ---


@ON_ONE
def test_unknown_fields_and_wrong_types_are_refused(callers):
    def check(call):
        fields = call.asks.__struct_fields__
        wrong = [b"", b"[]", b"null", b"7", b'"x"', b"{", b"\xff", b'{"no_such_field": 1}']
        wrong += [msgspec.json.encode({**dict.fromkeys(fields), "no_such_field": 1})]
        wrong += [msgspec.json.encode(dict.fromkeys(fields, odd)) for odd in ({"a": [1]}, [[]], True) if fields]
        for body in wrong:
            if said(callers.send(call, callers.right(call), body)) != (400, Code.REQUEST_INVALID):
                return body.decode("latin-1")
        return ""

    each(callers, is_json, check)


def test_a_nul_is_no_text(callers):
    """PostgreSQL has no text with one: refused before anything is asked of the database."""

    def check(call):
        body = msgspec.json.encode({**dict.fromkeys(call.asks.__struct_fields__, "a"), "more": "a\0b"})
        return "" if said(callers.send(call, callers.right(call), body)) == (400, Code.REQUEST_INVALID) else "taken"

    each(callers, is_json, check)
    balance = callers.station.post("/v1/balance", BalanceRequest(medium=bytes(8), digest_key="a\0b"))
    assert (balance.status_code, msgspec.json.decode(balance.content)["details"]) == (400, {"part": "body"})
    backslash = callers.station.post("/v1/balance", BalanceRequest(medium=bytes(8), digest_key="a\\u0000b"))
    assert msgspec.json.decode(backslash.content)["details"] == {"part": "digest_key"}


@ON_ONE
def test_other_media_types_are_refused(callers):
    def check(call):
        for media_type in ("text/html", "application/x-www-form-urlencoded", "application/xml"):
            answer = callers.send(call, {**callers.right(call), "Content-Type": media_type}, b"{}")
            if said(answer) != (415, Code.REQUEST_INVALID):
                return f"{media_type} {answer.status_code}"
        return ""

    each(callers, is_json, check)


@ON_ONE
def test_what_is_too_large_is_refused(callers):
    def check(call):
        answer = callers.send(call, callers.right(call), b" " * (call.most_bytes + 1))
        return "" if said(answer) == (413, Code.REQUEST_TOO_LARGE) else str(answer.status_code)

    each(callers, lambda call: call.method == "POST", check)


@ON_ONE
def test_unknown_and_doubled_queries_are_refused(callers):
    def check(call):
        unknown = callers.send(call, callers.right(call), params={"no_such_field": "1"})
        if said(unknown) != (400, Code.REQUEST_INVALID):
            return "unknown"
        for name in getattr(call.asks, "__struct_fields__", ()):
            doubled = callers.send(call, callers.right(call), params=[(name, "1"), (name, "1")])
            if said(doubled) != (400, Code.REQUEST_INVALID):
                return name
        return ""

    each(callers, lambda call: call.method == "GET", check)


@ON_ONE
def test_other_methods_are_refused(callers):
    def check(call):
        for method in ("PUT", "DELETE", "PATCH"):
            answer = requests.request(method, f"{callers.rig.url}{call.path}", headers=callers.right(call), timeout=20)
            if said(answer) != (405, Code.REQUEST_INVALID):
                return method
        return ""

    each(callers, lambda call: True, check)


@ON_ONE
def test_a_path_says_which_methods_it_takes(callers):
    def check(call):
        answer = requests.options(f"{callers.rig.url}{call.path}", timeout=20)
        allowed = answer.headers.get("Allow", "")
        said_so = answer.status_code == 204 and set(allowed.split(", ")) == {"OPTIONS", call.method}
        return "" if said_so else f"{answer.status_code} {allowed}"

    each(callers, lambda call: True, check)
