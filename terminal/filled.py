"""The id of what a filled form does: made before the first try, and the same for every further try of the same content."""

from uuid import UUID

from station.office import Office


class Filled:
    """One form's. What was changed in between is another act; what was done is done."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._content: object = None
        self._op_id: UUID | None = None

    def op_id(self, content: object) -> UUID:
        """The id for this content, which is compared with `==`."""
        if self._op_id is None or content != self._content:
            self._content, self._op_id = content, self._office.new_op_id()
        return self._op_id

    def done(self) -> None:
        """It was done: the same content again is another act."""
        self._op_id = None
