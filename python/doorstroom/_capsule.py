"""Arrow streams out and in, as capsules: https://arrow.apache.org/docs/format/CDataInterface.

A capsule that leaves here owns a stream (or a schema) of the library. Whoever takes it moves the
stream out and marks it as taken; one that nobody takes is released with the capsule. That is done by
a function of the library and not of Python: a capsule may end while an exception is on its way, in
which no Python may run.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_void_p, py_object
from typing import Any, Protocol, runtime_checkable

from ._errors import InputError
from ._library import ArrowArrayStream, ArrowSchema, library

_new = ctypes.pythonapi["PyCapsule_New"]
_new.restype = py_object
_new.argtypes = [c_void_p, c_char_p, c_void_p]
_pointer = ctypes.pythonapi["PyCapsule_GetPointer"]
_pointer.restype = c_void_p
_pointer.argtypes = [py_object, c_char_p]
_is_valid = ctypes.pythonapi["PyCapsule_IsValid"]
_is_valid.restype = c_int
_is_valid.argtypes = [py_object, c_char_p]

# A capsule keeps the pointer of its name only: these live as long as the process.
STREAM, SCHEMA = b"arrow_array_stream", b"arrow_schema"
_END = ctypes.cast(library.ds_ask_capsule_end, c_void_p)


@runtime_checkable
class ArrowStreamExportable(Protocol):
    """What can be handed over as an Arrow stream: pyarrow, pandas, polars, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def new_stream() -> Any:
    """Room for a stream, cleared; it belongs to the library (ds_free) or to a capsule."""
    return _room(ArrowArrayStream)


def new_schema() -> Any:
    return _room(ArrowSchema)


def _room(kind: type[ctypes.Structure]) -> Any:
    address = library.ds_ask_capsule_room(ctypes.sizeof(kind))
    if not address:
        raise MemoryError
    return ctypes.cast(address, POINTER(kind))


def capsule_of(room: Any, name: bytes) -> object:
    """The capsule that owns this room from now on, and what is in it."""
    return _new(ctypes.cast(room, c_void_p), name, _END)


def drop(room: Any) -> None:
    """Releases what is in the room, and frees it."""
    if room and room.contents.release:
        room.contents.release(room)
    library.ds_free(ctypes.cast(room, c_void_p))


def stream_in(capsule: object, lang: str = "nl") -> Any:
    """The stream in a capsule of somebody else, to be consumed while the capsule is held."""
    if not _is_valid(capsule, STREAM):
        kind = type(capsule).__name__
        raise InputError(f"__arrow_c_stream__ gaf geen capsule '{STREAM.decode()}' maar {kind}",
                         f"__arrow_c_stream__ gave no capsule '{STREAM.decode()}' but {kind}", lang=lang)
    stream = ctypes.cast(_pointer(capsule, STREAM), POINTER(ArrowArrayStream))
    if not stream.contents.release:
        raise InputError("deze Arrow-stroom is al gelezen", "this Arrow stream was taken already", lang=lang)
    return stream
