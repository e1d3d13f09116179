"""Making a blank card the programme's purse: the platform derives this one card's keys, and nothing of them stays here.

Not part of a running desk: the command `citycard card personalise` has the station's store and its reader for itself meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium, MediumType
from domain.ports import CardPresented, CardUnreadable, Clock, Platform, Reader, ReaderLost
from domain.programme import Purse
from domain.programme_file import parse
from domain.sealing import GRANT, seal, unseal
from domain.wire import CardKeys, CardKeysRequest
from offline_store.journal import Journal
from offline_store.vault import open_vault
from reader_drivers import catalogue
from reader_drivers.card_apps.desfire.personalise import Personalised, personalise
from station import machine
from station.enrolment import require_no_journal
from station.reaching import platform_at
from station.settings import StationSettings

ROLE = "personalise"
_POLL_S = 0.5
_DESFIRE_UID_BYTES = 7


class Stage(StrEnum):
    """What the operator is to be told on the way."""

    LAY_CARD = "lay_card"
    HOLD_STILL = "hold_still"
    LAY_SAME_CARD = "lay_same_card"
    """The card left too early; nothing is lost, the same card goes on where it stopped."""


Say = Callable[[Stage], None]


class Personaliser:
    """Personalises cards on one reader for one purse. One thread."""

    def __init__(self, platform: Platform, sealing_key: bytes, purse: Purse, reader: Reader, clock: Clock) -> None:
        self._platform = platform
        self._sealing_key = sealing_key
        self._purse = purse
        self._reader = reader
        self._clock = clock

    def next_card(self, wait_s: float, answer_s: float, say: Say) -> Personalised:
        """Personalise the card that lies on the reader or comes within `wait_s`; torn, it may come back within that time.

        `answer_s` is how long the platform may take. Raises `EnvironmentProblem` with CARD_REMOVED (none came, or it did not
        come back), READER_MISSING, READER_NO_EXCHANGE or why the platform cannot be asked; `Refused` as the platform and
        `reader_drivers.card_apps.desfire.personalise.personalise` do.
        """
        deadline_s = self._clock.monotonic_s() + wait_s
        say(Stage.LAY_CARD)
        medium = self._card(deadline_s)
        keys = self._keys(medium, answer_s)
        while True:
            say(Stage.HOLD_STILL)
            try:
                with self._reader.connect() as channel:
                    return personalise(channel, uid=medium.value, keys=keys)
            except EnvironmentProblem as problem:
                if problem.code is not Code.CARD_REMOVED:
                    raise
            say(Stage.LAY_SAME_CARD)
            while self._card(deadline_s) != medium:
                say(Stage.LAY_SAME_CARD)

    def _card(self, deadline_s: float) -> Medium:
        missing = False
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            for event in self._reader.poll(min(_POLL_S, left_s)):
                if isinstance(event, CardPresented):
                    return _purse_card(event.medium)
                if isinstance(event, CardUnreadable):
                    raise EnvironmentProblem(Code.CARD_UNREADABLE)
                missing = isinstance(event, ReaderLost)
        raise EnvironmentProblem(Code.READER_MISSING if missing else Code.CARD_REMOVED)

    def _keys(self, medium: Medium, answer_s: float) -> CardKeys:
        private = X25519PrivateKey.generate()
        request = CardKeysRequest(
            purse=self._purse.id,
            uid=seal(self._sealing_key, medium.value),
            grant_key=private.public_key().public_bytes_raw(),
        )
        answer = self._platform.card_keys(request, answer_s)
        try:
            return msgspec.json.decode(unseal(private, answer.grant, GRANT), type=CardKeys)
        except msgspec.DecodeError as problem:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS) from problem


@contextmanager
def open_personaliser(settings: StationSettings, clock: Clock, purse: str = "") -> Iterator[Personaliser]:
    """This station's personaliser, for `purse` or the programme's one DESFire purse, with its reader open.

    Raises `EnvironmentProblem` with NOT_ENROLLED, STORE_LOCKED (the station is running) and whatever is wrong with store or
    settings; `Refused` with STAFF_NOT_ALLOWED (not a station of that role) or PURSE_MISSING (no such purse in the programme).
    """
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    if kept is None:
        require_no_journal(settings)
    if kept is None or not kept.token:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    token, seed = kept.token, kept.signing_seed
    journal = Journal(
        settings.directory, kept.journal_key, signing_seed=seed, clock=clock, most_queued=settings.store.most_queued
    )
    with closing(journal):
        _require_role(journal)
        chosen = _purse(journal, purse)
        platform = platform_at(
            settings.platform,
            clock,
            token=lambda: token,
            on_offset=journal.record_offset,
            instance=machine.instance(),
        )
        sealing_key = bytes.fromhex(journal.meta("sealing_key") or "")
        with closing(platform):
            reader = catalogue.choose(settings.reader.driver).open(settings.reader.name, clock)
            with closing(reader):
                yield Personaliser(platform, sealing_key, chosen, reader, clock)


def _require_role(journal: Journal) -> None:
    identity = journal.identity()
    if identity is None:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    if ROLE not in identity.roles:
        raise Refused(Code.STAFF_NOT_ALLOWED)


def _purse(journal: Journal, wanted: str) -> Purse:
    programme = parse(journal.meta("programme") or "", "programme")
    purses = [purse for purse in programme.purses if purse.driver == "desfire" and wanted in {"", purse.id}]
    if not purses:
        raise Refused(Code.PURSE_MISSING)
    return purses[0]


def _purse_card(medium: Medium) -> Medium:
    medium.require_fixed()
    if medium.type is not MediumType.UID or len(medium.value) != _DESFIRE_UID_BYTES:
        raise Refused(Code.PURSE_MISSING)
    return medium
