"""The one place that asks doorstroom something, by the words that its command line takes: the library in
this process, where the package doorstroom is there, else the program."""
import ctypes
import os
import re
import shutil
import subprocess

from . import folders

_PLACE = re.compile(r"^(.*?): (?:(?:regel|line) (\d+))?(?:(?:, )?(?:kolom|column) (\d+))?: (.*)$", re.S)
_ENDINGS = {"table": "txt"}


class Refused(Exception):
    """What doorstroom said no to: status (1 the input, 2 the words, 3 the machine), its message, and where."""

    def __init__(self, status, message, file="", line=0, column=0):
        super().__init__(message)
        self.status, self.message = status, message
        self.file, self.line, self.column = file, line, column

    def as_dict(self):
        return {"status": self.status, "message": self.message, "file": self.file, "line": self.line,
                "column": self.column}

    def __str__(self):
        where = ", ".join(text for text in (self.file, str(self.line or ""), str(self.column or ""))
                          if text)
        return f"{where}: {self.message}" if where else self.message


def _library():
    """The package, or None: where DOORSTROOM_PROGRAM says so, or it is not there."""
    if os.environ.get("DOORSTROOM_PROGRAM") and not os.environ.get("DOORSTROOM_LIBRARY"):
        return None
    try:
        import doorstroom
    except ImportError:
        return None
    return doorstroom


def _form_of(words):
    form = "table"
    for word, after in zip(words, [*words[1:], form]):
        if word == "--format":
            form = after
        elif word.startswith("--format="):
            form = word.partition("=")[2]
    return _ENDINGS.get(form, form)


def _text_of(library, pointer):
    """What the command line would print: a file of it has besides what stands on standard error."""
    from doorstroom._errors import new_error
    from doorstroom._library import take_text
    text, size = ctypes.c_void_p(), ctypes.c_size_t()
    if library.ds_answer_text(pointer, 0, None, ctypes.byref(text), ctypes.byref(size), new_error()) != 0:
        raise Refused(3, "de tekst is niet te maken / the text cannot be made")
    return take_text(text, size.value)


def _ask_library(words, lang, threads):
    """With --out, whose file holds what the command line would print."""
    from doorstroom._ask import ask as ask_words
    from doorstroom._library import library
    from doorstroom._words import Question
    with folders.work_folder() as folder:
        form = _form_of(words)
        path = os.path.join(folder, "antwoord." + form)
        question = Question(lang)
        out = [] if "--out" in words or form == "txt" else ["--out", path]
        question.add(*words, *out, *(["--threads", str(threads)] if threads else []))
        asked = ask_words(question)
        text = b""
        if asked.pointer is not None:
            if asked.error is None and form == "txt" and "--out" not in words:
                text = _text_of(library, asked.pointer)
            library.ds_answer_free(asked.pointer)
        if asked.error is not None:
            e = asked.error
            status = {"InputError": 1, "DefinitionError": 1, "UsageError": 2}.get(type(e).__name__, 3)
            raise Refused(status, e.en if lang == "en" else e.nl, e.file, e.line, e.column)
        if not out:
            return text
        with open(path, "rb") as file:
            return file.read()


def _ask_program(words, lang, threads):
    program = os.environ.get("DOORSTROOM_PROGRAM") or shutil.which("doorstroom")
    if program is None:
        raise Refused(3, "doorstroom is hier niet te vinden / doorstroom is not found here")
    done = subprocess.run([program, *words, "--lang", lang,
                           *(["--threads", str(threads)] if threads else [])],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    found = _PLACE.match(said)
    if found and "/" in found[1]:
        raise Refused(done.returncode, found[4], found[1], int(found[2] or 0), int(found[3] or 0))
    raise Refused(done.returncode, said)


def ask(words, lang="nl", threads=1):
    """Asks, and gives what the command writes to standard output, as bytes."""
    by = _ask_program if _library() is None else _ask_library
    return by(list(words), lang, threads)
