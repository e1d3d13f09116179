"""Enrolling a machine again, as another station that brings the acts which the former one could not send.

Each step can be repeated: the new key is kept before the code is spent, so that a lost answer can be asked for again with the
same code; the answer is kept before the journal begins the new chain; what was cut off then is carried out at the next start.
"""

from contextlib import closing

import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain import station_proofs
from domain.errors import Code, EnvironmentProblem
from domain.ports import Clock
from domain.programme_file import parse
from domain.station_proofs import Formerly
from domain.wire import EnrolResponse, StationIdentity
from offline_store.journal import Journal
from offline_store.journal_file import require_there
from offline_store.station_record import Succession
from offline_store.vault import Secrets, Vault, new_secrets, open_vault
from station.enrolment import introduction, remember_url
from station.reaching import platform_at
from station.settings import StationSettings

log = structlog.get_logger()

FIRST_EPOCH = 1


def enrol_again(
    settings: StationSettings, url: str, code: str, clock: Clock, *, demo: bool = False, instance: str | None = None
) -> StationIdentity:
    """Enrol this machine anew: its old identity ends, its unsent acts go up under the old one, new ones under the new one.

    Raises as `station.enrolment.enrol`, and `EnvironmentProblem(NOT_ENROLLED)` for a machine that never was.
    """
    vault = open_vault(settings.directory, settings.store.secrets)
    kept = vault.load()
    if kept is None or not kept.token:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    kept = carry_out(settings, vault, kept, clock)
    kept = msgspec.structs.replace(kept, next_seed=kept.next_seed or new_secrets().signing_seed)
    # Opens the journal, which nobody else may have meanwhile: a station that runs keeps its secrets.
    formers = _formers(settings, kept, clock)
    vault.change(next_seed=kept.next_seed)
    with closing(platform_at(settings.platform, clock, url=url)) as platform:
        answer = platform.enrol(introduction(kept.next_seed, code, demo=demo, instance=instance, formers=formers))
    parse(answer.programme, "programme")
    # The programme comes by the next download; some places for secrets are too small for it.
    said = msgspec.json.encode(msgspec.structs.replace(answer, programme=""))
    carry_out(settings, vault, msgspec.structs.replace(kept, next_answer=said), clock)
    remember_url(settings.directory, url)
    return answer.identity


def carry_out(settings: StationSettings, vault: Vault, kept: Secrets, clock: Clock) -> Secrets:
    """Do what is left to do of an answer to `enrol_again`; the secrets as they are then."""
    if not kept.next_answer:
        return kept
    vault.save(kept)
    answer = msgspec.json.decode(kept.next_answer, type=EnrolResponse)
    with closing(_journal(settings, kept, clock, seed=kept.next_seed)) as journal:
        _become(
            journal,
            answer.identity,
            answer.digest_key_id,
            succession=Succession(
                known=answer.succeeds,
                key=_key_of(kept.signing_seed),
                proof=_proof(kept.signing_seed, kept.station, kept.next_seed),
            ),
            sealing_key=answer.sealing_key.hex(),
        )
        journal.follow_generation(answer.generation, "")
    done = msgspec.structs.replace(
        kept,
        signing_seed=kept.next_seed,
        station=answer.identity.station,
        token=answer.token,
        digest_keys={answer.digest_key_id: answer.digest_key},
        next_seed=b"",
        next_answer=b"",
    )
    vault.save(done)
    return done


def take_up(journal: Journal, kept: Secrets) -> None:
    """A journal that was put back from before this machine was enrolled again goes on as what the machine is now."""
    own = journal.identity()
    if own is None or kept.station in ("", own.station):
        return
    now = msgspec.structs.replace(own, station=kept.station, epoch=FIRST_EPOCH)
    log.warning("the journal is from before this machine was enrolled again", station=kept.station)
    _become(journal, now, next(iter(kept.digest_keys)), succession=Succession(known=own.station))


def _become(journal: Journal, identity: StationIdentity, digest_key: str, *, succession: Succession, **more: str) -> None:
    journal.record.become(
        identity,
        succession=succession,
        digest_key_id=digest_key,
        programme_version="",
        stopped=None,
        wipe_ordered_ms=None,
        token_asked_for=None,
        told_after=None,
        **more,
    )


def _formers(settings: StationSettings, kept: Secrets, clock: Clock) -> list[Formerly]:
    """What this machine is and was, the latest first."""
    with closing(_journal(settings, kept, clock, seed=kept.signing_seed)) as journal:
        own = journal.identity()
        if own is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        proof = _proof(kept.signing_seed, own.station, kept.next_seed)
        key = journal.public_key().public_bytes_raw()
        return [Formerly(station=own.station, signature=proof, public_key=key), *journal.record.earlier(own.station)]


def _proof(seed: bytes, station: str, next_seed: bytes) -> bytes:
    """What the key of a station says of the next one."""
    said = station_proofs.succession(station, _key_of(next_seed).public_bytes_raw())
    return station_proofs.sign(Ed25519PrivateKey.from_private_bytes(seed), said)


def _key_of(seed: bytes) -> Ed25519PublicKey:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key()


def _journal(settings: StationSettings, kept: Secrets, clock: Clock, *, seed: bytes) -> Journal:
    require_there(settings.directory)
    return Journal(
        settings.directory,
        kept.journal_key,
        signing_seed=seed,
        clock=clock,
        most_queued=settings.store.most_queued,
    )
