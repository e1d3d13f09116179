"""A virtual DESFire card in a hand that can lift it, swap it, and listen in between."""

from collections.abc import Callable

from domain import purse_layout as layout
from domain.errors import Code, EnvironmentProblem
from domain.key_diversification import diversify
from domain.wire import CardKeys
from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.card_apps.desfire.personalise import personalise
from reader_drivers.virtual_desfire import VirtualDesfire

UID = bytes.fromhex("04A1B2C3D4E5F6")
OTHER_UID = bytes.fromhex("04F6E5D4C3B2A1")
PROGRAMME = "taoyuan"
PURSE_MASTER = bytes(range(16))
TM_MASTER = bytes(range(16, 32))
LIMIT_NTD = 10_000

Tamper = Callable[[bytes, bytes], bytes]


class Field:
    """`CardChannel` to one card. `tear(n, after)` lifts it at the n-th command from now on (0 is the next one)."""

    def __init__(self, card: CardApplication) -> None:
        self.card = card
        self.sent: list[bytes] = []
        self.tamper: Tamper = lambda _command, response: response
        self._torn_at: int | None = None
        self._after = False
        self._away = False

    def tear(self, commands: int, *, after: bool) -> None:
        """The card leaves before its n-th command reaches it, or `after` it with the answer lost."""
        self._torn_at, self._after = len(self.sent) + commands, after

    def lay_back(self) -> None:
        """The card comes back and has lost power meanwhile."""
        self._torn_at, self._away = None, False
        self.card.reset()

    def swap(self, card: CardApplication) -> None:
        """Another card is slipped in unnoticed."""
        self.card = card
        card.reset()

    def transmit(self, command: bytes) -> bytes:
        """One exchange."""
        torn = self._torn_at == len(self.sent)
        self.sent.append(command)
        if self._away or (torn and not self._after):
            self._leave()
        try:
            response = self.card.apdu(command)
        except CardTorn:
            self._leave()
        if torn:
            self._leave()
        return self.tamper(command, response)

    def _leave(self) -> None:
        self._away = True
        raise EnvironmentProblem(Code.CARD_REMOVED)


def card_keys(uid: bytes = UID, limit_ntd: int = LIMIT_NTD, programme: str = PROGRAMME) -> CardKeys:
    """What the platform derives for one card."""
    return CardKeys(
        keys=[key(number, uid, programme) for number in range(layout.KEY_COUNT)],
        key_version=layout.KEY_VERSION,
        transaction_mac_key=diversify(TM_MASTER, layout.transaction_mac_input(uid, programme)),
        limit_ntd=limit_ntd,
    )


def key(number: int, uid: bytes = UID, programme: str = PROGRAMME) -> bytes:
    """One of a card's keys."""
    return diversify(PURSE_MASTER, layout.diversification_input(uid, programme, number))


def blank_card(uid: bytes = UID) -> VirtualDesfire:
    """A card as delivered."""
    return VirtualDesfire(uid)


def purse_card(uid: bytes = UID, limit_ntd: int = LIMIT_NTD) -> VirtualDesfire:
    """A card that is the programme's purse, empty."""
    card = blank_card(uid)
    personalise(Field(card), uid=uid, keys=card_keys(uid, limit_ntd))
    card.reset()
    return card
