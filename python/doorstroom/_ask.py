"""One question, asked: in a thread of its own, so that Ctrl-C is heard while the library works.

On Ctrl-C the library is told to stop this question (ds_stop_set), and no other: it clears away what is half
done, and the caller has the word again. It is not waited for longer than a moment: then the question ends in the
background and its answer is thrown away. A program that ends on that Ctrl-C does not wait: what an import had
half-written the next one clears away, as after a power cut.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import threading
import time
import warnings
from ctypes import c_char_p, c_void_p
from typing import Any, Callable, TypeVar, Union

from ._errors import INPUT, OK, DoorstroomError, DoorstroomWarning, UsageError, new_error, raised
from ._library import AskOptions, AskTable, Progress, Said, data_folder, library, take_text
from ._words import Lang, Question

T = TypeVar("T")
ProgressLike = Union[bool, Callable[[str, float], object], None]
_LANGS = ("nl", "en")
_PASSED_OVER, _NOTED, _SEE_HELP, _INTERNAL = 0, 1, 2, 3  # of the last the library has no number: see notes_of
_MOMENT = 2.0  # seconds that Ctrl-C waits for the library to have cleared away

_data_folder = data_folder()


def lang_of(lang: Lang | None) -> Lang:
    """The language that was asked for, else the one of the environment, as the program does it."""
    if lang is not None:
        if lang not in _LANGS:
            raise UsageError("lang: verwacht 'nl' of 'en'", "lang: expected 'nl' or 'en'")
        return lang
    for name in ("DOORSTROOM_LANG", "LC_ALL", "LANG"):
        value = os.environ.get(name)
        if value:
            return "en" if value[:2] == "en" and value[2:3] in ("", "_", "-", ".", "@") else "nl"
    return "nl"


# ---- Ctrl-C ----

class _Call:
    """A function that runs in a thread of its own; what it gave, or what it raised."""

    def __init__(self, function: Callable[[], Any], undo: Callable[[Any], None]) -> None:
        self._function = function
        self._undo = undo
        self._lock = threading.Lock()
        self._abandoned = False
        self._finished = False
        self._stop: int | None = library.ds_stop_new()  # None: memory is short, and it runs to its end
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        library.ds_stop_use(self._stop)
        try:
            self.result = self._function()
        except BaseException as error:  # handed to who waits
            self.error = error
        library.ds_stop_use(None)
        with self._lock:
            self._finished = True
            abandoned = self._abandoned
            stop, self._stop = self._stop, None
        library.ds_stop_free(stop)
        if abandoned:
            self._throw_away()
        self.done.set()

    def abandon(self) -> None:
        """Nobody waits any more: it is told to stop, and what comes of it is undone, now or by the thread."""
        with self._lock:
            self._abandoned = True
            finished = self._finished
            if self._stop is not None:
                library.ds_stop_set(self._stop)
        if finished:
            self._throw_away()

    def _throw_away(self) -> None:
        if self.error is None:
            self._undo(self.result)
        self.result = self.error = None


_abandoned: list[_Call] = []


def _leave() -> None:
    """At the end of the program: questions that nobody waits for."""
    running = [call for call in _abandoned if not call.done.is_set()]
    if not running:
        return
    try:
        if not issubclass(getattr(sys, "last_type", None) or object, KeyboardInterrupt):
            for call in running:
                call.done.wait()
            return
    except KeyboardInterrupt:
        pass
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    os._exit(130)


def _forget_calls() -> None:
    """In a child of fork the threads of the parent do not run."""
    _abandoned.clear()


atexit.register(_leave)
os.register_at_fork(after_in_child=_forget_calls)


def interruptible(function: Callable[[], T], undo: Callable[[T], None] = lambda _: None) -> T:
    """What function gives; on Ctrl-C it is stopped, and undo is called with what it gives all the same."""
    if threading.current_thread() is not threading.main_thread():
        return function()
    call = _Call(function, undo)
    threading.Thread(target=call.run, name="doorstroom", daemon=True).start()
    try:
        call.done.wait()
    except BaseException:
        call.abandon()
        _abandoned[:] = [one for one in _abandoned if not one.done.is_set()] + [call]
        call.done.wait(_MOMENT)
        raise
    if call.error is not None:
        error, call.error = call.error, None
        raise error
    result: T = call.result
    return result


# ---- beside the answer ----

class Line:
    """A line beside an answer, in both languages."""

    def __init__(self, what: int, nl: str, en: str) -> None:
        self.what = what
        self.nl = nl
        self.en = en

    def __repr__(self) -> str:
        return f"Line({self.nl!r}, {self.en!r})"


def notes_of(pointer: int) -> list[Line]:
    """What is to be said of an answer's tables. That they are internal is of nearly every answer, and warns nobody."""
    texts = []
    for lang in range(len(_LANGS)):
        err, text = new_error(), c_void_p()
        status = library.ds_answer_notes(pointer, lang, ctypes.byref(text), err)
        if status != OK:
            raise raised(status, err, lang=_LANGS[lang])
        texts.append(take_text(text).decode("utf-8", "replace").split("\n")[:-1])
    return [Line(_INTERNAL if nl.startswith("intern: ") else _NOTED, nl, en) for nl, en in zip(*texts)]


class _Told:
    """What the library tells while it works, from any of its threads."""

    def __init__(self, progress: ProgressLike, lang: str) -> None:
        self.lines: list[Line] = []
        self.error: BaseException | None = None
        self._english = lang == "en"
        self._lock = threading.Lock()
        self._shown = -1
        self._progress = self._print if progress is True else progress or None
        self.progress_c = Progress(self._hear_progress) if self._progress else Progress()
        self.said_c = Said(self._hear_said)

    def _hear_progress(self, _: Any, nl: bytes | None, en: bytes | None, share: float) -> None:
        with self._lock:
            if self.error is not None or not callable(self._progress):
                return
            try:
                self._progress(((en if self._english else nl) or b"").decode("utf-8", "replace"), share)
            except BaseException as error:  # raised when the call is over
                self.error = error

    def _hear_said(self, _: Any, what: int, nl: bytes | None, en: bytes | None) -> None:
        line = Line(what, (nl or b"").decode("utf-8", "replace"), (en or b"").decode("utf-8", "replace"))
        with self._lock:
            self.lines.append(line)

    def _print(self, text: str, share: float) -> None:
        percent = int(share * 100)
        if percent == self._shown:
            return
        self._shown = percent
        sys.stderr.write(f"\r\033[K{text} {percent} %" if sys.stderr.isatty() else f"{text} {percent} %\n")
        sys.stderr.flush()

    def silence(self, error: BaseException) -> None:
        """Nobody listens any more."""
        with self._lock:
            self.error = self.error or error

    def finish(self) -> None:
        if self._shown >= 0 and sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def warn(self, stacklevel: int) -> None:
        for line in self.lines:
            if line.what in (_PASSED_OVER, _NOTED):
                warnings.warn(line.en if self._english else line.nl, DoorstroomWarning, stacklevel=stacklevel)


# ---- asked ----

class Asked:
    """What came of a question: the answer of the library, or none, and an error, or none."""

    def __init__(self, pointer: int | None, error: DoorstroomError | None, lines: list[Line]) -> None:
        self.pointer = pointer
        self.error = error
        self.lines = lines


def _tables_of(question: Question) -> Any:
    tables = (AskTable * max(1, len(question.streams)))()
    for table, (name, stream) in zip(tables, question.streams):
        table.name = name
        table.stream = stream
    return tables


def ask(question: Question, progress: ProgressLike = None) -> Asked:
    """Asks, and closes the question. An error is handed back beside what there is of an answer."""
    told = _Told(progress, question.lang)
    tables = _tables_of(question)
    options = AskOptions(version=1, lang=_LANGS.index(question.lang),
                         program_folder=os.fsencode(_data_folder) if _data_folder else None,
                         progress=told.progress_c, said=told.said_c, tables=tables,
                         n_tables=len(question.streams))
    words = (c_char_p * max(1, len(question.words)))(*question.words)
    err = new_error()

    def call() -> tuple[int, int | None]:
        out = c_void_p()
        try:
            status = library.ds_ask(words, len(question.words), ctypes.byref(options), ctypes.byref(out), err)
        finally:
            question.close()
        return status, out.value

    try:
        status, pointer = interruptible(call, lambda result: library.ds_answer_free(result[1]))
    except BaseException as interrupt:
        told.silence(interrupt)
        raise
    told.finish()
    if told.error is not None:
        library.ds_answer_free(pointer)
        raise told.error
    if pointer is not None:
        told.lines.extend(notes_of(pointer))
    told.warn(stacklevel=5)
    error = None if status == OK else raised(status, err, lang=question.lang, definitions=question.definitions)
    if status not in (OK, INPUT) and pointer:
        library.ds_answer_free(pointer)
        pointer = None
    return Asked(pointer, error, told.lines)


