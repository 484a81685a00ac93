"""Answers: a document, in every form that the command line has, and its tables as columns."""

from __future__ import annotations

import ctypes
import html
import json
import os
import weakref
from ctypes import c_int, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping

from . import _notebook
from ._capsule import SCHEMA, STREAM, capsule_of, drop, new_schema, new_stream
from ._closing import Closing
from ._errors import OK, UsageError, new_error, raised
from ._library import library, take_text
from ._read import read_stream
from ._words import Lang

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from ._ask import Line

_REPR_LINES = 60
_ROWS_SHOWN = 20  # of a table in a notebook, at either end


class Table:
    """One table of an answer: the columns, rows and values of its csv. Eén tabel van een antwoord.

    pandas, polars, pyarrow and DuckDB take it as it is, by the Arrow PyCapsule interface, without
    copying and without a package in between: ``polars.DataFrame(table)``, ``pyarrow.table(table)``.
    """

    def __init__(self, answer: Answer, table_id: str | None) -> None:
        self._answer = answer
        self.id = table_id
        """Its name; None: the one that csv shows when no table is named."""
        self._read: tuple[list[str], list[list[Any]]] | None = None

    def _stream(self) -> Any:
        room = new_stream()
        err = new_error()
        try:
            with self._answer._in_use(self._answer.lang):
                status = library.ds_answer_arrow(self._answer._pointer, None if self.id is None else self.id.encode(),
                                                 room, err)
        except BaseException:
            library.ds_free(ctypes.cast(room, c_void_p))
            raise
        if status != OK:
            library.ds_free(ctypes.cast(room, c_void_p))
            raise raised(status, err, lang=self._answer.lang)
        return room

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return capsule_of(self._stream(), STREAM)

    def __arrow_c_schema__(self) -> object:
        room = self._stream()
        try:
            schema = new_schema()
            code = room.contents.get_schema(room, schema)
        finally:
            drop(room)
        if code != 0:
            drop(schema)
            raise MemoryError
        return capsule_of(schema, SCHEMA)

    def _columns(self) -> tuple[list[str], list[list[Any]]]:
        if self._read is None:
            room = self._stream()
            try:
                self._read = read_stream(room)
            finally:
                drop(room)
        return self._read

    @property
    def columns(self) -> list[str]:
        """The names of the columns. De namen van de kolommen."""
        return list(self._columns()[0])

    def to_dict(self) -> dict[str, list[Any]]:
        """Each column's values: int, float, bool, str or None. De waarden van elke kolom."""
        names, columns = self._columns()
        return {name: list(values) for name, values in zip(names, columns)}

    def rows(self) -> list[dict[str, Any]]:
        """Each row as a dict. Elke rij als dict."""
        names, columns = self._columns()
        return [dict(zip(names, row)) for row in zip(*columns)]

    def __len__(self) -> int:
        columns = self._columns()[1]
        return len(columns[0]) if columns else 0

    def to_arrow(self) -> pyarrow.Table:
        """As a pyarrow.Table (pyarrow 14 or later)."""
        import pyarrow as pa

        return pa.table(self)

    def to_polars(self) -> polars.DataFrame:
        """As a polars.DataFrame (polars 1.3 or later)."""
        import polars as pl

        return pl.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas.DataFrame; without pyarrow the columns are copied."""
        import pandas as pd

        try:
            return self.to_arrow().to_pandas()
        except ImportError:
            return pd.DataFrame(self.to_dict())

    def csv(self) -> str:
        """The bytes that the command line prints with --format csv --table ID, as text."""
        return self._answer.csv(self.id)

    def _repr_html_(self) -> str:
        """In a notebook: its first and last rows."""
        names, columns = self._columns()
        rows = list(zip(*columns))
        cut = len(rows) > 2 * _ROWS_SHOWN
        shown = [*rows[:_ROWS_SHOWN], tuple("…" for _ in names), *rows[-_ROWS_SHOWN:]] if cut else rows

        def line(cells: Iterable[Any], kind: str) -> str:
            return "<tr>" + "".join(f"<{kind}>{'' if c is None else html.escape(str(c))}</{kind}>" for c in cells) + "</tr>"
        head, body = line(names, "th"), "".join(line(row, "td") for row in shown)
        return (f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
                f"<p>{html.escape(self.id or '')} ({len(rows)} × {len(names)})</p>")

    def __repr__(self) -> str:
        names, columns = self._columns()
        return f"<Table {self.id or ''}: {len(self)} rows, {len(columns)} columns: {', '.join(names)}>"


class Tables(Mapping[str, Table]):
    """The tables of an answer by their names, in their order. De tabellen van een antwoord."""

    def __init__(self, answer: Answer, ids: list[str]) -> None:
        self._tables = {table_id: Table(answer, table_id) for table_id in ids}

    def __getitem__(self, key: str) -> Table:
        return self._tables[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self._tables)}>"

    def _repr_html_(self) -> str:
        """In a notebook: their names, sizes and columns."""
        rows = "".join(f"<tr><th>{html.escape(name)}</th><td>{len(table)}</td><td>{html.escape(', '.join(table.columns))}</td></tr>"
                       for name, table in self._tables.items())
        return f"<table><tbody>{rows}</tbody></table>"


class Answer(Closing):
    """What a question was answered with. Het antwoord op een vraag.

    As a document: ``print(answer)``, ``.html()``, ``.json()``, ``.csv()``, ``.save("x.xlsx")``; in a
    notebook it shows itself. As columns: ``.tables``, and where there is one table the answer may be
    used as that table. ``lines`` are what was said beside it. ``with … as answer:`` lets go of it at the end
    (``close()``); its tables that were taken over by then, and rows that were read, stay.
    """

    def __init__(self, pointer: int, lang: Lang, table: str | None, lines: list[Line]) -> None:
        self._pointer = pointer
        end = weakref.finalize(self, library.ds_answer_free, pointer)
        end.atexit = False
        self._hold(end)
        self._table = table
        self.lang: Lang = lang
        self.lines = lines
        ids = [library.ds_answer_table_id(pointer, i) for i in range(library.ds_answer_n_tables(pointer))]
        self._ids = [table_id.decode() for table_id in ids]

    # ---- as a document ----

    def _bytes(self, form: str, table: str | None = None) -> bytes:
        number, size, text, err = c_int(), c_size_t(), c_void_p(), new_error()
        if not library.ds_form_of_path(f"x.{form}".encode(), ctypes.byref(number)):
            raise UsageError(f"er is geen vorm {form}", f"there is no form {form}", lang=self.lang)
        with self._in_use(self.lang):
            status = library.ds_answer_text(self._pointer, number, None if table is None else table.encode(),
                                            ctypes.byref(text), ctypes.byref(size), err)
        if status != OK:
            raise raised(status, err, lang=self.lang)
        return take_text(text, size.value)

    def text(self) -> str:
        """As the command line prints it. Zoals de opdrachtregel het afdrukt."""
        return self._bytes("txt").decode("utf-8")

    def csv(self, table: str | None = None) -> str:
        """A table as csv, byte for byte that of the command line; table: where there are several."""
        return self._bytes("csv", table).decode("utf-8")

    def json(self) -> Any:
        """All of it, as --format json has it, read. Alles, zoals --format json het heeft."""
        return json.loads(self._bytes("json"))

    def html(self) -> str:
        """A page of its own. Een bladzijde op zichzelf."""
        return self._bytes("html").decode("utf-8")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a file, whose form follows from its ending: .csv, .json, .html, .xlsx, .docx, .dta, .sav,
        .txt."""
        err = new_error()
        with self._in_use(self.lang):
            status = library.ds_answer_save(self._pointer, None if self._table is None else self._table.encode(),
                                            os.fsencode(path), err)
        if status != OK:
            raise raised(status, err, lang=self.lang)

    @property
    def found(self) -> bool:
        """Whether audit found something: the program then ends with 1."""
        with self._in_use(self.lang):
            return bool(library.ds_answer_status(self._pointer) != OK)

    @property
    def beside(self) -> str:
        """``lines`` as one text: what the program would say on standard error beside csv. Wat ernaast gezegd wordt."""
        return "".join((line.en if self.lang == "en" else line.nl) + "\n" for line in self.lines)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        if self.closed:
            return "<Answer: closed>" if self.lang == "en" else "<Answer: gesloten>"
        lines = self.text().rstrip("\n").split("\n")
        if len(lines) > _REPR_LINES:
            more = len(lines) - _REPR_LINES
            said = f"… {more} more lines: print(answer)" if self.lang == "en" else f"… nog {more} regels: print(antwoord)"
            lines = [*lines[:_REPR_LINES], said]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        if self.closed:
            return f"<pre>{html.escape(repr(self))}</pre>"
        with self._in_use(self.lang):
            is_document = bool(library.ds_answer_document(self._pointer))
        if not is_document:
            return f"<pre>{html.escape(self.text())}</pre>"
        return _notebook.standing_alone(self.html())

    def __reduce__(self) -> Any:
        raise TypeError("an answer is of its process; hand over .json(), .csv() or a table's .to_dict()")

    # ---- as columns ----

    @property
    def tables(self) -> Tables:
        """Its tables, as csv has them. De tabellen, zoals csv ze heeft."""
        return Tables(self, self._ids)

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def table(self, table: str | None = None) -> Table:
        """One of its tables; without a name the one that csv shows when none is named."""
        wanted = table or self._table
        if wanted is not None and wanted not in self._ids:
            names = ", ".join(self._ids)
            raise UsageError(f"dit antwoord heeft geen tabel '{wanted}'; wel: {names}",
                             f"this answer has no table '{wanted}', but: {names}", lang=self.lang)
        return Table(self, None) if wanted is None else self.tables[wanted]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self.table().__arrow_c_schema__()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the only table. De rijen van de enige tabel."""
        return self.table().rows()

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns of the only table. De kolommen van de enige tabel."""
        return self.table().to_dict()

    def to_arrow(self) -> pyarrow.Table:
        """The only table as a pyarrow.Table."""
        return self.table().to_arrow()

    def to_polars(self) -> polars.DataFrame:
        """The only table as a polars.DataFrame."""
        return self.table().to_polars()

    def to_pandas(self) -> pandas.DataFrame:
        """The only table as a pandas.DataFrame."""
        return self.table().to_pandas()
