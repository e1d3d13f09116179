"""Batches of applications at the counter: a list is read and checked here, sent, and taken in at the platform by portions.

Where a batch stands is the platform's to say, so that any station goes on with it at any time.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.office_calls import BATCH, BATCH_CONTINUE, BATCH_DROP, BATCH_REPORT, BATCHES
from domain.sealing import seal
from domain.wire_applications import (
    BatchContinue,
    BatchDrop,
    BatchListRequest,
    BatchListResponse,
    BatchReportRequest,
    BatchRequest,
    BatchResponse,
)
from domain.wire_files import RowFault
from offline_store.whole_file import write_whole
from station import batch_file
from station.batch_file import BatchFile
from station.context import Context
from station.office import Office

_UPLOAD_S = 180.0
"""A list of 100,000 rows is checked as a whole before the platform answers."""
_LONGEST_NAME = 100
BatchChannel = Literal["school", "agency", "village"]
"""Who brings a list: 學校, 機關, 里長."""


class BatchOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is to be handed in. `op_id` becomes the batch's id: sent twice it is the same batch."""

    op_id: UUID
    channel: BatchChannel
    name: str
    file: BatchFile
    all_or_nothing: bool

    def __repr__(self) -> str:
        return f"BatchOrder({self.op_id})"


class BatchDesk:
    """Reading, sending and following batches. Everything here waits for a file or the platform: never on a screen's thread."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office

    def new_op_id(self) -> UUID:
        """One for each list that was read."""
        return self._context.new_op_id()

    def read(self, path: Path, channel: BatchChannel, go_on: Callable[[int], None]) -> BatchFile:
        """Read and check a list; `go_on` is told how many rows are through, and raises to break off.

        Raises `Refused` as `station.batch_file.read`, or with STAFF_NOT_ALLOWED.
        """
        self._context.operator("batch")
        return batch_file.read(path, self._context.programme(), channel, self._context.today(), go_on)

    def check(self, order: BatchOrder) -> BatchResponse:
        """What the platform has to say against its rows, without keeping anything. Raises as `Office.ask`."""
        return self._sent(order, dry_run=True)

    def send(self, order: BatchOrder) -> BatchResponse:
        """Hand it in: the platform begins to take it in, and answers how far it is. Raises as `Office.ask`."""
        return self._sent(order, dry_run=False)

    def go_on(self, batch: UUID) -> BatchResponse:
        """Another portion. Raises as `Office.ask`, and `Refused(APPLICATION_UNKNOWN)`."""
        return self._office.ask(BATCH_CONTINUE, BatchContinue(batch=batch), _UPLOAD_S)

    def drop(self, batch: UUID) -> BatchResponse:
        """Take no more of it in. Raises as `go_on`, and `Refused(APPLICATION_STEP)` where everything is taken in already."""
        return self._office.ask(BATCH_DROP, BatchDrop(batch=batch), _UPLOAD_S)

    def report(self, batch: UUID) -> BatchResponse:
        """How it stands. Raises as `go_on`."""
        return self._office.ask(BATCH_REPORT, BatchReportRequest(batch=batch))

    def listed(self, before_ms: int | None = None) -> BatchListResponse:
        """The batches that there are, the newest first. Raises as `Office.ask`."""
        return self._office.ask(BATCHES, BatchListRequest(before=before_ms))

    def save_faults(self, path: Path, faults: list[RowFault], words: Callable[[Code], str]) -> None:
        """Write the list of faulty rows. Raises `EnvironmentProblem` with DISK_FULL, DISK_READONLY or DISK_FAILING."""
        write_whole(path, batch_file.fault_list(faults, words))

    def _sent(self, order: BatchOrder, *, dry_run: bool) -> BatchResponse:
        request = BatchRequest(
            op_id=order.op_id,
            channel=order.channel,
            name=order.name.strip()[:_LONGEST_NAME] or order.file.name[:_LONGEST_NAME],
            content=seal(self._context.sealing_key(), order.file.content),
            all_or_nothing=order.all_or_nothing,
            dry_run=dry_run,
        )
        answer = self._office.ask(BATCH, request, _UPLOAD_S)
        faults = [msgspec.structs.replace(fault, row=fault.row + order.file.above) for fault in answer.faults]
        return msgspec.structs.replace(answer, faults=faults)
