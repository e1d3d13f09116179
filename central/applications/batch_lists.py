"""Which batches of applications there are, and how each stands."""

import sqlalchemy as sa

from central.applications.book import By
from central.platform import Platform
from central.schema.applications import application_batches, applications
from domain.wire_applications import BatchLine, BatchListRequest, BatchListResponse


def listed(platform: Platform, request: BatchListRequest, by: By) -> BatchListResponse:
    """The batches of the caller's agency, the newest first; the city's own counters see all."""
    wanted = sa.select(application_batches).order_by(
        application_batches.c.submitted_ms.desc(), application_batches.c.batch.desc()
    )
    if by.agency:
        wanted = wanted.where(application_batches.c.agency == by.agency)
    if request.before is not None:
        wanted = wanted.where(application_batches.c.submitted_ms < request.before)
    with platform.store.read() as connection:
        rows = connection.execute(wanted.limit(request.limit + 1)).all()
        page = rows[: request.limit]
        counted = (
            sa.select(applications.c.batch, applications.c.state, sa.func.count().label("cards"))
            .where(applications.c.batch.in_([row.batch for row in page]))
            .group_by(applications.c.batch, applications.c.state)
        )
        counts = {(row.batch, row.state): row.cards for row in connection.execute(counted)} if page else {}
    lines = [
        BatchLine(
            batch=row.batch,
            name=row.name,
            channel=row.channel,
            agency=row.agency,
            state="taking" if row.state == "handing_in" else row.state,
            rows=row.rows,
            done=row.done,
            submitted_ms=row.submitted_ms,
            counts={state: cards for (batch, state), cards in counts.items() if batch == row.batch},
        )
        for row in page
    ]
    return BatchListResponse(
        server_ms=platform.now_ms(), generation=platform.generation, batches=lines, more=len(rows) > request.limit
    )
