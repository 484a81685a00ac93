"""What is asked in Python, as the words of the command line: where="leeftijd < 23", by=["niveau"].

A keyword is an option with underscores for dashes; True is a switch, a list is joined by commas (or by what the option has between
its parts), None
is not said. What an option may be, and what it is without being said, only the library knows.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import Any, Iterable, Literal, Mapping, Sequence, Union

from ._capsule import ArrowStreamExportable, stream_in
from ._closing import Closing
from ._columns import ColumnStream, values_of
from ._errors import InputError, UsageError
from ._zones import on_the_wall

Word = Union[str, int, float, "os.PathLike[str]"]
Words = Union[Word, Sequence[Word]]
Data = Union[str, "os.PathLike[str]", ArrowStreamExportable, Mapping[str, Any]]
Lang = Literal["nl", "en"]

_DIVIDED = {"--keep": ";", "--totals": ";"}  # what stands between the parts of a list; else a comma


class DefinitionsFile(Closing):
    """What words need of definitions (doorstroom.Definitions): where the library reads them."""

    path: str
    name: str


def option_of(keyword: str) -> str:
    return "--" + keyword.rstrip("_").replace("_", "-")


def usage(nl: str, en: str, lang: str) -> UsageError:
    return UsageError(nl, en, lang=lang)


def is_column(value: object) -> bool:
    """A run of values: of numpy, pandas or polars."""
    return any(callable(getattr(value, name, None)) for name in ("to_list", "tolist")) and hasattr(value, "__len__")


def is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (callable(getattr(value, "__arrow_c_stream__", None)) and not is_column(value))


def _is_flag(value: object) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


class Question:
    """The words of one question, and the tables that some of them stand for."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.words: list[bytes] = []
        self.streams: list[tuple[bytes, Any]] = []
        self.definitions: dict[str, str] = {}  # the path in the words → what people call it
        self._held: list[Any] = []
        self._uses = ExitStack()  # of definitions, which nobody closes meanwhile

    def close(self) -> None:
        self._uses.close()
        for held in self._held:
            if isinstance(held, ColumnStream):
                held.close()
        self._held.clear()

    # ---- one word ----

    def bytes_of(self, what: str, text: str) -> bytes:
        data = b""
        try:
            data = text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # which has the whole text in it
            data = b"\0"
        if b"\0" in data:
            raise usage(f"{what}: een nulteken of een half teken in een waarde", f"{what}: a zero byte or half a character in a value", self.lang)
        return data

    def _one(self, what: str, value: object) -> str:
        if isinstance(value, str):
            return value
        if _is_flag(value):
            raise usage(f"{what} heeft een waarde nodig, en is geen schakelaar",
                        f"{what} needs a value, and is no switch", self.lang)
        if isinstance(value, DefinitionsFile):
            if not value.path:
                raise usage(f"{what}: deze definities zijn van geen bestand of tekst",
                            f"{what}: these definitions are of no file or text", self.lang)
            self._uses.enter_context(value._in_use(self.lang))
            self.definitions[value.path] = value.name
            return value.path
        if isinstance(value, os.PathLike):
            return os.fsdecode(value)
        index = getattr(type(value), "__index__", None)
        if index is not None:
            return str(int(index(value)))
        if isinstance(value, float) or hasattr(type(value), "__float__"):
            return repr(float(value))  # type: ignore[arg-type]
        raise usage(f"{what}: verwacht een tekst, een getal of een pad, niet {type(value).__name__}",
                    f"{what}: expected a text, a number or a path, not {type(value).__name__}", self.lang)

    def _joined(self, what: str, value: object) -> str:
        if not isinstance(value, (list, tuple, range)):
            if isinstance(value, (str, os.PathLike, DefinitionsFile)):
                return self._one(what, value)
            if is_table(value):
                return self._name_of_table(value) or ""
            if not is_column(value):
                return self._one(what, value)
            try:
                value = values_of(value)
            except TypeError:
                return self._one(what, value)
        parts = [self._one(what, part) for part in value]
        mark = _DIVIDED.get(what, ",")
        for part in parts:
            if mark in part:
                raise usage(f"{what}: een '{mark}' in '{part}'; geef het geheel als één tekst, zoals op de opdrachtregel",
                            f"{what}: a '{mark}' in '{part}'; give the whole as one text, as on the command line",
                            self.lang)
        return mark.join(parts)

    # ---- added ----

    def add(self, *words: str) -> None:
        self.words.extend(self.bytes_of(word, word) for word in words)

    def add_place(self, what: str, value: object) -> None:
        """A word without an option before it: a folder, a file, a table of somebody else."""
        word = self._name_of_table(value) or self._one(what, value)
        if word == "":
            raise usage(f"{what} is leeg", f"{what} is empty", self.lang)
        self.add(os.path.join(".", word) if word.startswith("-") else word)

    def add_options(self, options: Mapping[str, object], data: Iterable[str] = ()) -> None:
        for keyword, value in options.items():
            if value is None or value is False:
                continue
            name = option_of(keyword)
            if value is True:
                self.add(name)
            elif keyword in data:
                self.add(name)
                self.words.append(self.bytes_of(name, self._name_of_table(value) or self._one(name, value)))
            else:
                text = self._joined(name, value)
                if keyword == "definitions" or (keyword == "check" and self.words[0] == b"define"):
                    self.definitions.update({path: path for path in text.split(",")
                                             if path not in self.definitions})
                self.add(name)
                self.words.append(self.bytes_of(name, text))

    # ---- tables ----

    def _name_of_table(self, value: object) -> str | None:
        """'arrow:NAME' for what is no path; None for a path."""
        if isinstance(value, (str, os.PathLike)):
            return None
        stream = self.stream_of(value)
        name = f"tabel_{len(self.streams) + 1}" if self.streams else "tabel"
        self.streams.append((name.encode(), stream))
        return "arrow:" + name

    def stream_of(self, value: object) -> Any:
        """A stream of this value, which lives as long as this question."""
        if isinstance(value, Mapping):
            return self._stream_of_columns(value)
        value = on_the_wall(self._with_index(value))
        columns = getattr(value, "columns", None)
        failed = ""
        if callable(getattr(value, "__arrow_c_stream__", None)):
            try:  # of pandas an ImportError without pyarrow
                capsule = value.__arrow_c_stream__()  # type: ignore[attr-defined]
            except Exception as error:  # its text may quote a value, and so may what hangs from it
                failed = type(error).__name__
            if not failed:
                return stream_in(self._hold(capsule), self.lang)
        if columns is not None and hasattr(value, "__getitem__"):
            names = list(columns)
            if len(set(map(str, names))) != len(names):
                raise usage("twee kolommen met dezelfde naam", "two columns of the same name", self.lang)
            return self._stream_of_columns({str(n): value[n] for n in names})
        if failed:
            raise InputError(f"wie deze tabel aanlevert geeft een fout: {failed}",
                             f"who hands over this table gives an error: {failed}", lang=self.lang)
        kind = type(value).__name__
        raise usage(f"verwacht een pad, een Arrow-stroom (pandas, polars, pyarrow, DuckDB) of een dict van kolommen, niet {kind}",
                    f"expected a path, an Arrow stream (pandas, polars, pyarrow, DuckDB) or a dict of columns, not {kind}",
                    self.lang)

    def _stream_of_columns(self, columns: Mapping[Any, object]) -> Any:
        return self._hold(ColumnStream(columns, self.lang)).pointer

    def _with_index(self, value: Any) -> Any:
        """An index of pandas that has a name is a column, whatever stands in it; one without is none."""
        levels = getattr(getattr(value, "index", None), "names", None)
        if levels is None or not callable(getattr(value, "reset_index", None)) or not hasattr(value, "columns"):
            return value
        named = [(at, name) for at, name in enumerate(levels) if name is not None]
        taken = set(map(str, value.columns))
        for _, name in named:
            if str(name) in taken:
                raise usage("de index heet als een van de kolommen", "the index is called as one of the columns", self.lang)
            taken.add(str(name))
        if named:
            value = value.reset_index(level=[at for at, _ in named])
        return value.reset_index(drop=True)

    def _hold(self, value: Any) -> Any:
        self._held.append(value)
        return value
