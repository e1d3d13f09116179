"""The platform's calls about virtual cards' codes, as a station makes them: see `domain.ports`."""

from typing import Protocol

from domain.wire_virtual_card import CodeUseRequest, CodeUseResponse, UsedCodesResponse, VerificationKeysResponse


class CodeCalls(Protocol):
    """Each raises as `domain.ports.Platform`."""

    def verification_keys(self) -> VerificationKeysResponse:
        """The public keys by which codes are verified with no network."""
        ...

    def use_code(self, request: CodeUseRequest, timeout_s: float) -> CodeUseResponse:
        """Use up a code that was shown; the first one wins. A person is waiting."""
        ...

    def used_codes(self, cursor: str) -> UsedCodesResponse:
        """Codes that were used elsewhere since a cursor and have not expired yet."""
        ...
