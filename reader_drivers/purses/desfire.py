"""The purse on a MIFARE DESFire EV2/EV3 card, laid out as `domain.purse_layout` says.

A load is one transaction: credit the value file, rewrite the backup file, append to the log, commit. Until the commit the card
keeps its old state; with the commit it takes all three or none, and its transaction MAC over them proves that to the platform.
"""

from uuid import UUID

from domain import purse_layout as layout
from domain.errors import Bug, Code, Refused
from domain.loads import LoadOrder, LoadProof, PurseReading
from domain.ports import CardChannel, PurseSession
from reader_drivers.card_apps.desfire.card import DesfireCard, parse_commit
from reader_drivers.card_apps.desfire.files import FileType
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.desfire.status import CardRefused, Status
from reader_drivers.card_apps.iso7816 import SmartCard

_TRANSACTION_MAC_BYTES = 12


class DesfirePurse:
    """`PurseDriver` for cards that `reader_drivers.card_apps.desfire.personalise` has laid out."""

    name = "desfire"
    on_card = True

    def peek(self, channel: CardChannel) -> int | None:
        """The value as the card says without proof; whoever imitates a card can say anything. Raises as the port says."""
        card = DesfireCard(SmartCard(channel))
        try:
            card.select(layout.AID)
            return card.value(layout.VALUE_FILE, CommMode.PLAIN)
        except Refused:
            return None

    def open(self, channel: CardChannel, *, uid: bytes, secret: bytes) -> PurseSession:
        """Authenticate with the card's load key and let it say, enciphered, which card it is. Raises as the port says."""
        card = DesfireCard(SmartCard(channel))
        _authenticate(card, secret)
        if card.uid() != uid:
            raise Refused(Code.CARD_SWAPPED)
        return DesfireSession(card, secret)


class DesfireSession:
    """`PurseSession` of one card."""

    def __init__(self, card: DesfireCard, secret: bytes) -> None:
        self._card = card
        self._secret = secret
        self._reading: PurseReading | None = None
        self._order: LoadOrder | None = None

    def read(self) -> PurseReading:
        """Value, limit, last load and its transaction MAC, every answer with the card's own MAC."""
        card = self._card
        last = layout.decode_backup(card.read_data(layout.BACKUP_FILE, CommMode.MAC, layout.RECORD_BYTES))
        value = card.value(layout.VALUE_FILE, CommMode.MAC)
        settings = card.file_settings(layout.VALUE_FILE)
        if settings.type is not FileType.VALUE:
            raise Refused(Code.PURSE_MISSING)
        proof = self._proof(last, value) if last.load is not None else None
        self._reading = PurseReading(value_ntd=value, limit_ntd=settings.upper, last_load=last.load, seq=last.seq, proof=proof)
        return self._reading

    def _proof(self, last: layout.LastLoad, value: int) -> LoadProof:
        """The transaction MAC of the card's last transaction: the debit's, when one has come after the load."""
        record = self._card.read_data(layout.TRANSACTION_MAC_FILE, CommMode.MAC, _TRANSACTION_MAC_BYTES)
        transaction = parse_commit(record)
        at_ms = self._logged_at_ms(last.load)
        return LoadProof(by="card", seq=last.seq, value_ntd=value, at_ms=at_ms, tmc=transaction.tmc, tmv=transaction.tmv)

    def _logged_at_ms(self, load: UUID | None) -> int:
        """0 where the log does not tell: emptied, or a terminal's record is the newest. The load counts all the same."""
        try:
            entry = layout.decode_log(self._card.read_record(layout.LOG_FILE, CommMode.MAC, layout.RECORD_BYTES))
        except CardRefused as problem:
            if problem.status != Status.BOUNDARY_ERROR:
                raise
            self._again()
            return 0
        return entry.at_ms if entry is not None and entry.load == load else 0

    def prepare(self, order: LoadOrder) -> None:
        """Write the load short of its commit, in a session that begins anew.

        Anew for two reasons: another card may have been slipped in without the reader's noticing, and the reads of `read` must
        not stand in the transaction MAC's input, from which selecting the application frees it (data sheet, section 10.3.4.2).
        What `read` saw is not looked at again, which would put the look itself into that input: no other load comes between,
        for the platform has one open load per card, and one written without the platform shows in the next proof's numbers.
        Raises `Refused` with AMOUNT_OVER_PURSE, LOAD_DECIDED when the card has this load already, CARD_SWAPPED.
        """
        reading = self._reading or self.read()
        if reading.last_load == order.load:
            raise Refused(Code.LOAD_DECIDED)
        if order.seq != reading.seq + 1:
            raise Bug(part="seq")
        room = reading.limit_ntd - reading.value_ntd
        if order.amount_ntd > room:
            raise Refused(Code.AMOUNT_OVER_PURSE, largest=max(room, 0))
        backup, log = layout.encode_backup(order), layout.encode_log(order)
        self._again()
        self._card.credit(layout.VALUE_FILE, CommMode.MAC, order.amount_ntd)
        self._card.write_data(layout.BACKUP_FILE, CommMode.MAC, backup)
        self._card.write_record(layout.LOG_FILE, CommMode.MAC, log)
        self._order = order

    def _again(self) -> None:
        try:
            _authenticate(self._card, self._secret)
        except Refused as problem:
            raise Refused(Code.CARD_SWAPPED) from problem

    def commit(self) -> LoadProof:
        """CommitTransaction, sent once. Whatever is raised here leaves open whether the card took the load."""
        order, reading = self._order, self._reading
        if order is None or reading is None:
            raise Bug(part="not_prepared")
        self._order, self._reading = None, None
        done = self._card.commit()
        return LoadProof(
            by="commit",
            seq=order.seq,
            value_ntd=reading.value_ntd + order.amount_ntd,
            at_ms=order.at_ms,
            tmc=done.tmc,
            tmv=done.tmv,
        )


def _authenticate(card: DesfireCard, secret: bytes) -> None:
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, secret)
