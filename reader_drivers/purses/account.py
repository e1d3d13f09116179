"""The account purse: the value waits at the platform and goes to the carrier in its settlement file. No card is written."""

from domain.errors import Bug
from domain.ports import CardChannel, PurseSession


class AccountPurse:
    """A purse that is not on the card."""

    name = "account"
    on_card = False

    def peek(self, channel: CardChannel) -> int | None:  # noqa: ARG002
        """Nothing: the carrier's own purse on that card is not ours to read."""
        return None

    def open(self, channel: CardChannel, *, uid: bytes, secret: bytes) -> PurseSession:  # noqa: ARG002
        """Never called; raises `Bug`."""
        raise Bug(purse=self.name)
