"""Columns of plain Python, as an Arrow stream: {"persoon": [1, 2], "niveau": ["2", None]}.

Written against the interface itself, so that a dict (or a data frame of a library that speaks no
Arrow here) is handed over without any package beside this one.
"""

from __future__ import annotations

import ctypes
import datetime
import math
from array import array
from collections.abc import KeysView, Set
from ctypes import POINTER, c_void_p, pointer
from typing import Any, Callable, Iterable, Mapping, Sequence

from ._errors import InputError
from ._library import (ArrayRelease, ArrowArray, ArrowArrayStream, ArrowSchema, GetLastError, GetNext,
                       GetSchema, SchemaRelease, StreamRelease)

_DAY_0 = datetime.date(1970, 1, 1).toordinal()
_MOMENT_0 = datetime.datetime(1970, 1, 1)
_WHOLE_IN_DOUBLE = 1 << 53
_NULLABLE = 2  # ARROW_FLAG_NULLABLE


def _refused(nl: str, en: str, lang: str, row: int = 0, column: int = 0) -> InputError:
    """What is wrong with a column's values, and where; never what they are."""
    return InputError(nl, en, line=row, column=column, lang=lang)


def _wall_clock(column: Any, unit: str) -> list[Any]:
    """Moments of numpy. Finer than a microsecond tolist() gives bare numbers, as for the year 10000."""
    if unit in ("ns", "ps", "fs", "as"):
        exact = column.astype("datetime64[us]")
        if ((exact != column) & (column == column)).any():
            raise TypeError
        column = exact
    found = column.tolist()
    if any(isinstance(v, int) for v in (found if isinstance(found, list) else [found])):
        raise TypeError
    return found if isinstance(found, list) else [found]


def values_of(column: object) -> list[Any]:
    """A column's values as plain Python: of a list, a tuple, numpy, pandas or polars. TypeError: it is none."""
    kind = getattr(column, "dtype", None)
    if getattr(kind, "kind", "") in ("M", "m") and hasattr(kind, "str") and hasattr(column, "astype") \
            and not hasattr(column, "to_list"):
        if getattr(kind, "kind", "") == "m":
            raise TypeError
        return _wall_clock(column, str(kind.str)[4:-1])  # type: ignore[union-attr]
    for name in ("to_list", "tolist"):
        method = getattr(column, name, None)
        if callable(method):
            found = method()
            return found if isinstance(found, list) else [found]
    if isinstance(column, (str, bytes)) or not isinstance(column, Iterable):
        raise TypeError
    # of these the order is nobody's, or the values are elsewhere
    if isinstance(column, Mapping) or (isinstance(column, Set) and not isinstance(column, KeysView)):
        raise TypeError
    return list(column)


def _plain(value: Any) -> Any:
    """None for what is missing; what numpy wraps, as Python has it."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    item = getattr(value, "item", None)
    if callable(item) and not isinstance(value, (int, float, str)):
        value = item()
    return None if isinstance(value, float) and math.isnan(value) else value


_KINDS = (bool, int, float, str, datetime.datetime, datetime.date)


def _kind_of_value(value: Any) -> type:
    return next((k for k in _KINDS if isinstance(value, k)), type(value))


class Column:
    """The values of one column, and what to call it where something is wrong with them."""

    def __init__(self, name: str, at: int, values: list[Any], lang: str) -> None:
        self.name = name
        self.values = values
        self._at = at
        self._lang = lang

    def _shown(self) -> str:
        """Its name, or its number where the name may be somebody's: as the library shows it."""
        digits = sum(c in "0123456789" for c in self.name)
        plain = 0 < len(self.name.encode("utf-8", "replace")) <= 64 and self.name.isprintable() and digits <= 5 \
            and self.name[0] not in "0123456789" and "@" not in self.name
        return self.name if plain else str(self._at + 1)

    def refused(self, nl: str, en: str, row: int | None = None) -> InputError:
        """row: from 0; None: none of them, or all."""
        if row is None:
            return _refused(f"kolom '{self._shown()}': {nl}", f"column '{self._shown()}': {en}", self._lang,
                            0, self._at + 1)
        return _refused(f"rij {row + 1}, kolom '{self._shown()}': {nl}", f"row {row + 1}, column '{self._shown()}': {en}",
                        self._lang, row + 2, self._at + 1)  # the line of the csv that it becomes

    def kind(self) -> type:
        kinds = {_kind_of_value(v) for v in self.values if v is not None}
        if kinds == {int, float}:
            return float
        if kinds == {datetime.date, datetime.datetime}:
            return datetime.datetime
        if len(kinds) > 1:
            found = ", ".join(sorted(k.__name__ for k in kinds))
            raise self.refused(f"waarden van verschillende soorten: {found}", f"values of several kinds: {found}")
        kind = kinds.pop() if kinds else str
        if kind not in _KINDS:
            raise self.refused(
                f"waarden van de soort {kind.__name__}; verwacht bool, int, float, str, date of datetime",
                f"values of {kind.__name__}; expected bool, int, float, str, date or datetime")
        return kind

    def first(self, is_wrong: Callable[[Any], bool]) -> int | None:
        """The row of the first value that is."""
        return next((i for i, v in enumerate(self.values) if v is not None and is_wrong(v)), None)


def _bits(flags: Sequence[bool]) -> bytes:
    out = bytearray((len(flags) + 7) // 8)
    for i, flag in enumerate(flags):
        if flag:
            out[i >> 3] |= 1 << (i & 7)
    return bytes(out)


def _whole(column: Column) -> tuple[str, list[bytes]]:
    row = column.first(lambda v: not -(1 << 63) <= v < 1 << 63)
    if row is not None:
        raise column.refused("een geheel getal dat geen 64 bits is", "a whole number that is no 64 bits", row)
    return "l", [array("q", [v or 0 for v in column.values]).tobytes()]


def _double(column: Column) -> tuple[str, list[bytes]]:
    row = column.first(lambda v: isinstance(v, int) and abs(v) > _WHOLE_IN_DOUBLE)
    if row is not None:
        raise column.refused("een geheel getal verliest cijfers tussen decimale getallen; maak er tekst van",
                             "a whole number loses digits among decimals; make it text", row)
    return "g", [array("d", [math.nan if v is None else float(v) for v in column.values]).tobytes()]


def _flag(column: Column) -> tuple[str, list[bytes]]:
    return "b", [_bits([bool(v) for v in column.values])]


def _is_half_a_character(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _text(column: Column) -> tuple[str, list[bytes]]:
    row = column.first(lambda v: not v.isascii() and _is_half_a_character(v))
    if row is not None:
        raise column.refused("geen geldige tekst: een half teken (surrogate)", "no valid text: half a character (surrogate)", row)
    texts = [b"" if v is None else str(v).encode("utf-8") for v in column.values]
    places = array("q", [0])
    for text in texts:
        places.append(places[-1] + len(text))
    return "U", [places.tobytes(), b"".join(texts)]


def _date(column: Column) -> tuple[str, list[bytes]]:
    return "tdD", [array("i", [0 if v is None else v.toordinal() - _DAY_0 for v in column.values]).tobytes()]


def _moment(column: Column) -> tuple[str, list[bytes]]:
    """What the clock on the wall said, as R hands it over: a birthday is midnight where it was written down."""
    row = column.first(lambda v: getattr(v, "nanosecond", 0) != 0)  # of pandas
    if row is not None:
        raise column.refused("een moment fijner dan een microseconde", "a moment finer than a microsecond", row)
    ticks = array("q")
    for v in column.values:
        if v is None:
            ticks.append(0)
            continue
        if not isinstance(v, datetime.datetime):
            v = datetime.datetime(v.year, v.month, v.day)
        ticks.append((v.replace(tzinfo=None) - _MOMENT_0) // datetime.timedelta(microseconds=1))
    return "tsu:", [ticks.tobytes()]


_MAKERS: dict[type, Callable[[Column], tuple[str, list[bytes]]]] = {
    bool: _flag, int: _whole, float: _double, str: _text, datetime.date: _date,
    datetime.datetime: _moment,
}


def _release_schema(schema: Any) -> None:
    schema.contents.release = SchemaRelease()


def _release_array(array_: Any) -> None:
    array_.contents.release = ArrayRelease()


_release_schema_c = SchemaRelease(_release_schema)
_release_array_c = ArrayRelease(_release_array)


class ColumnStream:
    """The stream of a mapping of columns; all of it lives as long as this object."""

    def __init__(self, columns: Mapping[Any, object], lang: str = "nl") -> None:
        self._kept: list[Any] = []
        self._given = False
        made = [self._column(self._read(str(name), at, values, lang)) for at, (name, values) in enumerate(columns.items())]
        lengths = {length for _, _, length in made}
        if len(lengths) > 1:
            found = ", ".join(map(str, sorted(lengths)))
            raise _refused(f"kolommen van verschillende lengte: {found}", f"columns of different lengths: {found}", lang)
        self._length = lengths.pop() if lengths else 0
        self._schemas = [schema for schema, _, _ in made]
        self._arrays = [array_ for _, array_, _ in made]
        self._stream = ArrowArrayStream()
        self._callbacks: tuple[Any, ...] = (GetSchema(self._get_schema), GetNext(self._get_next), GetLastError(lambda _: None),
                           StreamRelease(self._release_stream))
        (self._stream.get_schema, self._stream.get_next, self._stream.get_last_error,
         self._stream.release) = self._callbacks
        self.pointer = pointer(self._stream)

    def close(self) -> None:
        """Lets go of everything, when the stream has been consumed."""
        self._stream.get_schema, self._stream.get_next = GetSchema(), GetNext()
        self._stream.get_last_error, self._stream.release = GetLastError(), StreamRelease()
        self._callbacks = ()
        self._kept, self._schemas, self._arrays = [], [], []

    # Everything is kept by this object, so that a release only says that it is done.
    @staticmethod
    def _release_stream(stream: Any) -> None:
        stream.contents.release = StreamRelease()

    def _keep(self, value: Any) -> Any:
        self._kept.append(value)
        return value

    def _schema(self, form: str, name: str, children: Sequence[ArrowSchema]) -> ArrowSchema:
        schema = ArrowSchema()
        schema.format = self._keep(form.encode())
        schema.name = self._keep(name.encode("utf-8"))
        schema.flags = _NULLABLE
        schema.n_children = len(children)
        schema.children = self._keep((POINTER(ArrowSchema) * max(1, len(children)))(
            *(pointer(child) for child in children)))
        schema.release = _release_schema_c
        return schema

    def _array(self, length: int, nulls: int, buffers: Sequence[bytes | None],
               children: Sequence[ArrowArray]) -> ArrowArray:
        made = ArrowArray()
        made.length = length
        made.null_count = nulls
        made.n_buffers = len(buffers)
        places = [None if b is None else ctypes.cast(self._keep(ctypes.create_string_buffer(b, len(b) + 8)), c_void_p)
                  for b in buffers]
        made.buffers = self._keep((c_void_p * max(1, len(places)))(*places))
        made.n_children = len(children)
        made.children = self._keep((POINTER(ArrowArray) * max(1, len(children)))(
            *(pointer(child) for child in children)))
        made.release = _release_array_c
        return made

    @staticmethod
    def _read(name: str, at: int, values: object, lang: str) -> Column:
        column = Column(name, at, [], lang)
        found = None
        try:
            found = values_of(values)
        except TypeError:
            pass
        if found is None:
            kind = type(values).__name__
            raise column.refused(f"verwacht waarden op een rij, als een list; dit is {kind}",
                                 f"expected values in a row, as a list; this is {kind}")
        if _is_half_a_character(name):
            raise column.refused("geen geldige naam", "no valid name")
        column.values = [_plain(v) for v in found]
        return column

    def _column(self, column: Column) -> tuple[ArrowSchema, ArrowArray, int]:
        values = column.values
        form, buffers = _MAKERS[column.kind()](column)
        nulls = sum(v is None for v in values)
        present = None if nulls == 0 else _bits([v is not None for v in values])
        return (self._schema(form, column.name, []), self._array(len(values), nulls, [present, *buffers], []),
                len(values))

    def _get_schema(self, stream: Any, out: Any) -> int:
        made = self._keep(self._schema("+s", "", self._schemas))
        ctypes.memmove(out, ctypes.byref(made), ctypes.sizeof(made))
        return 0

    def _get_next(self, stream: Any, out: Any) -> int:
        made = ArrowArray()  # released: there are no more
        if not self._given:
            self._given = True
            made = self._keep(self._array(self._length, 0, [None], self._arrays))
        ctypes.memmove(out, ctypes.byref(made), ctypes.sizeof(made))
        return 0
