"""Work folders on an executor: persons' rows stand in them for as long as a task runs, for its owner
alone. A process that was killed leaves its own behind; the next task on that machine removes it."""
import contextlib
import os
import re
import shutil
import tempfile

_NAME = re.compile(r"doorstroom-spark-(\d+)-")


def above():
    """Where they stand: DOORSTROOM_SPARK_TMP, else where temporary files stand."""
    return os.environ.get("DOORSTROOM_SPARK_TMP") or tempfile.gettempdir()


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sweep():
    """Removes what processes that are gone left behind."""
    for name in os.listdir(above()):
        found = _NAME.match(name)
        if found and not _is_alive(int(found.group(1))):
            shutil.rmtree(os.path.join(above(), name), ignore_errors=True)


def prefix():
    return f"doorstroom-spark-{os.getpid()}-"


@contextlib.contextmanager
def work_folder():
    sweep()
    folder = tempfile.mkdtemp(prefix=prefix(), dir=above())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(folder, name, data):
    """A file of its owner alone, with the folders above it."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    return path
