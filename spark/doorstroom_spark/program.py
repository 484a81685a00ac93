"""The one place that asks doorstroom something: by the words that its command line takes."""
import os
import shutil
import subprocess


class Refused(Exception):
    """What doorstroom said no to: status (1 the input, 2 the words, 3 the machine) and its message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def find():
    """The program, by DOORSTROOM_PROGRAM or the PATH."""
    return os.environ.get("DOORSTROOM_PROGRAM") or shutil.which("doorstroom")


def ask(words, lang="nl", threads=1):
    """Asks, and gives what the command writes to standard output, as bytes."""
    program = find()
    if program is None:
        raise Refused(3, "doorstroom is niet te vinden: zet DOORSTROOM_PROGRAM, of het programma op "
                         "het PATH / doorstroom is not found: set DOORSTROOM_PROGRAM, or put the "
                         "program on the PATH")
    done = subprocess.run([program, *words, "--lang", lang,
                           *(["--threads", str(threads)] if threads else [])],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        raise Refused(done.returncode, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
