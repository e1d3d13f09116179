"""A virtual card as the second factor: the code of the person's own phone, for this purpose, at that time, once."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.platform import Platform
from central.virtual_card import codes, devices
from domain.device_proof import statement
from domain.errors import Code
from domain.events import RedeemRequested, SecondFactor
from domain.ids import new_op_id
from domain.wire_virtual_card import CodeRequest, DeviceEnrolRequest, DeviceProof, DigitsRequest
from tests.central.field import FieldStation, a_medium, give, import_person
from tests.platform_rig import PROGRAMME

CONFIRMED_BY_CODE = PROGRAMME.read_text("utf-8").replace('redeem = "birthday"', 'redeem = "virtual_card"')


class _Phone:
    """A phone enrolled without HTTP."""

    def __init__(self, platform, station, number):
        self.platform, self.key = platform, Ed25519PrivateKey.generate()
        public, now_ms = self.key.public_key().public_bytes_raw(), platform.now_ms()
        with platform.store.write() as connection:
            medium = station.digest(a_medium(number))
            ids = {"op_id": new_op_id(now_ms), "medium": medium, "staff": "s", "now_ms": now_ms}
            code, _ = devices.activate(connection, platform.authority, **ids)
            request = DeviceEnrolRequest(op_id=new_op_id(now_ms), code=code, public_key=public)
            self.device, _ = devices.enrol(connection, platform.authority, request, now_ms)
            codes.keys.ensure(connection, platform.authority.vault, now_ms)

    def _proof(self, path, purpose):
        op_id, at_ms = new_op_id(self.platform.now_ms()), self.platform.now_ms()
        signature = self.key.sign(statement(path, self.device, op_id, at_ms, purpose))
        return DeviceProof(device=self.device, op_id=op_id, at_ms=at_ms, signature=signature)

    def code(self, purpose="confirm"):
        request = CodeRequest(proof=self._proof("/v1/virtual-card/code", purpose), purpose=purpose)
        with self.platform.store.read() as connection:
            return codes.made(connection, self.platform.authority, request, self.platform.now_ms())[0]

    def digits(self, purpose="confirm"):
        request = DigitsRequest(proof=self._proof("/v1/virtual-card/digits", purpose), purpose=purpose)
        with self.platform.store.write() as connection:
            return codes.digits(connection, self.platform.authority, request, self.platform.now_ms())[0]


@pytest.fixture
def kiosk(tmp_path, clock):
    platform = Platform.open(tmp_path / "by-code", CONFIRMED_BY_CODE, True, clock)
    for number in (1, 2):
        give(platform, import_person(platform, number), 100)
    yield FieldStation(platform, ["kiosk"])
    platform.close()


def refusal(kiosk, code, points=10, **kwargs):
    payload = RedeemRequested(purse="account", point_kind="health", points=points, amount_ntd=points)
    sealed = kiosk.sealed(SecondFactor(code=code))
    return kiosk.say(kiosk.act(payload, medium=a_medium(1), sealed=sealed, **kwargs)).result.refusal


def test_a_code_of_the_persons_own_phone_confirms_once(kiosk):
    phone = _Phone(kiosk.platform, kiosk, 1)
    for code in (phone.code(), phone.digits()):
        assert refusal(kiosk, code) is None
        assert refusal(kiosk, code) is Code.VIRTUAL_CODE_USED


def test_nothing_else_does(kiosk):
    mine, theirs = _Phone(kiosk.platform, kiosk, 1), _Phone(kiosk.platform, kiosk, 2)
    for code in ("", "0105", mine.code("present"), theirs.code()):
        assert refusal(kiosk, code) is Code.SECOND_FACTOR_WRONG
    assert refusal(kiosk, mine.code()) is None


def test_wrong_codes_lock_the_person(kiosk):
    for _ in range(5):
        assert refusal(kiosk, "CC1:X") is Code.SECOND_FACTOR_WRONG
    assert refusal(kiosk, _Phone(kiosk.platform, kiosk, 1).code()) is Code.SECOND_FACTOR_LOCKED


def test_what_is_refused_for_another_reason_leaves_the_code_unused(kiosk):
    code = _Phone(kiosk.platform, kiosk, 1).code()
    assert refusal(kiosk, code, points=500) is Code.AMOUNT_OVER_BALANCE
    assert refusal(kiosk, code) is None


def test_a_wish_taken_offline_is_judged_by_when_the_code_was_shown(kiosk, clock):
    phone = _Phone(kiosk.platform, kiosk, 1)
    taken_ms, code, old = clock.ms, phone.code(), phone.code()
    clock.advance(3600)
    assert refusal(kiosk, code, at_ms=taken_ms) is None
    assert refusal(kiosk, old) is Code.VIRTUAL_CODE_EXPIRED
