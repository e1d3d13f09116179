"""How far a load onto a card has come, for whoever shows it."""

from collections.abc import Callable
from typing import Literal
from uuid import UUID

LoadStep = Literal["asking", "writing", "checking"]
"""The platform is asked to keep the points; the card is written; what has become of it is settled."""
Listener = Callable[[UUID, LoadStep], None]


class LoadSteps:
    """Of one station. Any thread."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def follow(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every step, until what is returned is called.

        On the thread of whoever loads; it must neither wait nor raise.
        """
        self._listeners = (*self._listeners, listener)

        def end() -> None:
            self._listeners = tuple(each for each in self._listeners if each is not listener)

        return end

    def tell(self, op_id: UUID, step: LoadStep) -> None:
        """The load has come so far."""
        for listener in self._listeners:
            listener(op_id, step)
