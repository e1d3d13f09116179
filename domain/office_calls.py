"""The platform's calls that staff make from a station's screens, as data: both ends' types stand beside the path.

Whoever asks is the member of staff who is signed in; what they may see is the platform's to say (docs/platform/).
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import msgspec

from domain.wire import Response
from domain.wire_access import PinChange, StaffChanged
from domain.wire_applications import (
    ApplicationAct,
    ApplicationOpenRequest,
    ApplicationOpenResponse,
    ApplicationResponse,
    BatchContinue,
    BatchDrop,
    BatchListRequest,
    BatchListResponse,
    BatchReportRequest,
    BatchRequest,
    BatchResponse,
    HandOutRequest,
    HandOutResponse,
    HeldKindsRequest,
    HeldKindsResponse,
)
from domain.wire_points import PersonAwardsRequest, PersonAwardsResponse, PointsCorrected, PointsCorrection
from domain.wire_record import BindCodeRequest, BindCodeResponse
from domain.wire_registry import (
    CardStoryRequest,
    CardStoryResponse,
    HolderFindRequest,
    HolderFindResponse,
    StockChangeResponse,
    StockCountRequest,
    StockListResponse,
    StockQuery,
    StockTakeInRequest,
    ValueReleaseRequest,
    ValueReleaseResponse,
)
from domain.wire_subject import CorrectionRequest, CorrectionResponse

AskedT = TypeVar("AskedT", bound=msgspec.Struct)
GivenT = TypeVar("GivenT", bound=Response)


@dataclass(frozen=True)
class OfficeCall(Generic[AskedT, GivenT]):
    """One call. `asks` of a GET is a struct of plain fields, which go into the query."""

    path: str
    asks: type[AskedT]
    gives: type[GivenT]
    method: Literal["GET", "POST"] = "POST"


@dataclass(frozen=True)
class OfficeFileCall(Generic[AskedT]):
    """One call that is answered with a file; see `OfficeCall`."""

    path: str
    asks: type[AskedT]
    method: Literal["GET", "POST"] = "POST"


class OfficeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the platform made it. `name` is what it would be saved under."""

    content: bytes
    media_type: str
    name: str


FIND_HOLDERS = OfficeCall("/v1/holders/find", HolderFindRequest, HolderFindResponse)
BIND_CODE = OfficeCall("/v1/cards/bind-code", BindCodeRequest, BindCodeResponse)
CARD_STORY = OfficeCall("/v1/cards/story", CardStoryRequest, CardStoryResponse)
RELEASE_VALUE = OfficeCall("/v1/cards/release-value", ValueReleaseRequest, ValueReleaseResponse)
CORRECT_HOLDER = OfficeCall("/v1/holder/correct", CorrectionRequest, CorrectionResponse)
PERSON_AWARDS = OfficeCall("/v1/staff/points/awards", PersonAwardsRequest, PersonAwardsResponse)
CORRECT_POINTS = OfficeCall("/v1/staff/points/correct", PointsCorrection, PointsCorrected)
CHANGE_PIN = OfficeCall("/v1/staff/pin", PinChange, StaffChanged)

BATCH = OfficeCall("/v1/applications/batch", BatchRequest, BatchResponse)
BATCH_CONTINUE = OfficeCall("/v1/applications/batch/continue", BatchContinue, BatchResponse)
BATCH_DROP = OfficeCall("/v1/applications/batch/drop", BatchDrop, BatchResponse)
BATCH_REPORT = OfficeCall("/v1/applications/batch/report", BatchReportRequest, BatchResponse)
BATCHES = OfficeCall("/v1/applications/batch/list", BatchListRequest, BatchListResponse)
HAND_OUT = OfficeCall("/v1/applications/batch/hand-out", HandOutRequest, HandOutResponse)

STOCK_LEVELS = OfficeCall("/v1/stock", StockQuery, StockListResponse, "GET")
STOCK_TAKE_IN = OfficeCall("/v1/stock/take-in", StockTakeInRequest, StockChangeResponse)
STOCK_COUNT = OfficeCall("/v1/stock/count", StockCountRequest, StockChangeResponse)
OPEN_APPLICATION = OfficeCall("/v1/applications/open", ApplicationOpenRequest, ApplicationOpenResponse)
ACT_ON_APPLICATION = OfficeCall("/v1/applications/act", ApplicationAct, ApplicationResponse)
HELD_KINDS = OfficeCall("/v1/applications/held", HeldKindsRequest, HeldKindsResponse)
