"""The bare database: plain psycopg writing the rows that the platform writes, in as many transactions, from as many clients.

Nothing is checked, decoded, locked or answered: what is left is what the database itself takes for it.
Usage: `python -m benchmarks._platform_bare ORDER`; the last line printed is one JSON object.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg

_BODY, _SEALED = 480, 110
"""Bytes of an event's body, and of its sealed part."""
_JOURNAL = (
    "INSERT INTO journal (fingerprint, station, body, hash, signature, received_ms, op_id, epoch, seq)"
    " VALUES (%s, %s, %s, %s, %s, 1, %s, 1, 1) RETURNING id"
)
_SEALING = "INSERT INTO journal_sealed (journal, sealed) VALUES (%s, %s)"
_OUTCOME = "INSERT INTO outcomes (journal, admitted, status, outcome, decided_ms) VALUES (%s, true, 'accepted', %s, 1)"
_CHAIN = "UPDATE station_chains SET last_seq = last_seq + 1 WHERE station = %s"
_SEEN = "UPDATE stations SET last_seen_ms = 1 WHERE station = %s"
_STAY = (
    "INSERT INTO attendance (stay, activity, medium, holder, walk_in, in_ms, out_ms, counted)"
    " VALUES (%s, 'bench-talk', %s, %s, false, 1, 2, true)"
)
_ACT = "INSERT INTO attendance_acts (op_id, stay, act, minutes, points) VALUES (%s, %s, %s, 60, 30)"
_OPERATION = "INSERT INTO operations (op_id, kind, content, at_ms) VALUES (%s, %s, %s, 1)"
_LOT = (
    "INSERT INTO lots (op_id, holder, point_kind, agency, activity, awarded, remaining, awarded_ms)"
    " VALUES (%s, %s, 'health', 'bench', 'bench', 30, 30, 1)"
)
_TAKE = "UPDATE lots SET remaining = remaining - 10 WHERE id = %s"
_TRANSFER = "INSERT INTO transfers (op_id, leg, payer, payee, amount, lot) VALUES (%s, %s, %s, %s, 10, %s) RETURNING id"
_ENTRY = "INSERT INTO entries (transfer, account, amount) VALUES (%s, %s, %s)"
_MOVE = "UPDATE accounts SET balance = balance + %s WHERE id = %s"
_LOAD = (
    "INSERT INTO loads (op_id, station, medium, holder, purse, driver, point_kind, points, amount_ntd, state, recovery_code,"
    " authorised_ms, committing, unknown)"
    " VALUES (%s, %s, %s, %s, 'p', 'desfire', 'health', 10, 10, 'authorised', %s, 1, false, false)"
)
_GRANT = 'INSERT INTO load_grants ("load", station, at_ms) VALUES (%s, %s, 1)'
_COMMITTING = "UPDATE loads SET committing = true, committing_ms = 1 WHERE op_id = %s"
_DECIDED = "UPDATE loads SET state = 'confirmed', decided_ms = 1, decided_by = %s, decided_how = 'x' WHERE op_id = %s"
_COUNTER = (
    'INSERT INTO card_counters (medium, seq, tmc, tmv, value_ntd, "load", at_ms) VALUES (%s, 1, 1, %s, 10, %s, 1)'
    " ON CONFLICT (medium) DO UPDATE SET seq = card_counters.seq + 1"
)
_WHO = (
    "SELECT c.medium, c.holder, l.id, a.id FROM cards c JOIN lots l ON l.holder = c.holder AND l.remaining > 1000"
    " JOIN accounts a ON a.holder = c.holder AND a.kind = 'holder' ORDER BY c.medium, l.id"
)
_READS = (
    "SELECT * FROM cards WHERE medium = %(medium)s",
    "SELECT encrypted FROM particulars WHERE holder = %(holder)s",
    "SELECT wrapped FROM data_keys WHERE holder = %(holder)s",
    "SELECT * FROM lots WHERE holder = %(holder)s AND remaining > 0",
    "SELECT * FROM notices WHERE holder = %(holder)s",
)


class Order(msgspec.Struct, frozen=True):
    """What to write: `count` times by each of `clients`; with `rate`, so many a second over all of them."""

    url: str
    what: str
    clients: int
    count: int
    batch: int = 1
    visits: int = 0
    """Of each batch: sign-ins with their sign-outs."""
    rate: float = 0.0


class _Client:
    """One connection, and somebody whose points it moves."""

    def __init__(self, order: Order, number: int) -> None:
        self._order = order
        self._db = psycopg.connect(order.url)
        stations = self._db.execute("SELECT station FROM stations ORDER BY station").fetchall()
        self._station = stations[number % len(stations)][0]
        people = self._db.execute(_WHO).fetchall()
        mine = people[number :: order.clients]
        self._people = [(bytes(medium), holder, lot, account) for medium, holder, lot, account in mine]
        self._agency, self._payable = (self._account("payee", f"bench/{kind}") for kind in ("redeemed", "payable"))
        self._waiting = self._account("waiting", f"bench/waiting/{number}")
        self._db.execute(
            "INSERT INTO station_chains (station, epoch, last_seq, last_hash, last_journal) VALUES (%s, 1, 0, '', 0)"
            " ON CONFLICT DO NOTHING",
            (self._station,),
        )
        self._db.commit()
        self._turn = 0

    def _account(self, kind: str, name: str) -> int:
        made = self._db.execute(
            "INSERT INTO accounts (name, kind, unit, balance) VALUES (%s, %s, 'ntd', 0)"
            " ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind RETURNING id",
            (name, kind),
        ).fetchone()
        return int(made[0]) if made else 0

    def once(self) -> None:
        """What one request writes."""
        self._turn += 1
        {"intake": self.intake, "redeem": self.redeem, "load": self.load, "mixed": self.mixed}[self._order.what]()

    def _person(self) -> tuple[bytes, UUID, int, int]:
        return self._people[self._turn % len(self._people)]

    def _keep(self, count: int, *, sealed: bool) -> list[int]:
        rows = [(uuid4().bytes * 2, self._station, bytes(_BODY), uuid4().bytes * 2, bytes(64), uuid4()) for _ in range(count)]
        self._db.execute(_SEEN, (self._station,))
        cursor, numbers = self._db.cursor(), []
        cursor.executemany(_JOURNAL, rows, returning=True)
        while True:
            numbers += [row[0] for row in cursor.fetchall()]
            if not cursor.nextset():
                break
        if sealed:
            cursor.executemany(_SEALING, [(number, bytes(_SEALED)) for number in numbers])
        self._db.commit()
        return numbers

    def _say(self, numbers: list[int]) -> None:
        self._db.execute(_CHAIN, (self._station,))
        self._db.cursor().executemany(_OUTCOME, [(number, bytes(180)) for number in numbers])

    def intake(self) -> None:
        """A batch of events."""
        numbers = self._keep(self._order.batch, sealed=False)
        cursor, visits = self._db.cursor(), [(uuid4(), uuid4(), *self._person()) for _ in range(self._order.visits)]
        cursor.executemany(_STAY, [(came, medium, holder) for came, _, medium, holder, _, _ in visits])
        acts = [(op_id, came, act) for came, left, *_ in visits for op_id, act in ((came, "in"), (left, "out"))]
        cursor.executemany(_ACT, acts)
        cursor.executemany(_OPERATION, [(left, "award", "x" * 80) for _, left, *_ in visits])
        cursor.executemany(_LOT, [(left, holder) for _, left, _, holder, _, _ in visits])
        for _, left, _, _, lot, account in visits:
            self._post(left, [(self._agency, account, lot)], moved=[(10, account)])
        self._say(numbers)
        self._db.commit()

    def _post(self, op_id: UUID, legs: list[tuple[int, int, int]], moved: list[tuple[int, int]]) -> None:
        for leg, (payer, payee, lot) in enumerate(legs):
            made = self._db.execute(_TRANSFER, (op_id, leg, payer, payee, lot)).fetchone()
            transfer = made[0] if made else 0
            self._db.cursor().executemany(_ENTRY, [(transfer, payer, -10), (transfer, payee, 10)])
        self._db.cursor().executemany(_MOVE, moved)

    def redeem(self) -> None:
        """One redemption of one lot."""
        numbers = self._keep(1, sealed=True)
        _, _, lot, account = self._person()
        op_id = uuid4()
        self._db.execute(_OPERATION, (op_id, "redeem", "x" * 60))
        self._db.execute(_TAKE, (lot,))
        legs = [(account, self._agency, lot), (self._payable, self._waiting, lot)]
        self._post(op_id, legs, moved=[(-10, account), (10, self._waiting)])
        self._say(numbers)
        self._db.commit()

    def load(self) -> None:
        """One load: authorised, then announced and confirmed."""
        numbers = self._keep(1, sealed=True)
        medium, holder, lot, account = self._person()
        load, decision = uuid4(), uuid4()
        self._db.execute(_OPERATION, (load, "load.authorise", "x" * 60))
        self._db.execute(_TAKE, (lot,))
        self._post(load, [(account, self._waiting, lot)], moved=[(-10, account), (10, self._waiting)])
        self._db.execute(_LOAD, (load, self._station, load.bytes, holder, str(load)))
        self._db.execute(_GRANT, (load, self._station))
        self._say(numbers)
        self._db.commit()
        announced, done = self._keep(2, sealed=False)
        self._db.execute(_COMMITTING, (load,))
        self._say([announced])
        self._db.commit()
        self._db.execute(_OPERATION, (decision, "load.confirm", str(load)))
        legs = [(self._waiting, self._agency, lot), (self._payable, self._waiting, lot)]
        self._post(decision, legs, moved=[(-10, self._waiting), (10, self._waiting)])
        self._db.execute(_DECIDED, (decision, load))
        self._db.execute(_COUNTER, (medium, bytes(8), load))
        self._say([done])
        self._db.commit()

    def mixed(self) -> None:
        """In turns what a balance reads, what an event writes, and a redemption."""
        if self._turn % 10 < 5:
            medium, holder, *_ = self._person()
            for read in _READS:
                self._db.execute(read, {"medium": medium, "holder": holder}).fetchall()
            self._db.rollback()
        elif self._turn % 10 < 8:
            self.intake()
        else:
            self.redeem()


def bare(order: Order, folder: Path) -> tuple[float, list[float]]:
    """Carry an order out in a process of its own: seconds from the first to the last, and how long each took."""
    file = folder / "order.json"
    file.write_bytes(msgspec.json.encode(order))
    words = [sys.executable, "-m", "benchmarks._platform_bare", str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    figures = json.loads(done.stdout.splitlines()[-1])
    return figures["seconds"], figures["took_s"]


def _run(client: _Client, count: int, took_s: list[float], due: Callable[[int], float]) -> None:
    for number in range(count):
        at_s = due(number)
        time.sleep(max(0.0, at_s - time.monotonic()))
        since_s = at_s or time.monotonic()
        client.once()
        took_s.append(time.monotonic() - since_s)


def main() -> None:
    """Carry out the order in the file that the argument names."""
    order = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Order)
    clients = [_Client(order, number) for number in range(order.clients)]
    took_s: list[float] = []
    began_s = time.monotonic()

    def due_of(place: int) -> Callable[[int], float]:
        return lambda number: began_s + (number * order.clients + place + 1) / order.rate if order.rate else 0.0

    threads = [
        threading.Thread(target=_run, args=(client, order.count, took_s, due_of(place))) for place, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.monotonic() - began_s, "took_s": took_s}))


if __name__ == "__main__":
    main()
