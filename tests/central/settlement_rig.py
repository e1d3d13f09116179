"""A carrier beside the platform: asks for its files and answers them."""

import hashlib
from uuid import UUID, uuid4

from central.money import settlement, settlement_files
from central.money.settlement_files import Head, ResultRow


def sent(platform, batch=None, carrier="easycard", most=100):
    return settlement.send(
        platform.store,
        platform.authority,
        batch=batch or uuid4(),
        carrier=carrier,
        most=most,
        made_by="示範清算",
        now_ms=platform.now_ms(),
    )


def items(batch):
    """Line, op_id, UID and amount of each row of a file."""
    rows = [line.split(",") for line in batch.content.decode("ascii").splitlines()[1:-1]]
    return [(int(row[1]), UUID(row[2]), bytes.fromhex(row[3]), int(row[4])) for row in rows]


def answer(batch, *decisions, carrier="easycard", mode="demo"):
    """The carrier's file: one decision (a reason, or `confirmed`) per row of the batch."""
    rows = [
        ResultRow(
            row=0,
            line=line,
            op_id=op_id,
            amount_ntd=amount,
            decision="confirmed" if said == "confirmed" else "refused",
            reason="" if said == "confirmed" else said,
        )
        for (line, op_id, _, amount), said in zip(items(batch), decisions, strict=True)
    ]
    return settlement_files.result_written(Head(batch=batch.batch, carrier=carrier, mode=mode), rows)


def resealed(content, *changes):
    """The file with something changed, and a checksum that is right for that."""
    text = content.decode("ascii")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    body = "".join(text.splitlines(keepends=True)[:-1]).encode()
    return body + b"T,%d,%s\r\n" % (body.count(b"\n") - 1, hashlib.sha256(body).hexdigest().encode())


def received(platform, content, **kwargs):
    kwargs = {"partial": False, **kwargs}
    return settlement.receive(platform.store, platform.authority, content, now_ms=platform.now_ms(), **kwargs)
