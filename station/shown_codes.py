"""Codes that are shown instead of a card: a virtual card's QR, verified here with or without a network, or its digits.

A code is taken once. With a network the platform decides, and its event has the same op_id, so an answer that was lost is no
second use; with none this station verifies the signature by the keys that it was told, and refuses what it has seen itself or
was told of. Any other text is a printed code, and a medium like a card.
"""

import threading
from collections.abc import Callable
from uuid import UUID

import msgspec
import structlog

from domain import virtual_card
from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import CodeUsed
from domain.media import Medium, MediumType
from domain.ports_codes import CodeCalls
from domain.wire_virtual_card import CodeUseRequest, CodeUseResponse, VerificationKeysResponse
from offline_store.journal import Journal

log = structlog.get_logger()

_KEYS = "code_keys"
"""Name of the journal's note of the keys."""
_KEYS_MS = 24 * 3_600_000
_USED_MS = 20_000
_LATELY_MS = 10 * 60_000
"""Where nobody has shown a code for so long, nobody needs to know of others'."""
_ANSWER_S = 1.5
"""Somebody stands there with a phone; then this station decides by itself."""
_CODE_OF_PHONE = (Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED)


class ShownCodes:
    """Any thread."""

    def __init__(
        self,
        journal: Journal,
        platform: CodeCalls,
        *,
        issuer: Callable[[], str],
        now_ms: Callable[[], int],
        new_op_id: Callable[[], UUID],
        online: Callable[[], bool],
        answer_s: float,
    ) -> None:
        """`issuer` is the programme's id; `now_ms` the platform's time as well as it is known here."""
        self._journal = journal
        self._platform = platform
        self._issuer = issuer
        self._now_ms = now_ms
        self._new_op_id = new_op_id
        self._online = online
        self._answer_s = min(answer_s, _ANSWER_S)
        self._lock = threading.Lock()
        self._elsewhere: dict[bytes, int] = {}
        self._cursor = ""
        self._keys_at_ms = self._used_at_ms = self._shown_at_ms = 0

    def whose(self, medium: Medium) -> bytes | None:
        """Under which digest the phone of a code stands in the registry, without taking the code; None for other media."""
        text = _text(medium)
        if text is None or not text.startswith(virtual_card.PREFIX):
            return None
        try:
            return self._read(text).medium
        except Refused:
            return None

    def take(self, medium: Medium, operator: str | None) -> bytes | None:
        """The same, and the code is used up, durably; None for media that are no virtual card's code.

        Raises `Refused` with VIRTUAL_CODE_INVALID, VIRTUAL_CODE_EXPIRED, VIRTUAL_CODE_USED, CARD_UNKNOWN or CARD_BLOCKED;
        `EnvironmentProblem` with VIRTUAL_DIGITS_OFFLINE with no network, and DISK_FULL, QUEUE_FULL.
        """
        text = _text(medium)
        if text is None:
            return None
        if text.startswith(virtual_card.PREFIX):
            self._shown_at_ms = self._now_ms()
            return self._take_code(text, operator)
        return self._take_digits(text, operator) if virtual_card.are_digits(text) else None

    def require_confirming(self, text: str) -> None:
        """What the platform could only refuse as a proof is refused here, and counts as no wrong answer.

        Raises `Refused` with VIRTUAL_CODE_INVALID (no phone's code, or for another purpose) or VIRTUAL_CODE_EXPIRED;
        `EnvironmentProblem` with VIRTUAL_DIGITS_OFFLINE.
        """
        if virtual_card.are_digits(text):
            if not self._online():
                raise EnvironmentProblem(Code.VIRTUAL_DIGITS_OFFLINE)
        elif self._read_or_ask_for_keys(text).purpose != "confirm":
            raise Refused(Code.VIRTUAL_CODE_INVALID, part="purpose")

    def _take_code(self, text: str, operator: str | None) -> bytes:
        claims = self._read_or_ask_for_keys(text)
        if claims.purpose != "present":
            raise Refused(Code.VIRTUAL_CODE_INVALID, part="purpose")
        with self._journal.reading() as local, self._lock:
            if claims.cti in self._elsewhere or local.code_was_used(claims.cti):
                raise Refused(Code.VIRTUAL_CODE_USED)
        op_id = self._new_op_id()
        if self._online():
            try:
                self._platform.use_code(CodeUseRequest(op_id=op_id, code=text, purpose="present"), self._answer_s)
            except EnvironmentProblem as problem:
                log.info("a code is taken without the platform's word", code=problem.code.value)
        self._note(op_id, claims.medium, claims.cti, claims.expires_ms, operator)
        return claims.medium

    def _take_digits(self, text: str, operator: str | None) -> bytes:
        """Digits say nothing by themselves."""
        if not self._online():
            raise EnvironmentProblem(Code.VIRTUAL_DIGITS_OFFLINE)
        op_id = self._new_op_id()
        asked = CodeUseRequest(op_id=op_id, code=text, purpose="present")
        try:
            used = self._asked_twice(asked)
        except EnvironmentProblem as problem:
            if problem.code is not Code.PLATFORM_UNREACHABLE:
                raise
            raise EnvironmentProblem(Code.VIRTUAL_DIGITS_OFFLINE) from problem
        self._note(op_id, used.medium, used.cti, used.expires_ms, operator)
        return used.medium

    def _asked_twice(self, asked: CodeUseRequest) -> CodeUseResponse:
        """An answer that was lost has used the digits up under this op_id, which may ask once more."""
        try:
            return self._platform.use_code(asked, self._answer_s)
        except EnvironmentProblem as problem:
            if problem.code is not Code.PLATFORM_UNREACHABLE:
                raise
            return self._platform.use_code(asked, self._answer_s)

    def _note(self, op_id: UUID, medium: bytes, cti: bytes, expires_ms: int, operator: str | None) -> None:
        with self._journal.act() as act:
            if act.local.code_was_used(cti):
                raise Refused(Code.VIRTUAL_CODE_USED)
            act.append(
                CodeUsed(cti=cti, purpose="present", expires_ms=expires_ms), medium=medium, operator=operator, op_id=op_id
            )

    # --- keys, and what was used elsewhere ---

    def _read(self, text: str) -> virtual_card.Claims:
        told = self._told()
        keys = {} if told is None else virtual_card.by_id(key.public_key for key in told.keys)
        skew_ms = virtual_card.SKEW_MS if told is None else told.skew_ms
        return virtual_card.read(text, keys, self._issuer(), self._now_ms(), skew_ms)

    def _read_or_ask_for_keys(self, text: str) -> virtual_card.Claims:
        try:
            return self._read(text)
        except Refused as refused:
            if refused.details.get("part") != "key" or not self._online():
                raise
        self._fetch_keys()
        return self._read(text)

    def _told(self) -> VerificationKeysResponse | None:
        kept = self._journal.meta(_KEYS)
        return None if kept is None else msgspec.json.decode(kept, type=VerificationKeysResponse)

    def _fetch_keys(self) -> None:
        try:
            told = self._platform.verification_keys()
        except CityCardError as problem:
            log.debug("no keys of virtual cards", code=problem.code.value)
            return
        self._journal.put_meta(**{_KEYS: msgspec.json.encode(told).decode()})

    def follow(self) -> None:
        """When it is time for it: ask which keys are good, daily, and what was used elsewhere, while codes are shown here.

        Never raises; sync's thread.
        """
        now_ms = self._now_ms()
        if abs(now_ms - self._keys_at_ms) >= _KEYS_MS or self._told() is None:
            self._fetch_keys()
            self._keys_at_ms = now_ms
        if abs(now_ms - self._used_at_ms) < _USED_MS or abs(now_ms - self._shown_at_ms) > _LATELY_MS:
            return
        self._used_at_ms = now_ms
        try:
            used = self._platform.used_codes(self._cursor)
        except CityCardError as problem:
            log.debug("not told which codes were used elsewhere", code=problem.code.value)
            return
        with self._lock:
            self._cursor = used.cursor
            self._elsewhere |= dict.fromkeys(used.ctis, now_ms + _LIFE_MS)
            self._elsewhere = {cti: until_ms for cti, until_ms in self._elsewhere.items() if until_ms >= now_ms}


_LIFE_MS = virtual_card.LIFETIME_S * 1000 + 2 * virtual_card.SKEW_MS
"""For so long at most a code can still be shown that was used."""


def _text(medium: Medium) -> str | None:
    if medium.type is not MediumType.CODE or not medium.value.isascii():
        return None
    return medium.value.decode("ascii").rstrip("\r\n")
