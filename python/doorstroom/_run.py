"""A command, asked and answered; what the verbs of _verbs.py come down to."""

from __future__ import annotations

import os
from contextlib import contextmanager
from ctypes import c_void_p
from typing import Any, Iterable, Iterator, Mapping

from ._answer import Answer
from ._ask import ProgressLike, ask, interruptible, lang_of
from ._capsule import ArrowStreamExportable
from ._closing import Scoped
from ._errors import OK, new_error, raised
from ._library import DeliveryStream, library
from ._words import Data, Lang, Question, usage


def run(command: str, places: Iterable[tuple[str, object]], options: Mapping[str, object], *,
        lang: Lang | None, progress: ProgressLike, data: Iterable[str] = ()) -> Answer:
    """The answer to a command; places are its words without an option, each with what it is called."""
    question = Question(lang_of(lang))
    question.add(command)
    for name, value in places:
        if value is not None:
            question.add_place(name, value)
    if options.get("out") is None and (options.get("csv") is not None or options.get("table") is not None):
        question.add("--format", "csv")
    question.add_options(options, data)
    asked = ask(question, progress)
    table = options.get("table")
    answer = None
    if asked.pointer is not None:
        answer = Answer(asked.pointer, question.lang, None if table is None else str(table), asked.lines)
    if asked.error is not None:
        asked.error.answer = answer
        raise asked.error
    assert answer is not None
    return answer


class RegisterBase(Scoped):
    """A work folder, by its place; what is in it is only read when something is asked.

    So ``with doorstroom.open(…) as register:`` has no file to close at its end, and what was asked in it stays. It lets
    go of ``register.answer``, what import or demo said.
    """

    def __init__(self, folder: str | os.PathLike[str], answer: Answer | None = None) -> None:
        self.folder = os.fspath(folder)
        self.answer = answer
        """What import or demo said of it, where it comes from there."""

    def close(self) -> None:
        """Lets go of ``answer``; the register can still be asked. Laat ``answer`` los."""
        if self.answer is not None:
            self.answer.close()

    def __fspath__(self) -> str:
        return self.folder

    def __repr__(self) -> str:
        return f"<Register {self.folder!r}>"

    def add(self, name: str, table: Data, *, lang: Lang | None = None) -> None:
        """Puts a table (an Arrow stream or a dict of columns) into leveringen/NAME.csv, for import_, in place
        of an earlier file of that name.

        Zet een tabel als levering NAME klaar voor import_, in de plaats van een eerder bestand met die naam.
        """
        library.ds_import_added_keep(_put(self.folder, {name: table}, lang_of(lang)))


Tables = Mapping[str, "ArrowStreamExportable | Mapping[str, Any]"]


def _put(folder: str, tables: Mapping[str, Data], lang: Lang) -> c_void_p:
    """All of them in leveringen/, or none; what they took the place of can come back."""
    question, added, err = Question(lang), c_void_p(), new_error()
    deliveries = (DeliveryStream * len(tables))()
    try:
        for delivery, (name, table) in zip(deliveries, tables.items()):
            if isinstance(table, (str, os.PathLike)):
                raise usage("een bestand gaat zoals het is in leveringen/: kopieer het daarheen",
                            "a file goes into leveringen/ as it is: copy it there", lang)
            delivery.name, delivery.stream = question.bytes_of("name", name), question.stream_of(table)
        place = question.bytes_of("the work folder", folder)
        status = interruptible(lambda: library.ds_import_add_streams(place, deliveries, len(tables), added, err))
    finally:
        question.close()
    if status != OK:
        raise raised(status, err, lang=lang)
    return added


@contextmanager
def put_for(register: RegisterBase, tables: Tables | None, lang: Lang | None) -> Iterator[None]:
    """Deliveries for an import, which makes the work folder where there is none yet: when it is refused
    leveringen/ is as it was."""
    if tables is None:
        yield
        return
    os.makedirs(register.folder, mode=0o700, exist_ok=True)
    asked, err = lang_of(lang), new_error()
    added = _put(register.folder, tables, asked)
    try:
        yield
    except BaseException:
        status = library.ds_import_added_undo(added, err)
        if status != OK:
            raise raised(status, err, lang=asked)
        raise
    library.ds_import_added_keep(added)
