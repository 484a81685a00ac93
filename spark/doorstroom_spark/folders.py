"""Work folders on an executor: persons' rows stand in them for as long as a task runs, for its owner
alone. A process that was killed leaves its own behind; the next task on that machine removes it."""
import contextlib
import fcntl
import os
import shutil
import tempfile

_PREFIX = "doorstroom-spark-"


def above():
    """Where they stand: DOORSTROOM_SPARK_TMP, else where temporary files stand."""
    return os.environ.get("DOORSTROOM_SPARK_TMP") or tempfile.gettempdir()


def _hold(path):
    """The open folder, locked for as long as it is; None: it is another's, or gone, or no folder of ours. The
    lock is the kernel's, for in another container this process has another number."""
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if os.fstat(folder).st_uid == os.geteuid():
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(folder), os.stat(path, follow_symlinks=False)):
                return folder
    except OSError:
        pass
    os.close(folder)
    return None


def _remove(path, folder):
    shutil.rmtree(path, ignore_errors=True)
    os.close(folder)


def sweep():
    """Removes what processes that are gone left behind."""
    for name in os.listdir(above()):
        path = os.path.join(above(), name)
        if name.startswith(_PREFIX) and (folder := _hold(path)) is not None:
            _remove(path, folder)


@contextlib.contextmanager
def work_folder():
    sweep()
    folder = None
    while folder is None:  # another may have swept it between these two
        path = tempfile.mkdtemp(prefix=_PREFIX, dir=above())
        folder = _hold(path)
    try:
        yield path
    finally:
        _remove(path, folder)


def write(folder, name, data):
    """A file of its owner alone, with the folders above it."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    return path
