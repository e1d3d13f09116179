"""What every program of the bundle starts with: `citycard-kiosk` is `citycard kiosk`."""

import sys
from pathlib import Path

from citycard_app.cli import main

command = Path(sys.executable).stem.partition("-")[2]
words = sys.argv[1:]
if words[:1] == ["--self-test"]:
    words = ["self-test", *words[1:]]
elif command:
    words = [command, *words]
sys.exit(main(words))
