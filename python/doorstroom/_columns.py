"""Columns of plain Python, as an Arrow stream: {"persoon": [1, 2], "niveau": ["2", None]}.

Written against the interface itself, so that a dict (or a data frame of a library that speaks no
Arrow here) is handed over without any package beside this one.
"""

from __future__ import annotations

import ctypes
import datetime
import math
from array import array
from ctypes import POINTER, c_void_p, pointer
from typing import Any, Callable, Iterable, Mapping, Sequence

from ._library import (ArrayRelease, ArrowArray, ArrowArrayStream, ArrowSchema, GetLastError, GetNext,
                       GetSchema, SchemaRelease, StreamRelease)

_DAY_0 = datetime.date(1970, 1, 1).toordinal()
_MOMENT_0 = datetime.datetime(1970, 1, 1)
_WHOLE_IN_DOUBLE = 1 << 53
_NULLABLE = 2  # ARROW_FLAG_NULLABLE


def values_of(column: object) -> list[Any]:
    """A column's values as plain Python: of a list, a tuple, numpy, pandas or polars."""
    for name in ("to_list", "tolist"):
        method = getattr(column, name, None)
        if callable(method):
            found = method()
            return found if isinstance(found, list) else [found]
    if isinstance(column, (str, bytes)) or not isinstance(column, Iterable):
        raise TypeError(f"a column is a sequence of values, not {type(column).__name__}")
    return list(column)


def _plain(value: Any) -> Any:
    """None for what is missing; what numpy wraps, as Python has it."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    item = getattr(value, "item", None)
    return item() if callable(item) and not isinstance(value, (int, float, str)) else value


def _kind_of(name: str, values: Sequence[Any]) -> type:
    kinds = {type(v) if type(v) in (bool, int, float, str, datetime.date, datetime.datetime)
             else next((k for k in (bool, int, float, str, datetime.datetime, datetime.date)
                        if isinstance(v, k)), type(v))
             for v in values if v is not None}
    if kinds == {int, float}:
        return float
    if len(kinds) > 1:
        found = ", ".join(sorted(k.__name__ for k in kinds))
        raise TypeError(f"column '{name}': values of several kinds: {found}")
    kind = kinds.pop() if kinds else str
    if kind not in (bool, int, float, str, datetime.date, datetime.datetime):
        raise TypeError(f"column '{name}': values of {kind.__name__}; expected bool, int, float, str, "
                        "date or datetime")
    return kind


def _bits(flags: Sequence[bool]) -> bytes:
    out = bytearray((len(flags) + 7) // 8)
    for i, flag in enumerate(flags):
        if flag:
            out[i >> 3] |= 1 << (i & 7)
    return bytes(out)


def _whole(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    try:
        return "l", [array("q", [v or 0 for v in values]).tobytes()]
    except OverflowError:
        raise ValueError(f"column '{name}': a whole number that is no 64 bits") from None


def _double(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    for v in values:
        if isinstance(v, int) and abs(v) > _WHOLE_IN_DOUBLE:
            raise ValueError(f"column '{name}': {v} among decimals loses digits; make it text")
    return "g", [array("d", [math.nan if v is None else float(v) for v in values]).tobytes()]


def _flag(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    return "b", [_bits([bool(v) for v in values])]


def _text(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    texts = [b"" if v is None else str(v).encode("utf-8") for v in values]
    places = array("q", [0])
    for text in texts:
        places.append(places[-1] + len(text))
    return "U", [places.tobytes(), b"".join(texts)]


def _date(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    return "tdD", [array("i", [0 if v is None else v.toordinal() - _DAY_0 for v in values]).tobytes()]


def _moment(name: str, values: Sequence[Any]) -> tuple[str, list[bytes]]:
    zoned = {v.tzinfo is not None for v in values if v is not None}
    if len(zoned) > 1:
        raise ValueError(f"column '{name}': moments with and without a time zone")
    is_zoned = True in zoned
    ticks = array("q")
    for v in values:
        if v is None:
            ticks.append(0)
            continue
        if is_zoned:
            v = v.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        ticks.append((v - _MOMENT_0) // datetime.timedelta(microseconds=1))
    return ("tsu:UTC" if is_zoned else "tsu:"), [ticks.tobytes()]


_MAKERS: dict[type, Callable[[str, Sequence[Any]], tuple[str, list[bytes]]]] = {
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

    def __init__(self, columns: Mapping[Any, object]) -> None:
        self._kept: list[Any] = []
        self._given = False
        made = [self._column(str(name), [_plain(v) for v in values_of(values)])
                for name, values in columns.items()]
        lengths = {length for _, _, length in made}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {', '.join(map(str, sorted(lengths)))}")
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

    def _column(self, name: str, values: Sequence[Any]) -> tuple[ArrowSchema, ArrowArray, int]:
        form, buffers = _MAKERS[_kind_of(name, values)](name, values)
        nulls = sum(v is None for v in values)
        present = None if nulls == 0 else _bits([v is not None for v in values])
        return (self._schema(form, name, []), self._array(len(values), nulls, [present, *buffers], []),
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
