"""A table of the library's, read into plain Python: int64, float64, bool and utf8 with nulls."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from ._library import ArrowArray, ArrowSchema


def _present(array: Any) -> list[bool] | None:
    """Which values are there; None: all of them."""
    if array.null_count == 0 or not array.buffers[0]:
        return None
    return _bits(array.buffers[0], array.offset, array.length)


def _bits(address: int, offset: int, length: int) -> list[bool]:
    data = ctypes.string_at(address, (offset + length + 7) // 8)
    return [bool(data[i >> 3] >> (i & 7) & 1) for i in range(offset, offset + length)]


def _numbers(array: Any, code: str) -> list[Any]:
    size = struct.calcsize(code)
    if array.length == 0:
        return []
    data = ctypes.string_at(array.buffers[1] + array.offset * size, array.length * size)
    return list(struct.unpack(f"={array.length}{code}", data))


def _texts(array: Any) -> list[str]:
    if array.length == 0:
        return []
    places = struct.unpack(f"={array.length + 1}i",
                           ctypes.string_at(array.buffers[1] + array.offset * 4, (array.length + 1) * 4))
    base = array.buffers[2] or 0
    return [ctypes.string_at(base + a, b - a).decode("utf-8") if b > a else ""
            for a, b in zip(places, places[1:])]


def _values(form: bytes, array: Any) -> list[Any]:
    if form == b"l":
        found = _numbers(array, "q")
    elif form == b"g":
        found = _numbers(array, "d")
    elif form == b"b":
        found = _bits(array.buffers[1], array.offset, array.length) if array.length else []
    elif form == b"u":
        found = _texts(array)
    else:
        raise NotImplementedError(f"an Arrow column of format {form.decode()}")
    present = _present(array)
    return found if present is None else [v if there else None for v, there in zip(found, present)]


def _check(stream: Any, code: int) -> None:
    if code != 0:
        message = stream.contents.get_last_error(stream)
        raise OSError(code, ctypes.string_at(message).decode("utf-8", "replace") if message else "an Arrow stream failed")


def read_stream(stream: Any) -> tuple[list[str], list[list[Any]]]:
    """Names and values of the columns; the stream stays the caller's."""
    schema = ArrowSchema()
    _check(stream, stream.contents.get_schema(stream, ctypes.pointer(schema)))
    try:
        children = [schema.children[i].contents for i in range(schema.n_children)]
        names = [child.name.decode("utf-8") for child in children]
        forms = [child.format for child in children]
    finally:
        schema.release(ctypes.pointer(schema))
    columns: list[list[Any]] = [[] for _ in names]
    while True:
        array = ArrowArray()
        _check(stream, stream.contents.get_next(stream, ctypes.pointer(array)))
        if not array.release:
            return names, columns
        try:
            for i, form in enumerate(forms):
                columns[i].extend(_values(form, array.children[i].contents))
        finally:
            array.release(ctypes.pointer(array))
