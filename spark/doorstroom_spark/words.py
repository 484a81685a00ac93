"""A question in the words of the command line: which of them each part is asked, and which the whole
is made of."""
from . import program

# What is done with the cells of the whole, once they are there; and how they are shown.
_SHOWN = {"--years", "--compare", "--totals", "--shares", "--shares-of", "--keep", "--format", "--csv",
          "--table"}
_SHOWN_FLAGS = {"--interval"}
_COUNTED = {"--indicator", "--by", "--where", "--pool", "--evaluation", "--outcome", "--exact"}
_COUNTED_FLAGS = {"--present-codes"}
_BOTH = {"--definitions"}
_OF_EFFECT = {"--evaluation", "--outcome", "--exact"}  # what the cells of an evaluation hang on


def _no_use(word, command):
    return program.Refused(2, f"{command} {word}: dat kan niet over delen van een register / that "
                              "cannot be asked of parts of a register")


def _pairs(words):
    """(option, value or None) of each; a value that stands after = too."""
    words = list(words)
    while words:
        word = words.pop(0)
        name, mark, value = word.partition("=")
        if mark:
            yield name, value
        elif word in _SHOWN_FLAGS | _COUNTED_FLAGS or not word.startswith("--"):
            yield word, None
        else:
            yield word, words.pop(0) if words and not words[0].startswith("--") else None


def _flat(pairs):
    return [word for pair in pairs for word in pair if word is not None]


class Question:
    """counted: the words for each part, without the work folder. finish(cells, folder): the answer, as bytes, of
    files with the parts' json."""

    def __init__(self, words, lang):
        self.words = list(words)
        self.lang = lang
        self.command = self.words[0] if self.words else ""
        self.pairs = list(_pairs(self.words[1:]))
        if self.command == "tally":
            self.counted = self._of_tally()
        elif self.command == "effect":
            self.counted = self._of_effect()
        elif self.command == "monitor":
            self.counted = ["monitor", "--counts"] + self._of_monitor()
        else:
            raise program.Refused(2, f"{self.command}: verwacht tally, effect of monitor / expected "
                                     "tally, effect or monitor")

    def _of_tally(self):
        known = _SHOWN | _SHOWN_FLAGS | _COUNTED | _COUNTED_FLAGS | _BOTH
        for name, _ in self.pairs:
            if name not in known:
                raise _no_use(name, "tally")
        return ["tally"] + _flat(p for p in self.pairs if p[0] not in _SHOWN | _SHOWN_FLAGS)

    def _of_effect(self):
        if not any(name == "--evaluation" for name, _ in self.pairs):
            raise program.Refused(2, "effect: noem --evaluation / name --evaluation")
        for name, _ in self.pairs:
            if name in {"--cells", "--out"}:
                raise _no_use(name, "effect")
        return ["tally"] + _flat(p for p in self.pairs if p[0] in _OF_EFFECT | _BOTH)

    def _of_monitor(self):
        for name, _ in self.pairs:
            if name in {"--cells", "--counts", "--list", "--out"}:
                raise _no_use(name, "monitor")
        return _flat(p for p in self.pairs if p[0] in {"--tabel"} | _BOTH)

    def finish(self, cells, folder, merged):
        """cells: files of the parts; folder: the work folder that holds what goes whole; merged: a
        file for what is between."""
        if self.command == "tally":
            return self._ask("merge", *cells, *_flat(
                p for p in self.pairs if p[0] in _SHOWN | _SHOWN_FLAGS | _BOTH))
        self._ask("merge", *cells, "--out", merged)
        return self._ask(self.command, folder, *self.words[1:], "--cells", merged)

    def _ask(self, *words):
        return program.ask(words, self.lang, threads=0)
