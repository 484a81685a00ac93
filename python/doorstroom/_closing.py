"""What may be let go of before it is forgotten: `with … as it:`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, TypeVar

from ._errors import UsageError

S = TypeVar("S", bound="Scoped")


class Scoped:
    """What `with` closes at its end."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self: S) -> S:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Closing(Scoped):
    """What holds something of the machine's until it is closed, or forgotten.

    A list of who uses it at this moment, since append and pop are of one thread at a time: what is closed while another
    thread uses it is let go by the last of them.
    """

    closed = False
    """Whether it was closed, and can be asked nothing any more."""

    def _hold(self, end: Any) -> None:
        """end: the weakref.finalize that lets go; None: there is nothing to let go of."""
        self._end = end
        self._users: list[None] = []

    def close(self) -> None:
        """Lets go of what it holds now, and not when it is forgotten; twice is once.

        Laat nu los wat het vasthoudt, en niet pas als het vergeten wordt.
        """
        self.closed = True
        self._let_go()

    def _let_go(self) -> None:
        if self.closed and not self._users and self._end is not None:
            self._end()

    @contextmanager
    def _in_use(self, lang: str) -> Iterator[None]:
        self._users.append(None)
        try:
            if self.closed:
                kind = type(self).__name__
                raise UsageError(f"{kind}: dit is gesloten (close, of het einde van with); vraag het opnieuw, of binnen with",
                                 f"{kind}: this is closed (close, or the end of with); ask for it again, or within with",
                                 lang=lang)
            yield
        finally:
            self._users.pop()
            self._let_go()
