"""What an executor does: gathers the facts of a piece, cuts a piece by part, counts a part. Each is
the body of a mapInArrow, and each ends by giving rows back; what the deliveries have wrong comes back
as a row too, for a task that fails is run again by Spark, and would fail again."""
import json
import os
import time

import pyarrow as pa

from . import folders, program, rows

GATHERED = "partitie int, levering string, uitkomst string"
CUT = "sleutel int, deel int, levering string, regels binary"
COUNTED = "deel int, wat string, data binary"
FAULT = "fout"
BLOCK_MAX = 1 << 22  # bytes of rows that go through the shuffle as one
ENDED = "seconden"  # the last row of each part


def fault(refused):
    return json.dumps({FAULT: refused.as_dict()})


def raise_fault(text):
    """What fault wrote, raised again; other text is none."""
    if text.startswith('{"' + FAULT + '"'):
        raise program.Refused(**json.loads(text)[FAULT])


class Task:
    """What each task is told: the small files, the deliveries' first lines, and the facts so far.

    Attributes: config, text of doorstroom.yaml; files, {name: bytes} beside the deliveries; heads,
    {delivery: its first line}; whole, {delivery: bytes} that go whole to every part; links, those of
    them that say who is the same person; parts; lang; facts, bytes of geheel.json or None."""

    def __init__(self, config, files, heads, whole, links, parts, lang, facts=None):
        self.config, self.files, self.heads = config, files, heads
        self.whole, self.links = whole, links
        self.parts, self.lang, self.facts = parts, lang, facts

    def with_facts(self, facts):
        return Task(self.config, self.files, self.heads, self.whole, self.links, self.parts,
                    self.lang, facts)

    def write(self, folder, part=None, whole=()):
        """A work folder with every delivery by name, those of whole with their rows too."""
        config = self.config
        if config and not config.endswith("\n"):
            config += "\n"
        if part is not None:
            config += f"deel: {part}/{self.parts}\n"
            folders.write(folder, "geheel.json", self.facts)
        folders.write(folder, "doorstroom.yaml", config.encode())
        for name, data in self.files.items():
            folders.write(folder, name, data)
        for name, line in self.heads.items():
            data = self.whole[name] if name in whole else line
            folders.write(folder, os.path.join("leveringen", name), data)

    def ask(self, *words):
        return program.ask(words, self.lang)


def _write_rows(folder, name, batches, columns, places):
    """False: there are none."""
    any_rows = False
    with open(os.path.join(folder, "leveringen", name), "ab") as to:
        for batch in batches:
            if batch.num_rows > 0:
                rows.write(to, batch, columns, places)
                any_rows = True
    return any_rows


def _partition():
    from pyspark import TaskContext
    return TaskContext.get().partitionId()


def gather(told, name, columns, files):
    """told: a broadcast Task. The body for a delivery's partitions: one row each, its facts; "" where it has no
    rows, so that the driver sees of each partition that it came back."""

    def body(batches):
        task, out = told.value, ""
        with folders.work_folder() as folder:
            task.write(folder, None if task.facts is None else 0)
            try:
                if _write_rows(folder, name, batches, columns, rows.Places(files, _partition())):
                    task.ask("gather", folder)
                    with open(os.path.join(folder, "stuk.json"), encoding="utf-8") as file:
                        out = file.read()
            except program.Refused as refused:
                out = fault(refused)
        yield pa.RecordBatch.from_pydict({"partitie": pa.array([_partition()], pa.int32()),
                                          "levering": [name], "uitkomst": [out]})

    return body


def _blocks(path):
    """A part's rows without the first line, in blocks of whole rows: where a line ends and quotes
    are closed. Blocks of several pieces are put together in any order."""
    with open(path, "rb") as file:
        file.readline()
        while block := file.read(BLOCK_MAX):
            block += b"" if block.endswith(b"\n") else file.readline()
            while block.count(b'"') % 2 == 1:
                more = file.readline()
                if not more:
                    break
                block += more
            yield block


def cut(told, keys, name, columns, files):
    """The rows of a delivery's partitions as blocks by part. keys: of each part, by which Spark puts
    it in a partition of its own."""

    def body(batches):
        task = told.value
        with folders.work_folder() as folder:
            task.write(folder, 0, whole=task.links)
            if not _write_rows(folder, name, batches, columns, rows.Places(files, _partition())):
                return
            try:
                task.ask("split", folder, str(task.parts))
            except program.Refused as refused:
                yield _cut_rows(keys[0], 1, FAULT, [fault(refused).encode()])
                return
            for part in range(1, task.parts + 1):
                path = os.path.join(folder, "delen", str(part), "leveringen", name)
                if os.path.exists(path):
                    for block in _blocks(path):
                        yield _cut_rows(keys[part - 1], part, name, [block])
                    os.unlink(path)

    return body


def _cut_rows(key, part, name, blocks):
    n = len(blocks)
    return pa.RecordBatch.from_arrays(
        [pa.array([key] * n, pa.int32()), pa.array([part] * n, pa.int32()),
         pa.array([name] * n, pa.string()), pa.array(blocks, pa.binary())],
        ["sleutel", "deel", "levering", "regels"])


def _take_blocks(folder, part, batches):
    """Appends the blocks to the part's deliveries. What was wrong where they were cut is raised."""
    open_files = {}
    try:
        for batch in batches:
            for at, name, data in zip(batch.column("deel").to_pylist(),
                                      batch.column("levering").to_pylist(), batch.column("regels")):
                if name == FAULT:
                    raise_fault(data.as_py().decode())
                if at != part:
                    raise RuntimeError(f"part {at} came where part {part} is counted")
                if name not in open_files:
                    open_files[name] = open(os.path.join(folder, "leveringen", name), "ab")
                open_files[name].write(data.as_buffer())
    finally:
        for file in open_files.values():
            file.close()


def _refused_rows(folder):
    """Of afgekeurd/, by delivery: the csv."""
    under = os.path.join(folder, "afgekeurd")
    for name in sorted(os.listdir(under)) if os.path.isdir(under) else []:
        with open(os.path.join(under, name), "rb") as file:
            yield name, file.read()


def pack(data):
    """An answer on its way to the driver: the cells of an evaluation are a hundredth of their json."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as to:
        to.write(data)
    return sink.getvalue().to_pybytes()


def unpack(data):
    """What pack was given."""
    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as packed:
        return packed.read()


def count(told, questions):
    """The body for a part: imports it, and answers each question (words.py) in json."""

    def body(batches):
        task, part = told.value, _partition() + 1
        began = time.monotonic()
        out = {}
        with folders.work_folder() as folder:
            task.write(folder, part, whole=task.whole)
            try:
                _take_blocks(folder, part, batches)
                out["invoer"] = str(_size_of(folder)).encode()
                task.ask("import", folder, "--format", "json")
                for number, words in enumerate(questions):
                    out[f"vraag-{number}"] = task.ask(words[0], folder, *words[1:],
                                                      "--format", "json")
                for name, text in _refused_rows(folder):
                    out["afgekeurd/" + name] = text
            except program.Refused as refused:
                out = {FAULT: fault(refused).encode()}
        out[ENDED] = f"{time.monotonic() - began:.3f}".encode()
        yield pa.RecordBatch.from_pydict({"deel": pa.array([part] * len(out), pa.int32()),
                                          "wat": list(out), "data": [pack(d) for d in out.values()]})

    return body


def _size_of(folder):
    under = os.path.join(folder, "leveringen")
    return sum(os.path.getsize(os.path.join(under, name)) for name in os.listdir(under))
