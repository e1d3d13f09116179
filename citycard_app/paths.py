"""Where this software's own files are: in a checkout, or inside the bundle."""

import sys
from pathlib import Path

import assets

ASSETS = Path(assets.__file__).parent
ROOT = ASSETS.parent
FROZEN: bool = getattr(sys, "frozen", False)
