"""The program doorstroom itself, that the wheel carries: the command that pip puts on the path."""

from __future__ import annotations

import os
import sys

from ._library import HERE


def main() -> None:
    program = os.path.join(HERE, "_tree", "bin", "doorstroom")
    if not os.path.exists(program):
        sys.exit("doorstroom: this installation has the library only, not the program")
    os.execv(program, [program, *sys.argv[1:]])
