"""A station's download in a process of its own, which tells every step and may be killed at any of them.

`python -m tests.sync.snapshot_child DIRECTORY URL TOKEN DIGEST_KEY_ID`: a line `step DONE TOTAL` before each, which waits for a
line to go on, and `ready CARDS` at the end.
"""

import sys
from pathlib import Path

from domain.ports import DownloadProgress, RegistryNeeds
from offline_store.registry import Registry
from station.clock import SystemClock
from sync.downloader import Downloader
from sync.http_platform import HttpPlatform


def told(progress: DownloadProgress | None) -> None:
    if progress is not None:
        print("step", progress.done, progress.total, flush=True)
        sys.stdin.readline()


def main(directory: str, url: str, token: str, digest_key: str) -> None:
    needs = RegistryNeeds(roles=frozenset({"counter", "event"}), digest_key=digest_key)
    registry = Registry(
        Path(directory), bytes(32), fresh_key=lambda: bytes(32), needs=lambda: needs, now_ms=SystemClock().now_ms
    )
    http = HttpPlatform(url, token=lambda: token, clock=SystemClock(), on_offset=lambda _: None)
    Downloader(
        http,
        registry,
        stopping=lambda: False,
        on_change=lambda: None,
        on_progress=told,
        on_generation=lambda _new, _known: None,
    ).round()
    print("ready", registry.card_count(), flush=True)
    registry.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
