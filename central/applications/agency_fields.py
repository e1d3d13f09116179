"""What of an applicant an agency may see: the fields that the programme gives it, on its screen and in its files alike."""

import sqlalchemy as sa

from central.applications.book import Application
from central.authority import Authority
from central.messages import contact_of
from domain.applications import ApplicantPapers
from domain.programme_agencies import Agency


def shown(
    connection: sa.Connection, authority: Authority, application: Application, papers: ApplicantPapers, agency: Agency
) -> dict[str, str]:
    """The fields and their values; one that is none of the agency's business is not among them."""
    known: dict[str, str] = {
        "name": papers.name,
        "national_id": papers.national_id,
        "birthday": papers.birthday,
        "district": papers.district,
        "address": papers.address,
    }
    found: dict[str, str] = {field: value for field, value in known.items() if field in agency.sees}
    if "contact" in agency.sees:
        contact = contact_of(connection, authority, application.holder)
        found |= {"email": contact.email, "phone": contact.phone}
    return found
