"""`python -m citycard_app`, which the launcher `./citycard` calls."""

import sys

from citycard_app.cli import main

sys.exit(main())
