"""Agencies that review applications (分派): data of the programme file. See `domain.programme`."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

from domain.programme_parts import FACTS, AtLeastOne, Part, Text

Field = Literal["name", "national_id", "birthday", "district", "address", "contact", "photo"]
"""What of an applicant an agency may be shown besides the facts and documents that it reviews."""


class Agency(Part, frozen=True, kw_only=True):
    """An agency, which applications it reviews, and what of them it sees: nothing that it has no business with."""

    id: str
    name: Text
    reviews_kinds: list[str] = []
    """Every application for one of these kinds."""
    reviews_facts: list[str] = []
    """Every application that rests on one of these facts, whatever its kind."""
    sees: list[Field] = []
    sees_documents: list[str] = []
    """Ids of documents of the kinds."""
    deadline_days: AtLeastOne
    """Taipei days from the dispatch to the last day for a word."""
    applies_in_batches: bool = False
    """A school or an agency that hands in applications of its own pupils or employees."""
    source: str
    """Where its part is published; `unknown` when it is not."""

    def concerned(self, kind: str, facts: Set[str]) -> bool:
        """Whether an application for this kind, which rests on these facts, is the agency's business."""
        return kind in self.reviews_kinds or not facts.isdisjoint(self.reviews_facts)


def faults(agencies: Sequence[Agency], documents: Mapping[str, Set[str]]) -> Iterator[tuple[str, str]]:
    """What is wrong with the agencies, as `domain.programme_file` tells it. `documents`: their ids by kind."""
    every_document = {document for of_kind in documents.values() for document in of_kind}
    for index, agency in enumerate(agencies):
        where = f"$.agencies[{index}]"
        for key, names, known in (
            ("reviews_kinds", agency.reviews_kinds, set(documents)),
            ("reviews_facts", agency.reviews_facts, FACTS),
            ("sees_documents", agency.sees_documents, every_document),
        ):
            for name in names:
                if name not in known:
                    yield f"{where}.{key}", f"one of {', '.join(sorted(known))}, not {name!r}"
        if not agency.source.strip():
            yield f"{where}.source", "where it is published, or 'unknown'"
