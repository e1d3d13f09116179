"""How a station is, as it tells the platform in its heartbeat. Nothing about anybody."""

from domain.wire_fleet import Beat, Part, PartState
from offline_store.disk_watch import DiskWatch
from station.card_worker import ReaderCondition
from station.context import Context
from station.enrolment import VERSION

_MOST_PARTS = 20
_STATES: dict[ReaderCondition, PartState] = {ReaderCondition.READY: "ok", ReaderCondition.NO_SERVICE: "failed"}


def beat(context: Context, disk: DiskWatch, *more: Part) -> Beat:
    """At this moment; `more` than the readers. Any thread."""
    queue = context.journal.queue()
    followed_s = context.sync.followed_s
    age_ms = None if queue.oldest_ms is None else max(0, context.clock.now_ms() - queue.oldest_ms)
    return Beat(
        version=VERSION,
        programme_version=context.journal.meta("programme_version") or "",
        snapshot=context.registry.snapshot(),
        digest_key=context.digest_key_id(),
        queued=queue.waiting + queue.held,
        oldest_unsent_ms=age_ms,
        parked=queue.parked,
        feed_age_ms=None if followed_s is None else round((context.clock.monotonic_s() - followed_s) * 1000),
        clock_offset_ms=context.journal.offset_ms(),
        disk_free_mb=disk.free_mb(),
        parts=[
            *(
                Part(name=f"reader-{number}", state=_STATES.get(state.condition, "absent"))
                for number, state in enumerate(context.cards.state().values(), 1)
            ),
            *more,
        ][:_MOST_PARTS],
    )
