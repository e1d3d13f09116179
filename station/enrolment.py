"""Making this machine a station of the platform, by a one-time code."""

import platform
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import Code, EnvironmentProblem
from domain.ports import Clock
from domain.programme_file import parse
from domain.station_proofs import Formerly
from domain.wire import EnrolRequest, StationIdentity
from offline_store.journal import FILE as JOURNAL_FILE
from offline_store.journal import Journal
from offline_store.vault import new_secrets, open_vault
from station import machine
from station.reaching import platform_at
from station.settings import FILE, StationSettings, load
from station.settings_file import change

VERSION = "0.1.0"


def enrol(
    settings: StationSettings, url: str, code: str, clock: Clock, *, demo: bool = False, instance: str | None = None
) -> StationIdentity:
    """Enrol the station whose state folder `settings` name, and note the platform's address in its `station.toml`.

    `instance`: as if on that machine.

    The station's keys are made here and its private key never leaves the vault. Raises `EnvironmentProblem` (unreachable,
    MODE_MISMATCH, ALREADY_ENROLLED …) or `Refused(ENROLMENT_CODE_INVALID)`; then nothing has changed.
    """
    vault = open_vault(settings.directory, settings.store.secrets)
    present = vault.load()
    if present is not None and present.token:
        raise EnvironmentProblem(Code.ALREADY_ENROLLED)
    if present is None:
        require_no_journal(settings)
    fresh = present or new_secrets()
    asked = platform_at(settings.platform, clock, url=url)
    # Everything that can fail on this machine comes before the code is spent.
    settings.directory.mkdir(parents=True, exist_ok=True)
    vault.save(fresh)
    journal = Journal(
        settings.directory,
        fresh.journal_key,
        signing_seed=fresh.signing_seed,
        clock=clock,
        most_queued=settings.store.most_queued,
    )
    with closing(journal), closing(asked):
        answer = asked.enrol(introduction(fresh.signing_seed, code, demo=demo, instance=instance))
        parse(answer.programme, "programme")
        journal.put_meta(
            identity=msgspec.json.encode(answer.identity).decode(),
            sealing_key=answer.sealing_key.hex(),
            digest_key_id=answer.digest_key_id,
            programme=answer.programme,
            programme_version="",
            generation=answer.generation,
        )
    remember_url(settings.directory, url)
    # Last: a station whose enrolment was cut short has no token yet and can be enrolled again.
    vault.save(
        msgspec.structs.replace(
            fresh,
            station=answer.identity.station,
            token=answer.token,
            digest_keys={answer.digest_key_id: answer.digest_key},
        )
    )
    return answer.identity


def require_no_journal(settings: StationSettings) -> None:
    """A journal without its secrets is a vault that is not there just now (a locked keyring), not a new machine.

    Raises `EnvironmentProblem(STORE_WRONG_KEY)`, so that nobody is led to enrol over acts that are still to be sent.
    """
    if (settings.directory / JOURNAL_FILE).exists():
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=JOURNAL_FILE)


def introduction(
    seed: bytes, code: str, *, demo: bool, instance: str | None = None, formers: Sequence[Formerly] = ()
) -> EnrolRequest:
    """What a machine says of itself that will sign with this key; `formers`: what it was before, the latest first."""
    return EnrolRequest(
        code=code.strip().upper(),
        signing_key=Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw(),
        machine=platform.node()[:64],
        version=VERSION,
        demo=demo,
        instance=machine.instance() if instance is None else instance,
        formerly=formers[0] if formers else None,
        earlier=list(formers[1:]),
    )


def remember_url(directory: Path, url: str) -> None:
    """Note the platform's address in `station.toml`, where none stands yet."""
    path = directory / FILE
    if not (path.exists() and load(path, {}).platform.url):
        change(path, "platform", {"url": url})
