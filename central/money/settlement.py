"""Settlement (清算): what waits for cards goes to their carrier as a batch, and the carrier's result confirms or refuses it.

A batch never changes: asked for again it is the same bytes. A result is first decided as a whole, in one short transaction, and
then booked in portions, so that a file of any length keeps nobody waiting; what was decided is booked by whoever comes next if
this process ends in between.
"""

import hashlib
from typing import Any, Literal
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, ledger, locks
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.authority import Authority
from central.ledger import NTD, Account, Leg
from central.money import returns, settlement_words, waiting
from central.money.settlement_files import Head, OutRow, Result, ResultRow, read_result, written
from central.schema import accounts, data_keys, settlement_batches, settlement_items, transfers
from central.schema import cards as card_rows
from central.store import Store
from domain.cards import CardState
from domain.errors import Bug, Code, Refused
from domain.wire_files import RowFault
from domain.wire_money import SettlementState

_AT_ONCE = 200
_USABLE = [state.value for state in CardState if state.usable]
_DECISION = UUID("0e2b1f53-6d3c-5f0a-9d55-7b1c9a1f3e77")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which a carrier's decision is booked: one per redemption."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """One file to a carrier. `still_waiting`: its items that are in no file yet: of blocked cards, without a UID, too many."""

    batch: UUID
    carrier: str
    items: int
    amount_ntd: int
    sha256: str
    at_ms: int
    still_waiting: int
    content: bytes


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a result file. With faults and without `partial` nothing was done."""

    batch: UUID
    rows: int
    confirmed: int
    refused: int
    repeated: int
    """Decided so by an earlier file."""
    faults: list[RowFault]
    done: bool


def send(store: Store, authority: Authority, *, batch: UUID, carrier: str, most: int, made_by: str, now_ms: int) -> Batch:
    """Put what waits for usable cards of a carrier into a file, the oldest first; the same file when it is asked for again.

    The UIDs in it are opened for the carrier, which is written down for each holder. When nothing waits no batch is made, and
    what is told has no items and no content. Raises `Refused` with REQUEST_INVALID (no
    such carrier), REQUEST_CONFLICT (the batch is another one) or SETTLEMENT_DECIDED (a holder has been forgotten since, and
    with them the UID).
    """
    if carrier not in {each.id for each in authority.programme.carriers}:
        raise Refused(Code.REQUEST_INVALID, part="carrier")
    with store.write() as connection:
        locks.hold(connection, locks.named(f"settlement/{batch}"))
        row = connection.execute(sa.select(settlement_batches).where(settlement_batches.c.batch == batch)).one_or_none()
        if row is not None and (row.carrier, row.most) != (carrier, most):
            raise Refused(Code.REQUEST_CONFLICT)
        at_ms = now_ms if row is None else row.at_ms
        head = Head(batch=batch, carrier=carrier, mode=_mode(authority))
        items = _waiting(connection, carrier, most) if row is None else _sent(connection, batch)
        if row is None and not items:
            return _nothing(batch, carrier, now_ms, _still_waiting(connection, carrier))
        lines = _lines(connection, authority, items)
        content = written(head, [line for _, line in lines], at_ms)
        sha256 = hashlib.sha256(content).digest()
        if row is None:
            _write_down(connection, head, lines, most=most, sha256=sha256, made_by=made_by, at_ms=at_ms)
        elif bytes(row.sha256) != sha256:
            raise Refused(Code.SETTLEMENT_DECIDED)
        reading = ReadBy(reader=made_by, agency=carrier, what="uid", reason=f"settlement {batch}")
        record_reads.note_all(connection, [item.holder for item, _ in lines], reading, now_ms)
        return Batch(
            batch=batch,
            carrier=carrier,
            items=len(lines),
            amount_ntd=sum(line.amount_ntd for _, line in lines),
            sha256=sha256.hex(),
            at_ms=at_ms,
            still_waiting=_still_waiting(connection, carrier),
            content=content,
        )


def receive(
    store: Store, authority: Authority, content: bytes, *, partial: bool, carrier: str | None = None, now_ms: int
) -> Report:
    """Take in a carrier's result. One row at fault keeps the whole file from being carried out, unless `partial`.

    `carrier`: the one that sends it; None for the city's own staff. Raises `Refused` as `read_result` does, and with
    SETTLEMENT_UNKNOWN (no such batch of that carrier) or MODE_MISMATCH.
    """
    result = read_result(content)
    if result.head.mode != _mode(authority):
        raise Refused(Code.MODE_MISMATCH)
    with store.write() as connection:
        report = _decide(connection, result, partial=partial, carrier=carrier, now_ms=now_ms)
    book_decided(store, authority, now_ms)
    return report


def book_decided(store: Store, authority: Authority, now_ms: int) -> int:
    """Book what carriers have decided and the ledger does not have yet; how many items. Safe to repeat and to interrupt."""
    booked = 0
    while True:
        with store.read() as connection:
            due = connection.execute(_unbooked().limit(_AT_ONCE)).all()
        if not due:
            return booked
        with store.write() as connection:
            locks.hold(connection, *(locks.holder(item.holder) for item in due))
            same = settlement_items.c.op_id.in_([item.op_id for item in due])
            for item in connection.execute(_unbooked().where(same)).all():
                _book(connection, authority, item, now_ms)
                booked += 1


def listed(connection: sa.Connection, *, carrier: str | None, before_ms: int | None, limit: int) -> list[SettlementState]:
    """Batches of a carrier, or of all, the newest first."""
    batches, items = settlement_batches.c, settlement_items.c
    wanted = sa.select(settlement_batches).order_by(batches.at_ms.desc(), batches.batch).limit(limit)
    if carrier is not None:
        wanted = wanted.where(batches.carrier == carrier)
    if before_ms is not None:
        wanted = wanted.where(batches.at_ms < before_ms)
    rows = connection.execute(wanted).all()
    counted = {
        (row.batch, row.decision): row.items
        for row in connection.execute(
            sa.select(items.batch, items.decision, sa.func.count().label("items"))
            .where(items.batch.in_([row.batch for row in rows]), items.decision.is_not(None))
            .group_by(items.batch, items.decision)
        )
    }
    return [
        SettlementState(
            batch=row.batch,
            carrier=row.carrier,
            at_ms=row.at_ms,
            items=row.items,
            amount_ntd=row.amount_ntd,
            confirmed=counted.get((row.batch, "confirmed"), 0),
            refused=counted.get((row.batch, "refused"), 0),
        )
        for row in rows
    ]


# --- a batch ---------------------------------------------------------------------------------------------------------


def _mode(authority: Authority) -> Literal["real", "demo"]:
    return "demo" if authority.demo else "real"


def _of_carrier(carrier: str) -> sa.Select[Any]:
    return (
        sa.select(settlement_items)
        .join(card_rows, card_rows.c.medium == settlement_items.c.medium)
        .where(settlement_items.c.batch.is_(None), card_rows.c.carrier == carrier)
    )


def _nothing(batch: UUID, carrier: str, now_ms: int, still_waiting: int) -> Batch:
    return Batch(
        batch=batch,
        carrier=carrier,
        items=0,
        amount_ntd=0,
        sha256=hashlib.sha256().hexdigest(),
        at_ms=now_ms,
        still_waiting=still_waiting,
        content=b"",
    )


def _waiting(connection: sa.Connection, carrier: str, most: int) -> list[sa.Row[Any]]:
    """Whatever somebody else is moving or sending at this moment is left for the next batch."""
    sendable = (
        _of_carrier(carrier)
        .join(data_keys, data_keys.c.holder == card_rows.c.holder)
        .where(card_rows.c.state.in_(_USABLE), card_rows.c.uid_encrypted.is_not(None))
        .order_by(settlement_items.c.op_id)
        .limit(most)
        .with_for_update(of=settlement_items, skip_locked=True)
    )
    return list(connection.execute(sendable).all())


def _sent(connection: sa.Connection, batch: UUID) -> list[sa.Row[Any]]:
    items = sa.select(settlement_items).where(settlement_items.c.batch == batch).order_by(settlement_items.c.line)
    return list(connection.execute(items).all())


def _still_waiting(connection: sa.Connection, carrier: str) -> int:
    return int(connection.scalar(sa.select(sa.func.count()).select_from(_of_carrier(carrier).subquery())) or 0)


def _lines(connection: sa.Connection, authority: Authority, items: list[sa.Row[Any]]) -> list[tuple[sa.Row[Any], OutRow]]:
    uids: dict[bytes, bytes] = {}
    lines = []
    for line, item in enumerate(items, 1):
        medium = bytes(item.medium)
        if medium not in uids:
            uids[medium] = cards.uid_of(connection, authority, medium)
        lines.append((item, OutRow(line=line, op_id=item.op_id, uid=uids[medium], amount_ntd=item.amount_ntd)))
    return lines


def _write_down(
    connection: sa.Connection,
    head: Head,
    lines: list[tuple[sa.Row[Any], OutRow]],
    *,
    most: int,
    sha256: bytes,
    made_by: str,
    at_ms: int,
) -> None:
    connection.execute(
        settlement_batches.insert().values(
            batch=head.batch,
            carrier=head.carrier,
            most=most,
            items=len(lines),
            amount_ntd=sum(line.amount_ntd for _, line in lines),
            sha256=sha256,
            made_by=made_by,
            at_ms=at_ms,
        )
    )
    if lines:
        connection.execute(
            settlement_items.update()
            .where(settlement_items.c.op_id == sa.bindparam("item"))
            .values(batch=head.batch, line=sa.bindparam("at_line")),
            [{"item": item.op_id, "at_line": line.line} for item, line in lines],
        )


# --- a result --------------------------------------------------------------------------------------------------------


def _decide(connection: sa.Connection, result: Result, *, partial: bool, carrier: str | None, now_ms: int) -> Report:
    wanted = settlement_batches.c.batch == result.head.batch
    of = connection.scalar(sa.select(settlement_batches.c.carrier).where(wanted))
    if of is None or of != result.head.carrier or carrier not in (None, of):
        raise Refused(Code.SETTLEMENT_UNKNOWN)
    rows = connection.execute(
        sa.select(settlement_items).where(settlement_items.c.batch == result.head.batch).with_for_update()
    )
    items = {item.op_id: item for item in rows}
    decided = {item.op_id: (item.decision, item.reason or "") for item in items.values() if item.decision is not None}
    faults, fresh, repeated = list(result.faults), [], 0
    for row in result.rows:
        fault = _fault(row, items, decided)
        if fault is not None:
            faults.append(fault)
        elif row.op_id in decided:
            repeated += 1
        else:
            decided[row.op_id] = (row.decision, row.reason)
            fresh.append(row)
    done = partial or not faults
    if done and fresh:
        _keep_decisions(connection, fresh, now_ms)
    return Report(
        batch=result.head.batch,
        rows=len(result.rows) + len(result.faults),
        confirmed=sum(row.decision == "confirmed" for row in fresh) if done else 0,
        refused=sum(row.decision == "refused" for row in fresh) if done else 0,
        repeated=repeated,
        faults=sorted(faults, key=lambda fault: fault.row),
        done=done,
    )


def _fault(row: ResultRow, items: dict[UUID, sa.Row[Any]], decided: dict[UUID, tuple[str, str]]) -> RowFault | None:
    item = items.get(row.op_id)
    if item is None:
        return RowFault(row=row.row, column="op_id", code=Code.SETTLEMENT_UNKNOWN)
    if row.line != item.line:
        return RowFault(row=row.row, column="line", code=Code.FILE_INVALID)
    if row.amount_ntd != item.amount_ntd:
        return RowFault(row=row.row, column="amount_ntd", code=Code.FILE_INVALID)
    before = decided.get(row.op_id)
    if before is not None and before[0] != row.decision:
        return RowFault(row=row.row, column="result", code=Code.SETTLEMENT_DECIDED)
    return None


def _keep_decisions(connection: sa.Connection, rows: list[ResultRow], now_ms: int) -> None:
    connection.execute(
        settlement_items.update()
        .where(settlement_items.c.op_id == sa.bindparam("item"), settlement_items.c.decision.is_(None))
        .values(decision=sa.bindparam("said"), reason=sa.bindparam("why"), decided_ms=now_ms),
        [{"item": row.op_id, "said": row.decision, "why": row.reason or None} for row in rows],
    )


# --- booking ---------------------------------------------------------------------------------------------------------


def _unbooked() -> sa.Select[Any]:
    return (
        sa.select(settlement_items, settlement_batches.c.carrier)
        .join(settlement_batches, settlement_batches.c.batch == settlement_items.c.batch)
        .where(settlement_items.c.decision.is_not(None), settlement_items.c.booked_ms.is_(None))
    )


def _book(connection: sa.Connection, authority: Authority, item: sa.Row[Any], now_ms: int) -> None:
    op_id = uuid5(_DECISION, item.op_id.hex)
    if not ledger.begin(connection, op_id, f"settle.{item.decision}", str(item.op_id), item.decided_ms):
        raise Bug(part="settlement")
    aside = waiting.account(bytes(item.medium), item.holder)
    if item.decision == "confirmed":
        taken_over = Account(kind="settled", unit=NTD, agency=item.carrier)
        legs = [Leg(payer=aside, payee=taken_over, amount=item.amount_ntd)]
    else:
        legs = _legs_back(connection, item, aside)
        settlement_words.tell(connection, authority, op_id, item, now_ms)
    ledger.post(connection, op_id, legs)
    connection.execute(settlement_items.update().where(settlement_items.c.op_id == item.op_id).values(booked_ms=now_ms))


def _legs_back(connection: sa.Connection, item: sa.Row[Any], aside: Account) -> list[Leg]:
    """The points go back into their lots, and their agencies owe the NT$ no more.

    Value that a replaced card had held has no lots to go back to: it stands on that card again, for a person to look at.
    """

    def redeemed_of(part: returns.Part) -> Account:
        return Account(kind="redeemed", unit=item.point_kind, agency=part.agency)

    given = returns.parts(connection, item.op_id, "redeemed")
    legs = returns.back(connection, item.holder, item.point_kind, given, redeemed_of)
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    put_aside = (
        sa.select(payer.c.kind, payer.c.agency, payer.c.holder, payer.c.medium, transfers.c.amount, transfers.c.lot)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .where(transfers.c.op_id == item.op_id, payee.c.kind == "waiting")
        .order_by(transfers.c.leg)
    )
    for row in connection.execute(put_aside):
        medium = None if row.medium is None else bytes(row.medium)
        giver = Account(kind=row.kind, unit=NTD, agency=row.agency, holder=row.holder, medium=medium)
        legs.append(Leg(payer=aside, payee=giver, amount=row.amount, lot=row.lot))
    return legs
