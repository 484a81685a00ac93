"""Definitions: what an indicator means, read and checked by the library."""

from __future__ import annotations

import ctypes
import os
import weakref
from ctypes import c_void_p
from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from ._ask import _data_folder, interruptible, lang_of
from ._errors import OK, UsageError, new_error, raised
from ._library import Work, WorkDefinitions, library, take_text
from ._words import DefinitionsFile, Lang

_PER = ("persoon", "instelling", "opleiding")


@dataclass(frozen=True)
class Indicator:
    """What is counted. Wat er geteld wordt.

    ``population`` and ``expression`` are in the language of definitions, ``version`` says what they
    mean: two texts that mean the same have one version. ``numeric``: the expression is a value of
    which means are made, and no event. ``by`` are the breakdowns that the file names.
    """

    id: str
    name: str
    name_en: str
    population: str
    expression: str
    version: str
    numeric: bool
    lookback: int
    pool: int
    per: str
    goal: str
    better: str
    source: str
    note: str
    by: tuple[tuple[str, ...], ...]
    file: str
    line: int

    def name_in(self, lang: Lang) -> str:
        """Its name in this language; in Dutch where there is no other."""
        return (self.name_en or self.name) if lang == "en" else self.name


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8")


def _printed(definitions: int, node: int, lang: str) -> str:
    out, err = c_void_p(), new_error()
    status = library.ds_definitions_print(definitions, node, False, ctypes.byref(out), err)
    if status != OK:
        raise raised(status, err, lang=lang)
    return take_text(out).decode("utf-8")


def _indicator(definitions: int, head: Any, renamed: Mapping[str, str], lang: str) -> Indicator:
    by = tuple(tuple(_text(head.by_names[i][j]) for j in range(head.by_sizes[i])) for i in range(head.n_by))
    file = _text(head.file)
    return Indicator(
        id=_text(head.id), name=_text(head.name), name_en=_text(head.name_en),
        population=_printed(definitions, head.population, lang),
        expression=_printed(definitions, head.outcome, lang), version=_text(head.version),
        numeric=bool(head.numeric), lookback=head.lookback, pool=max(1, head.pool), per=_PER[head.per],
        goal=_text(head.goal), better=_text(head.better), source=_text(head.source), note=_text(head.note),
        by=by, file=renamed.get(file, file), line=head.line)


def _read(folder: str | None, file: str | None, renamed: Mapping[str, str], lang: str) -> list[Indicator]:
    work = Work(folder=os.fsencode(folder) if folder else None,
                program_folder=os.fsencode(_data_folder) if _data_folder else None)
    found, err = WorkDefinitions(), new_error()
    status = library.ds_work_definitions_read(
        ctypes.byref(work), os.fsencode(file) if file else None, ctypes.byref(found), err)
    if status != OK:
        raise raised(status, err, lang=lang, definitions={file: renamed.get(file, file)} if file else None)
    try:
        return [_indicator(found.files[i], library.ds_definitions_at(found.files[i], j).contents, renamed, lang)
                for i in range(found.n) for j in range(library.ds_definitions_n(found.files[i]))]
    finally:
        library.ds_work_definitions_done(ctypes.byref(found))


class Definitions(DefinitionsFile, Mapping[str, Indicator]):
    """The indicators of a file, of a text, of a work folder or of the program, by their id.

    ``Definitions(text="indicators: …")`` and ``Definitions("own.yaml")`` may be given as
    ``definitions=`` to every question. What is wrong raises a DefinitionError with its line and column.
    ``with … as definitions:`` lets go of a text at the end; what was read of it stays.
    De indicatoren van een bestand, een tekst, een werkmap of het programma.
    """

    def __init__(self, file: str | os.PathLike[str] | None = None, *, text: str | None = None,
                 name: str = "<text>", folder: str | os.PathLike[str] | None = None,
                 lang: Lang | None = None) -> None:
        if file is not None and text is not None:
            raise UsageError("geef een bestand of een tekst", "give a file or a text", lang=lang_of(lang))
        self._hold(None)
        self.path = "" if file is None else os.fspath(file)
        self.name = self.path
        if text is not None:
            self.name = name
            self.path = self._in_memory(text)
        asked = lang_of(lang)
        place = None if folder is None else os.fspath(folder)
        renamed = {self.path: self.name} if self.path else {}
        indicators = interruptible(lambda: _read(place, self.path or None, renamed, asked))
        self._indicators: dict[str, Indicator] = {}
        for indicator in indicators:
            self._indicators.setdefault(indicator.id, indicator)  # the first file that has it

    def _in_memory(self, text: str) -> str:
        """A file without a name on any disk; it is gone with this object."""
        handle = os.memfd_create("doorstroom")
        self._hold(weakref.finalize(self, os.close, handle))
        data = text.encode("utf-8")
        while data:
            data = data[os.write(handle, data):]
        return f"/proc/self/fd/{handle}"

    def __getitem__(self, key: str) -> Indicator:
        return self._indicators[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return f"<Definitions {self.name or 'doorstroom'}: {len(self)} indicators>"
