"""Every call against what its document says, with requests that schemathesis makes up: no fault of ours, nothing undocumented.

A larger run: `CITYCARD_API_EXAMPLES=500 python -m pytest tests/central/test_schemathesis.py`.
"""

import base64
import contextlib
import os
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.central.api_rig import Callers

EXAMPLES = int(os.environ.get("CITYCARD_API_EXAMPLES", "8"))
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROTATES = "/v1/station/token"

schemathesis.openapi.format(
    "base64",
    st.sampled_from([0, 8, 16, 32, 64, 90])
    .flatmap(lambda n: st.binary(min_size=n, max_size=n))
    .map(lambda value: base64.b64encode(value).decode()),
)


def with_formats(part: Any) -> Any:
    """The document with a format for bytes, so that what is made up is not all refused for not being base64."""
    if isinstance(part, dict):
        more = {"format": "base64"} if part.get("contentEncoding") == "base64" else {}
        return {**{key: with_formats(value) for key, value in part.items()}, **more}
    return [with_formats(value) for value in part] if isinstance(part, list) else part


def test_every_call_keeps_to_its_document(platform_server):
    with contextlib.closing(Callers(platform_server)) as callers, requests.Session() as session:
        document = requests.get(f"{platform_server.url}/v1/openapi.json", timeout=20).json()
        schema = schemathesis.openapi.from_dict(with_formats(document))
        by_name = {(call.method, call.path): call for call in callers.calls}
        complaints = {}
        seen = 0
        for result in schema.get_all_operations():
            operation = result.ok()
            seen += 1
            problem = complaint(operation, by_name[operation.method.upper(), operation.path], callers, session)
            if problem:
                complaints[operation.label] = problem
        assert seen == len(callers.calls)
        assert complaints == {}, "\n\n".join(f"{name}: {text}" for name, text in complaints.items())


def complaint(operation, call, callers, session) -> str:
    for case in made_up(operation):
        answer = case.call(base_url=callers.rig.url, headers=callers.right(call), session=session)
        if call.path == ROTATES and answer.status_code == 200:
            callers.station.token = answer.json()["token"]
        try:
            case.validate_response(answer, checks=CHECKS)
        except schemathesis.core.failures.FailureGroup as found:
            return "; ".join(str(each) for each in found.exceptions)
    return ""


_MADE_UP: dict[str, list[schemathesis.Case]] = {}


def made_up(operation) -> list[schemathesis.Case]:
    """Requests of one operation, the same for each database; making them up takes longer than answering them."""
    if operation.label not in _MADE_UP:
        cases: list[schemathesis.Case] = []

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def note(case):
            cases.append(case)

        note()
        _MADE_UP[operation.label] = cases
    return _MADE_UP[operation.label]
