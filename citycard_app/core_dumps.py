"""No core dumps of a program that has people's particulars in its memory."""

import sys


def forbid_core_dumps() -> None:
    """For this process and what it starts (setrlimit(2)); systems without such a limit are left as they are."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
