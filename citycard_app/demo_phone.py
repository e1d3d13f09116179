"""A phone with a virtual card of one of the demo's people, as the city's app would be on it."""

from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.platform import Platform
from central.virtual_card import calls, devices
from domain.device_proof import statement
from domain.events import CodePurpose
from domain.media import Medium, MediumType
from domain.wire_virtual_card import CodeRequest, DeviceEnrolRequest, DeviceProof, DigitsRequest


class DemoPhone:
    """Enrolled for the holder of a card. `platform` is any open one of the same data; any thread, one at a time."""

    def __init__(self, platform: Platform, card: Medium) -> None:
        """Raises `Refused` as `central.virtual_card.devices.activate`."""
        self._key = Ed25519PrivateKey.generate()
        authority, now_ms = platform.authority, platform.now_ms()
        public = self._key.public_key().public_bytes_raw()
        with platform.store.write() as connection:
            digest = card.digest(authority.keys.digest)
            code, _ = devices.activate(connection, authority, op_id=uuid4(), medium=digest, staff="示範", now_ms=now_ms)
            request = DeviceEnrolRequest(op_id=uuid4(), code=code, public_key=public)
            self.device: UUID = devices.enrol(connection, authority, request, now_ms)[0]
        self.digest = Medium(MediumType.CODE, self.device.bytes).digest(authority.keys.digest)
        """Under which it stands in the registry."""

    def code(self, platform: Platform, purpose: CodePurpose = "present") -> str:
        """What a QR code on it says now."""
        proof = self._proof(platform, "/v1/virtual-card/code", purpose)
        return calls.code(platform, CodeRequest(proof=proof, purpose=purpose)).code

    def digits(self, platform: Platform, purpose: CodePurpose = "present") -> str:
        """What a Code 128 on it says now."""
        proof = self._proof(platform, "/v1/virtual-card/digits", purpose)
        return calls.digits(platform, DigitsRequest(proof=proof, purpose=purpose)).digits

    def _proof(self, platform: Platform, path: str, content: str) -> DeviceProof:
        op_id, at_ms = uuid4(), platform.now_ms()
        signature = self._key.sign(statement(path, self.device, op_id, at_ms, content))
        return DeviceProof(device=self.device, op_id=op_id, at_ms=at_ms, signature=signature)
