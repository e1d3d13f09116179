"""A phone with the city's app, and the app's backend that carries its requests: keys, statements, calls over HTTP."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.device_proof import statement
from domain.events import CodePurpose
from domain.wire import MEDIA_TYPE
from domain.wire_virtual_card import (
    ActivationRequest,
    ActivationResponse,
    CodeRequest,
    CodeResponse,
    DeviceEnrolRequest,
    DeviceEnrolResponse,
    DeviceProof,
    DigitsRequest,
    DigitsResponse,
)
from tests.central.field import a_medium
from tests.central.office_rig import Desk
from tests.platform_rig import RunningPlatform


class Backend:
    """Another system with its key."""

    def __init__(self, rig: RunningPlatform, secret: str) -> None:
        self.url, self.secret = rig.url, secret

    def post(self, path: str, message: msgspec.Struct) -> requests.Response:
        headers = {"Content-Type": MEDIA_TYPE, "Authorization": f"Bearer {self.secret}"}
        return requests.post(f"{self.url}{path}", data=msgspec.json.encode(message), headers=headers, timeout=10)

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers={"Authorization": f"Bearer {self.secret}"}, timeout=10)

    def ask(self, path: str, message: msgspec.Struct, of: type[Any]) -> Any:
        answer = self.post(path, message)
        assert answer.status_code == 200, answer.content
        return msgspec.json.decode(answer.content, type=of)


def activation(desk: Desk, number: int, op_id: UUID | None = None) -> ActivationRequest:
    station = desk.station
    digest = station.digest(a_medium(number))
    return ActivationRequest(op_id=op_id or uuid4(), medium=digest, digest_key=station.enrolled.digest_key_id)


class Phone:
    """One phone; `enrol` makes it somebody's."""

    def __init__(self, rig: RunningPlatform, backend: Backend) -> None:
        self.rig, self.backend = rig, backend
        self.key = Ed25519PrivateKey.generate()
        self.device = UUID(int=0)

    def enrolment(self, code: str, op_id: UUID | None = None) -> DeviceEnrolRequest:
        return DeviceEnrolRequest(op_id=op_id or uuid4(), code=code, public_key=self.key.public_key().public_bytes_raw())

    def enrol(self, desk: Desk, number: int) -> "Phone":
        given = desk.ask("/v1/virtual-card/activation", activation(desk, number), ActivationResponse)
        answer = self.backend.ask("/v1/virtual-card/enrol", self.enrolment(given.code), DeviceEnrolResponse)
        self.device = answer.device
        return self

    def proof(self, path: str, content: str = "", *, at_ms: int | None = None, op_id: UUID | None = None) -> DeviceProof:
        at_ms, op_id = self.rig.platform.now_ms() if at_ms is None else at_ms, op_id or uuid4()
        signature = self.key.sign(statement(path, self.device, op_id, at_ms, content))
        return DeviceProof(device=self.device, op_id=op_id, at_ms=at_ms, signature=signature)

    def code_request(self, purpose: CodePurpose = "present", **kwargs: Any) -> CodeRequest:
        return CodeRequest(proof=self.proof("/v1/virtual-card/code", purpose, **kwargs), purpose=purpose)

    def code(self, purpose: CodePurpose = "present", **kwargs: Any) -> str:
        answer: CodeResponse = self.backend.ask("/v1/virtual-card/code", self.code_request(purpose, **kwargs), CodeResponse)
        return answer.code

    def digits(self, purpose: CodePurpose = "present", **kwargs: Any) -> DigitsResponse:
        request = DigitsRequest(proof=self.proof("/v1/virtual-card/digits", purpose, **kwargs), purpose=purpose)
        answer: DigitsResponse = self.backend.ask("/v1/virtual-card/digits", request, DigitsResponse)
        return answer
