"""What tests of stations over their lives ask and read."""

import msgspec

from domain.wire_fleet import (
    StationListRequest,
    StationListResponse,
)
from tests.central.field import problem_of


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)
    return problem_of(answer).details


def read(answer, of):
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=of)


def id_of(station):
    return station.enrolled.identity.station


def identity(station, **kwargs):
    return station.call("GET", "/v1/station/identity", **kwargs)


def listed(one, **kwargs):
    found = one.ask("/v1/stations/list", StationListRequest(**kwargs), StationListResponse)
    return {row.station: row for row in found.stations}
