"""What can go wrong, by its status, with the place and both languages of the library's message."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING, Any, Iterable

from ._library import library

if TYPE_CHECKING:
    from ._answer import Answer

OK, INPUT, USAGE, FAULT = 0, 1, 2, 3


class DoorstroomError(Exception):
    """What went wrong and where. Wat er misging, en waar.

    ``nl`` and ``en`` are the message in both languages, ``file``, ``line`` and ``column`` its place
    (line and column count from 1; 0: there is none). ``answer`` is there when an import was refused
    and can tell why.
    """

    def __init__(self, nl: str, en: str, *, file: str = "", line: int = 0, column: int = 0,
                 lang: str = "nl", answer: Answer | None = None) -> None:
        super().__init__(nl, en)
        self.nl = nl
        self.en = en
        self.file = file
        self.line = line
        self.column = column
        self.lang = lang
        self.answer = answer

    def __str__(self) -> str:
        english = self.lang == "en"
        place = [self.file] if self.file else []
        if self.line:
            place.append(f"{'line' if english else 'regel'} {self.line}")
        if self.column:
            place.append(f"{'column' if english else 'kolom'} {self.column}")
        return ": ".join([*([", ".join(place)] if place else []), self.en if english else self.nl])

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the answer, which is of this process."""
        return _made_again, (type(self), self.nl, self.en, self.file, self.line, self.column, self.lang)


def _made_again(kind: type[DoorstroomError], nl: str, en: str, file: str, line: int, column: int,
                lang: str) -> DoorstroomError:
    return kind(nl, en, file=file, line=line, column=column, lang=lang)


class InputError(DoorstroomError):
    """What was given is wrong: a delivery, a table, a definition. Wat is aangeleverd klopt niet."""


class DefinitionError(InputError):
    """A definition or an expression is wrong, and where. Een definitie of uitdrukking klopt niet."""


class UsageError(DoorstroomError):
    """The question is wrong: an option, a value, a table that is not there. De vraag klopt niet."""


class Fault(DoorstroomError):
    """The machine failed: memory or a disk. De machine liet het afweten: geheugen of schijf."""


class DoorstroomWarning(UserWarning):
    """What an answer rests on and should not, or what was passed over. Wat ernaast te zeggen valt."""


def new_error() -> Any:
    """Room for a ds_error."""
    return ctypes.create_string_buffer(library.ds_ask_error_size())


def _is_of_definition(file: str, definitions: Iterable[str]) -> bool:
    if not file:
        return False
    if file in definitions or file.startswith("--"):
        return True
    folder = os.path.basename(os.path.dirname(file))
    return file.endswith((".yaml", ".yml")) and folder in ("definities", "definitions")


def raised(status: int, err: Any, *, lang: str, definitions: dict[str, str] | None = None,
           answer: Answer | None = None) -> DoorstroomError:
    """The exception of a status. definitions: by the path that the library saw, what people call it."""
    file = (library.ds_ask_error_file(err) or b"").decode("utf-8", "replace")
    nl = (library.ds_ask_error_nl(err) or b"").decode("utf-8", "replace")
    en = (library.ds_ask_error_en(err) or b"").decode("utf-8", "replace")
    kinds: dict[int, type[DoorstroomError]] = {INPUT: InputError, USAGE: UsageError, FAULT: Fault}
    kind = kinds.get(status, Fault)
    if kind is InputError and _is_of_definition(file, definitions or {}):
        kind = DefinitionError
    for path, name in (definitions or {}).items():
        file, nl, en = (text.replace(path, name) for text in (file, nl, en))
    return kind(nl, en, file=file, line=library.ds_ask_error_line(err),
                column=library.ds_ask_error_column(err), lang=lang, answer=answer)
