"""A real platform on a real port, in a thread of the test's own process."""

import atexit
import contextlib
import functools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from central.api import create_app
from central.platform import Platform
from central.server import HttpServer, ServeSettings, configured, listen, url_of
from domain.ports import Clock

PROGRAMME = Path(__file__).parents[1] / "assets" / "programmes" / "taoyuan.toml"


@functools.cache
def founded() -> Path:
    """The directory of a new demo platform, made once, of which tests open copies.

    Founding one goes through every migration, which takes longer than most tests.
    """
    directory = Path(tempfile.mkdtemp(prefix="citycard-founded-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    with contextlib.closing(Platform.open(directory, PROGRAMME.read_text(encoding="utf-8"), demo=True)):
        return directory


def begun(directory: Path) -> Path:
    """`directory`, with a new demo platform in it."""
    return shutil.copytree(founded(), directory, dirs_exist_ok=True)


class RunningPlatform:
    """`with RunningPlatform(directory, programme_text) as rig:` — `rig.url`, `rig.platform`; `stop()` and `start()` at will.

    `start()` after `stop()` opens the same data and listens on the same port.
    """

    def __init__(
        self,
        directory: Path,
        programme_text: str,
        demo: bool = True,
        clock: Clock | None = None,
        database: str | None = None,
    ) -> None:
        self._directory = directory
        self._database = database
        self._programme_text = programme_text
        self._demo = demo
        self._clock = clock
        self._port = 0
        self.behind_proxy = False
        self.tls: tuple[Path, Path] | None = None
        """Certificate and key, when it is to be served over TLS."""
        self._running: tuple[HttpServer, threading.Thread, contextlib.ExitStack] | None = None
        self.platform: Platform
        self.url = ""

    def start(self) -> "RunningPlatform":
        """Open and serve; returns when it answers."""
        certificate, key = self.tls or (None, None)
        settings = ServeSettings(
            directory=self._directory,
            port=self._port,
            plain_http_behind_proxy=self.behind_proxy,
            tls_certificate=certificate,
            tls_key=key,
        )
        stack = contextlib.ExitStack()
        opened = Platform.open(self._directory, self._programme_text, self._demo, self._clock, self._database)
        self.platform = stack.enter_context(contextlib.closing(opened))
        listening = stack.enter_context(listen(settings.host, settings.port))
        self.url = url_of(listening, settings)
        self._port = listening.getsockname()[1]
        ready = threading.Event()
        server = HttpServer(configured(create_app(self.platform, behind_proxy=self.behind_proxy), settings), ready.set)
        thread = threading.Thread(target=server.run, args=([listening],), name="platform")
        thread.start()
        if not ready.wait(20):
            raise AssertionError("the platform does not start")
        self._running = (server, thread, stack)
        return self

    def stop(self) -> None:
        """Finish what is under way and let go of port and data. Safe to repeat."""
        if self._running is None:
            return
        server, thread, stack = self._running
        self._running = None
        server.should_exit = True
        thread.join(20)
        stack.close()
        assert not thread.is_alive()

    def __enter__(self) -> "RunningPlatform":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextlib.contextmanager
def opened_platform(directory: Path, clock: Clock, demo: bool = True, database: str | None = None) -> Iterator[Platform]:
    """A platform without HTTP."""
    text = PROGRAMME.read_text(encoding="utf-8")
    with contextlib.closing(Platform.open(directory, text, demo, clock, database)) as platform:
        yield platform
