"""A phone of a whole small city's holder, for tests of windows."""

from uuid import UUID, uuid4

from central.virtual_card import calls, devices
from citycard_app.demo_data import CARDS
from domain.events import CodePurpose
from domain.wire_virtual_card import CodeRequest, DeviceEnrolRequest, DigitsRequest
from tests.central.phone_rig import Backend, Phone
from tests.station_rig import City


class App(Phone):
    """A phone whose app asks the platform without a backend between."""

    def __init__(self, city: City, card: str) -> None:
        super().__init__(city.platform, Backend(city.platform, ""))
        platform = self.rig.platform
        authority, digest = platform.authority, CARDS[card].medium.digest(platform.authority.keys.digest)
        with platform.store.write() as connection:
            code, _ = devices.activate(
                connection, authority, op_id=uuid4(), medium=digest, staff="示範", now_ms=platform.now_ms()
            )
        public = self.key.public_key().public_bytes_raw()
        request = DeviceEnrolRequest(op_id=uuid4(), code=code, public_key=public)
        with platform.store.write() as connection:
            self.device: UUID = devices.enrol(connection, authority, request, platform.now_ms())[0]

    def qr(self, purpose: CodePurpose = "present") -> str:
        proof = self.proof("/v1/virtual-card/code", purpose)
        return calls.code(self.rig.platform, CodeRequest(proof=proof, purpose=purpose)).code

    def barcode(self) -> str:
        proof = self.proof("/v1/virtual-card/digits", "present")
        return calls.digits(self.rig.platform, DigitsRequest(proof=proof, purpose="present")).digits
