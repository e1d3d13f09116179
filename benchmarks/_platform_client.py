"""The load generator: plays a plan of HTTP requests over kept-alive connections, in a process of its own.

A plan has lanes. A lane is one connection that sends its requests one after the other: at once, or no sooner than each is due.
Usage: `python -m benchmarks._platform_client PLAN ANSWERS`; the last line printed is one JSON object.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import msgspec

_LONGEST_S = 60.0
_TYPE = "application/vnd.citycard.v1+json"


class Ask(msgspec.Struct, frozen=True):
    """One request. `body` empty: GET. `due_s`: seconds after the start before which it is not sent."""

    path: str
    token: str
    body: bytes = b""
    due_s: float = 0.0


class Plan(msgspec.Struct, frozen=True):
    """Where to, and what each lane sends."""

    host: str
    port: int
    lanes: list[list[Ask]]


class Answer(msgspec.Struct, frozen=True):
    """`took_s`: from when it was due (or sent, when nothing was due) to its last byte; `status` 0: no answer."""

    status: int
    took_s: float
    body: bytes


def played(plan: Plan, folder: Path) -> tuple[list[list[Answer]], float]:
    """Play a plan in a process of its own: every lane's answers, and the seconds from the first request to the last answer."""
    import subprocess

    to_play, heard = folder / "plan.msgpack", folder / "answers.msgpack"
    to_play.write_bytes(msgspec.msgpack.encode(plan))
    words = [sys.executable, "-m", "benchmarks._platform_client", str(to_play), str(heard)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    answers = msgspec.msgpack.decode(heard.read_bytes(), type=list[list[Answer]])
    return answers, float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def _bytes_of(ask: Ask, host: str) -> bytes:
    what = "POST" if ask.body else "GET"
    length = f"Content-Type: {_TYPE}\r\nContent-Length: {len(ask.body)}\r\n" if ask.body else ""
    head = f"{what} {ask.path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {ask.token}\r\n{length}\r\n"
    return head.encode() + ask.body


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: bytes) -> tuple[int, bytes]:
    writer.write(asked)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
    return int(lines[0].split(" ")[1]), await reader.readexactly(length)


async def _lane(plan: Plan, asks: list[Ask], began_s: float) -> list[Answer]:
    answers: list[Answer] = []
    prepared = [(ask.due_s, _bytes_of(ask, plan.host)) for ask in asks]
    reader, writer = await asyncio.open_connection(plan.host, plan.port, limit=1 << 24)
    for due_s, asked in prepared:
        at_s = began_s + due_s
        if (wait_s := at_s - time.monotonic()) > 0:
            await asyncio.sleep(wait_s)
        since_s = at_s if due_s else time.monotonic()
        try:
            async with asyncio.timeout(_LONGEST_S):
                status, body = await _exchange(reader, writer, asked)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status, body = 0, b""
            writer.close()
            reader, writer = await asyncio.open_connection(plan.host, plan.port, limit=1 << 24)
        answers.append(Answer(status, time.monotonic() - since_s, body))
    writer.close()
    return answers


async def _play(plan: Plan) -> tuple[list[list[Answer]], float]:
    began_s = time.monotonic() + 0.2
    await asyncio.sleep(0.2)
    answers = await asyncio.gather(*(_lane(plan, lane, began_s) for lane in plan.lanes))
    return answers, time.monotonic() - began_s


def main() -> None:
    """Play the plan that the first argument names, and leave the answers where the second says."""
    plan = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Plan)
    answers, seconds = asyncio.run(_play(plan))
    Path(sys.argv[2]).write_bytes(msgspec.msgpack.encode(answers))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
