"""AuthenticateEV2First and AuthenticateEV2NonFirst, the card's side (MIFARE DESFire Light data sheet, 11.4.1 and 11.4.2)."""

from hmac import compare_digest

from reader_drivers.virtual_desfire import crypto
from reader_drivers.virtual_desfire.session import Session
from reader_drivers.virtual_desfire.state import State
from reader_drivers.virtual_desfire.status import Status, require

FIRST = 0x71
NON_FIRST = 0x77
_CAPABILITIES = 6
_WANTS_LRP = 0x02
_KEY_NUMBER = 0x3F


class Challenge:
    """The card has drawn RndB and waits for the reader's answer."""

    def __init__(self, state: State, *, number: int, capabilities: bytes, continues: Session | None) -> None:
        self._number = number
        self._key = state.key(number).value
        self._capabilities = capabilities
        self._continues = continues
        self._rnd_b = state.random(crypto.BLOCK)
        self.data = crypto.encrypt(self._key, self._rnd_b)
        """What goes to the reader first."""

    def answered(self, state: State, payload: bytes) -> bytes:
        """Judge the reader's answer, begin the session and give the card's proof. Raises `NotDone` (7E, AE)."""
        require(len(payload) == 2 * crypto.BLOCK, Status.LENGTH_ERROR)
        plain = crypto.decrypt(self._key, payload)
        rnd_a, rotated = plain[: crypto.BLOCK], plain[crypto.BLOCK :]
        require(compare_digest(rotated, self._rnd_b[1:] + self._rnd_b[:1]), Status.AUTHENTICATION_ERROR)
        enc_key, mac_key = crypto.session_keys(self._key, rnd_a, self._rnd_b)
        before = self._continues
        state.session = Session(
            key_number=self._number,
            identifier=state.random(4) if before is None else before.identifier,
            enc_key=enc_key,
            mac_key=mac_key,
            counter=0 if before is None else before.counter,
        )
        proof = rnd_a[1:] + rnd_a[:1]
        if before is None:
            proof = state.session.identifier + proof + bytes(_CAPABILITIES) + self._capabilities
        return crypto.encrypt(self._key, proof)


def challenge(state: State, ins: int, payload: bytes) -> Challenge:
    """The first half of either command. A first authentication ends the transaction, a further one goes on with it.

    Raises `NotDone`: 7E, 40 for no such key, AE where the key is none of AES or there is no session to go on with.
    """
    continues = state.session
    if ins == NON_FIRST:
        require(len(payload) == 1, Status.LENGTH_ERROR)
        require(continues is not None, Status.AUTHENTICATION_ERROR)
        state.session = None
        return Challenge(state, number=payload[0] & _KEY_NUMBER, capabilities=b"", continues=continues)
    state.fail()
    require(len(payload) >= 2 and len(payload) == 2 + payload[1], Status.LENGTH_ERROR)
    capabilities = payload[2:]
    require(len(capabilities) <= _CAPABILITIES, Status.LENGTH_ERROR)
    require(not capabilities or not capabilities[0] & _WANTS_LRP, Status.AUTHENTICATION_ERROR)
    padded = capabilities + bytes(_CAPABILITIES - len(capabilities))
    return Challenge(state, number=payload[0] & _KEY_NUMBER, capabilities=padded, continues=None)
