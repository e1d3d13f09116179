"""What every decision of the platform rests on besides the database: rules, keys, the vault, and real or demo."""

import msgspec

from central.keys import Keys
from central.vault import Vault
from domain.programme import Programme


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """Immutable while the platform runs."""

    programme: Programme
    keys: Keys
    vault: Vault
    demo: bool
