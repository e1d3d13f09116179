"""The OpenAPI 3.1 document, made from the calls and the wire types: what is published is what is decoded."""

from collections.abc import Sequence
from typing import Any

import msgspec

from central import VERSION
from central.api.answers import REFUSED, STATUS, TOO_MANY, TOO_SLOW
from central.api.calls import AnyCall, File, Nothing
from domain.wire import MEDIA_TYPE, Problem
from domain.wire_access import STAFF_HEADER

_REF = "#/components/schemas/{name}"
_SCHEMES = {
    "station": {"type": "http", "scheme": "bearer", "description": "An enrolled station's token"},
    "service": {"type": "http", "scheme": "bearer", "description": "Another system's service key"},
    "staff": {"type": "apiKey", "in": "header", "name": STAFF_HEADER, "description": "The token of a staff session"},
}


def document(calls: Sequence[AnyCall]) -> dict[str, Any]:
    """The document as plain objects."""
    messages = {kind for call in calls for kind in (call.asks, call.gives)} - {File, Nothing}
    ordered = [*sorted(messages, key=lambda kind: kind.__name__), Problem]
    _, schemas = msgspec.json.schema_components(ordered, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "City-card central platform", "version": VERSION},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _SCHEMES},
    }


def _operation(call: AnyCall, schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{call.method.lower()}{call.path}".replace("/", "_").replace(".", "_"),
        "summary": call.summary,
        "description": f"For {call.door.note}.",
        "responses": {"200": _content(call.gives, "Done"), **_PROBLEMS},
    }
    if call.door.security:
        described["security"] = [{name: [] for name in call.door.security}]
    if call.method == "GET":
        described["parameters"] = _parameters(call, schemas)
    else:
        described["requestBody"] = {"required": True, **_body(call.asks)}
    return described


def _body(kind: type) -> dict[str, Any]:
    if kind is File:
        return {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    reference = {"schema": {"$ref": _REF.format(name=kind.__name__)}}
    return {"content": {"application/json": reference, MEDIA_TYPE: reference}}


def _content(kind: type, description: str) -> dict[str, Any]:
    if kind is File:
        return {"description": description, "content": {"*/*": {}}}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=kind.__name__)}}}}


def _parameters(call: AnyCall, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if call.asks is Nothing:
        return []
    schema = schemas[call.asks.__name__]
    required = set(schema.get("required", []))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": shape}
        for name, shape in schema["properties"].items()
    ]


_PROBLEMS = {
    str(status): _content(Problem, "A problem, with a stable code")
    for status in sorted({*STATUS.values(), REFUSED, TOO_MANY, TOO_SLOW, 405, 415})
}
"""Of every call any of these: which code goes with which status stands in `central.api.answers`."""
