"""Bounds that messages share, so that what is decoded and what the OpenAPI document says are the same. See `domain.wire`."""

from typing import Annotated

import msgspec

LARGEST = (1 << 53) - 1
"""What every JSON reader still takes as a whole number (RFC 8259, 6)."""

Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""The id of a station, a member of staff, a key, an agency, or another thing with a name of its own."""
Label = Annotated[str, msgspec.Meta(max_length=64)]
"""An `Identifier`, or nothing."""
Line = Annotated[str, msgspec.Meta(max_length=200)]
"""A line of text: a name, a version, a note."""
Token = Annotated[str, msgspec.Meta(max_length=128)]
Pin = Annotated[str, msgspec.Meta(min_length=4, max_length=12, pattern="^[0-9]+$")]
Digest = Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
"""A medium's digest under the fleet's key."""
Natural = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
"""A count, an amount, milliseconds."""
Whole = Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]
"""Like `Natural`, on both sides of zero."""
Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
"""SHA-256."""
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
"""Ed25519."""
