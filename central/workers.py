"""Several processes that serve one address (POSIX): each has the database open for itself, and no one of them is needed.

The parent listens, makes the children, and waits. It passes SIGTERM and Ctrl-C on; when a child ends by itself all end, with an
error, for whoever supervises this to start anew. A child whose parent is gone ends too.
"""

import contextlib
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable

from domain.errors import Code, EnvironmentProblem

END_S = 20
_LOOK_EVERY_S = 0.1
_READY = b"."


class Worker:
    """What a child is given: its socket, and how it tells that it answers."""

    def __init__(self, listening: socket.socket, tell: int, parent: int) -> None:
        self.listening = listening
        self._tell = tell
        self._parent = parent

    def ready(self) -> None:
        """This child answers."""
        os.write(self._tell, _READY)

    def when_parent_is_gone(self, end: Callable[[], None]) -> None:
        """Call `end`, from a thread, when the parent has died without a word."""

        def watch() -> None:
            os.read(self._parent, 1)
            end()

        threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def run(sockets: list[socket.socket], serve: Callable[[Worker], None], on_ready: Callable[[], None]) -> None:
    """Serve by one child for each socket until SIGTERM or Ctrl-C. Call it from a main thread without other threads.

    Raises `EnvironmentProblem(PLATFORM_BUSY)` when a child ended by itself, or did not end in time; why, it has said.
    """
    ready, tell = os.pipe()
    parent, alive = os.pipe()
    children = {_child(Worker(own, tell, parent), serve, sockets, alive) for own in sockets}
    os.close(tell)
    os.close(parent)
    told = threading.Event()
    before = {number: signal.signal(number, lambda *_: told.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        died = _until_one_ends(children, ready, told, on_ready)
        _signal_all(children, signal.SIGTERM)
        deadline_s = time.monotonic() + END_S
        while children and time.monotonic() < deadline_s:
            died = _ended(children) or died
            time.sleep(_LOOK_EVERY_S)
        died = died or bool(children)
    finally:
        _signal_all(children, signal.SIGKILL)
        os.close(ready)
        os.close(alive)
        for number, handler in before.items():
            signal.signal(number, handler)
    if died:
        raise EnvironmentProblem(Code.PLATFORM_BUSY, part="workers")


def _until_one_ends(children: set[int], ready: int, told: threading.Event, on_ready: Callable[[], None]) -> bool:
    """Whether a child has ended although nobody told it to."""
    answering, wanted = 0, len(children)
    while not told.is_set():
        if answering < wanted and select.select([ready], [], [], _LOOK_EVERY_S)[0]:
            answering += len(os.read(ready, wanted))
            if answering == wanted:
                on_ready()
        else:
            told.wait(_LOOK_EVERY_S)
        _ended(children)
        if len(children) < wanted:
            return True
    return False


def _ended(children: set[int]) -> bool:
    """Take away the children that have ended; whether one of them did so in another way than by being told."""
    badly = False
    for child in list(children):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            children.discard(child)
            badly = badly or os.waitstatus_to_exitcode(status) not in (0, -signal.SIGTERM)
    return badly


def _child(worker: Worker, serve: Callable[[Worker], None], sockets: list[socket.socket], alive: int) -> int:
    """Make one. It never comes back from here."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.close(alive)
        for other in sockets:
            if other is not worker.listening:
                other.close()
        serve(worker)
        status = 0
    except EnvironmentProblem as problem:
        print(f"worker: {problem.code}", file=sys.stderr, flush=True)
    finally:
        if status and sys.exc_info()[0] is not None:
            traceback.print_exc()
        os._exit(status)


def _signal_all(children: set[int], number: int) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)
