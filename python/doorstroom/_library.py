"""The C library, found and declared: what doorstroom/ask.h, arrow_abi.h and base.h say, for ctypes.

Nothing of it is known in a second place but the prototypes: commands, options and their defaults are
words that the library reads (doorstroom/ask.h). ctypes gives the interpreter's lock back for the
length of every call that goes through `library`.
"""

from __future__ import annotations

import ctypes
import glob
import os
from ctypes import POINTER, c_bool, c_char_p, c_double, c_int, c_int64, c_size_t, c_uint64, c_void_p
from typing import Any, Iterator

HERE = os.path.dirname(os.path.abspath(__file__))
SONAME = "libdoorstroom.so.0"


class ArrowSchema(ctypes.Structure):
    """Of the Arrow C data interface."""


class ArrowArray(ctypes.Structure):
    """Of the Arrow C data interface."""


class ArrowArrayStream(ctypes.Structure):
    """Of the Arrow C stream interface."""


SchemaRelease = ctypes.CFUNCTYPE(None, POINTER(ArrowSchema))
ArrayRelease = ctypes.CFUNCTYPE(None, POINTER(ArrowArray))
GetSchema = ctypes.CFUNCTYPE(c_int, POINTER(ArrowArrayStream), POINTER(ArrowSchema))
GetNext = ctypes.CFUNCTYPE(c_int, POINTER(ArrowArrayStream), POINTER(ArrowArray))
GetLastError = ctypes.CFUNCTYPE(c_void_p, POINTER(ArrowArrayStream))
StreamRelease = ctypes.CFUNCTYPE(None, POINTER(ArrowArrayStream))

ArrowSchema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_void_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", POINTER(POINTER(ArrowSchema))),
    ("dictionary", POINTER(ArrowSchema)),
    ("release", SchemaRelease),
    ("private_data", c_void_p),
]
ArrowArray._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", POINTER(POINTER(ArrowArray))),
    ("dictionary", POINTER(ArrowArray)),
    ("release", ArrayRelease),
    ("private_data", c_void_p),
]
ArrowArrayStream._fields_ = [
    ("get_schema", GetSchema),
    ("get_next", GetNext),
    ("get_last_error", GetLastError),
    ("release", StreamRelease),
    ("private_data", c_void_p),
]

Progress = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_char_p, c_double)
Said = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_char_p, c_char_p)


class AskTable(ctypes.Structure):
    """ds_ask_table"""

    _fields_ = [("name", c_char_p), ("stream", POINTER(ArrowArrayStream))]


class AskOptions(ctypes.Structure):
    """ds_ask_options, version 1"""

    _fields_ = [
        ("version", ctypes.c_uint),
        ("program_folder", c_char_p),
        ("lang", c_int),
        ("n_threads", c_size_t),
        ("width", c_size_t),
        ("program", c_char_p),
        ("progress", Progress),
        ("said", Said),
        ("context", c_void_p),
        ("tables", POINTER(AskTable)),
        ("n_tables", c_size_t),
    ]


class DeliveryStream(ctypes.Structure):
    """ds_delivery_stream"""

    _fields_ = [("name", c_char_p), ("stream", POINTER(ArrowArrayStream))]


class Work(ctypes.Structure):
    """ds_work, with nobody to be told"""

    _fields_ = [
        ("folder", c_char_p),
        ("program_folder", c_char_p),
        ("n_threads", c_size_t),
        ("progress", c_void_p),
        ("progress_context", c_void_p),
        ("passed_over", c_void_p),
        ("noted", c_void_p),
        ("book", c_void_p),
    ]


class WorkDefinitions(ctypes.Structure):
    """ds_work_definitions"""

    _fields_ = [
        ("files", POINTER(c_void_p)),
        ("paths", POINTER(c_char_p)),
        ("n", c_size_t),
        ("broken", c_void_p),
        ("n_broken", c_size_t),
    ]


class IndicatorHead(ctypes.Structure):
    """The first fields of ds_indicator, as far as they are read; only ever seen by a pointer."""

    _fields_ = [
        *((name, c_char_p) for name in (
            "id", "name", "name_en", "goal", "better", "source", "note", "differs", "sensitive",
            "version", "file")),
        ("line", ctypes.c_uint32),
        ("population", ctypes.c_uint32),
        ("outcome", ctypes.c_uint32),
        ("numeric", c_bool),
        ("lookback", ctypes.c_int32),
        ("pool", ctypes.c_int32),
        ("per", c_int),
        ("norm", c_void_p),
        ("n_by", ctypes.c_uint32),
        ("by", c_void_p),
        ("by_sizes", POINTER(ctypes.c_uint32)),
        ("by_names", POINTER(POINTER(c_char_p))),
    ]


PROTOTYPES: dict[str, tuple[Any, list[Any]]] = {
    "ds_ask": (c_int, [POINTER(c_char_p), c_size_t, POINTER(AskOptions), POINTER(c_void_p), c_void_p]),
    "ds_stop_new": (c_void_p, []),
    "ds_stop_free": (None, [c_void_p]),
    "ds_stop_set": (None, [c_void_p]),
    "ds_stop_use": (c_void_p, [c_void_p]),
    "ds_answer_free": (None, [c_void_p]),
    "ds_answer_document": (c_void_p, [c_void_p]),
    "ds_answer_status": (c_int, [c_void_p]),
    "ds_answer_beside": (c_char_p, [c_void_p]),
    "ds_answer_notes": (c_int, [c_void_p, c_int, POINTER(c_void_p), c_void_p]),
    "ds_answer_text": (c_int, [c_void_p, c_int, c_char_p, POINTER(c_void_p), POINTER(c_size_t), c_void_p]),
    "ds_answer_save": (c_int, [c_void_p, c_char_p, c_char_p, c_void_p]),
    "ds_answer_n_tables": (c_size_t, [c_void_p]),
    "ds_answer_table_id": (c_char_p, [c_void_p, c_size_t]),
    "ds_answer_arrow": (c_int, [c_void_p, c_char_p, c_void_p, c_void_p]),
    "ds_ask_capsule_room": (c_void_p, [c_size_t]),
    "ds_ask_error_size": (c_size_t, []),
    "ds_ask_error_status": (c_int, [c_void_p]),
    "ds_ask_error_line": (c_uint64, [c_void_p]),
    "ds_ask_error_column": (c_uint64, [c_void_p]),
    "ds_ask_error_file": (c_char_p, [c_void_p]),
    "ds_ask_error_nl": (c_char_p, [c_void_p]),
    "ds_ask_error_en": (c_char_p, [c_void_p]),
    "ds_import_add_streams": (c_int, [c_char_p, POINTER(DeliveryStream), c_size_t, POINTER(c_void_p), c_void_p]),
    "ds_import_added_keep": (None, [c_void_p]),
    "ds_import_added_undo": (c_int, [c_void_p, c_void_p]),
    "ds_work_definitions_read": (c_int, [POINTER(Work), c_char_p, POINTER(WorkDefinitions), c_void_p]),
    "ds_work_definitions_done": (None, [POINTER(WorkDefinitions)]),
    "ds_definitions_n": (c_size_t, [c_void_p]),
    "ds_definitions_at": (POINTER(IndicatorHead), [c_void_p, c_size_t]),
    "ds_definitions_print": (c_int, [c_void_p, ctypes.c_uint32, c_bool, POINTER(c_void_p), c_void_p]),
    "ds_form_of_path": (c_bool, [c_char_p, POINTER(c_int)]),
    "ds_free": (None, [c_void_p]),
    "ds_version": (c_char_p, []),
}


def _candidates() -> Iterator[str]:
    """Where the library may be: where one is told, within the package, on the system."""
    told = os.environ.get("DOORSTROOM_LIBRARY")
    if told:
        yield told
        return
    yield from sorted(glob.glob(os.path.join(HERE, "_tree", "lib", SONAME)))
    yield SONAME


def _load() -> tuple[ctypes.CDLL, str]:
    problems = []
    for path in _candidates():
        try:
            return ctypes.CDLL(path), path
        except OSError as error:
            problems.append(str(error))
    raise ImportError("doorstroom: cannot load the library: " + "; ".join(problems))


def _declare(loaded: ctypes.CDLL) -> None:
    for name, (result, arguments) in PROTOTYPES.items():
        function = getattr(loaded, name)
        function.restype = result
        function.argtypes = arguments


def _place_of(path: str) -> str:
    """Where the loader found it, for who named no folder."""
    if os.sep in path:
        return os.path.realpath(path)
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
        for line in maps:
            found = line.rstrip("\n").split(maxsplit=5)[5:]
            if found and os.path.basename(found[0]).startswith(path):
                return os.path.realpath(found[0])
    return path


library, library_path = _load()
library_path = _place_of(library_path)
_declare(library)


def data_folder() -> str | None:
    """The folder with definitions/ and codes/ beside the library, by the same places in which the
    library itself looks; None: it is left to the library."""
    folder = os.path.dirname(library_path)
    while folder:
        for place in (folder, os.path.join(folder, "share", "doorstroom")):
            if os.path.isdir(os.path.join(place, "definitions")) and os.path.isdir(os.path.join(place, "codes")):
                return place
        up = os.path.dirname(folder)
        if up == folder or os.path.basename(folder) not in ("lib", "lib64", "x86_64-linux-gnu"):
            break
        folder = up
    return "/usr/share/doorstroom" if os.path.isdir("/usr/share/doorstroom/definitions") else None


def take_text(pointer: c_void_p, size: int | None = None) -> bytes:
    """The bytes of a text of the library's, which is then freed."""
    try:
        if size is not None:
            return ctypes.string_at(pointer, size)
        return ctypes.cast(pointer, c_char_p).value or b""
    finally:
        library.ds_free(pointer)
