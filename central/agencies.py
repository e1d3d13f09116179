"""Names of agencies (機關): whoever gives points, pays, or answers for another system. They are words, used where they occur.

The programme file names those that review applications; others are known by what is there of them already.
"""

import sqlalchemy as sa

from central.schema import accounts, activities, service_keys, staff
from domain.errors import Code, Refused
from domain.programme import Programme


def known(connection: sa.Connection, programme: Programme) -> list[str]:
    """Every agency that the programme or anything at the platform names, in the order of their names."""
    found = {programme.id, *(agency.id for agency in programme.agencies), *(carrier.id for carrier in programme.carriers)}
    for column in (accounts.c.agency, activities.c.agency, service_keys.c.agency, staff.c.agency):
        found |= {name for name in connection.scalars(sa.select(column).distinct()) if name}
    return sorted(found)


def require_known(connection: sa.Connection, programme: Programme, agency: str) -> None:
    """Raises `Refused(REQUEST_INVALID)` with the `known` ones for a name that nobody has used: most likely a slip."""
    names = known(connection, programme)
    if agency not in names:
        raise Refused(Code.REQUEST_INVALID, part="agency", known=", ".join(names))
