"""The driver's part: what each machine is told, the two passes, and the answers of the whole."""
import contextlib
import csv
import io
import json
import os
import re
from functools import reduce

from pyspark.sql import functions as F

from . import folders, program, rows, tasks, words

# Deliveries whose rows are of a person, by how their names begin; the first are read first, for the
# others are read by their last school year. All others go whole to every part.
ENROLMENTS = ("inschrijving",)
PERSONS = ENROLMENTS + ("persoon", "diploma", "werk", "vrijstelling", "vsv_maand")
LINKS = "koppeling"
BATCH_BYTES = 64 << 20
# werk, and not werkagenda: after the kind comes the end, or one of these.
_AFTER = r"(?:en|s|n)?(?:$|[.\-_ 0-9])"


class DeliveryError(Exception):
    """A delivery is wrong: the message of doorstroom, with the file and the row where it is known."""


def _is_kind(name, kinds):
    return any(re.match(kind + _AFTER, name, re.IGNORECASE) for kind in kinds)


def _as_text(frame, name):
    """All columns as text, with where each row stood where Spark knows that."""
    inexact = [f"{field.name} ({field.dataType.simpleString()})" for field in frame.schema.fields
               if field.dataType.typeName() not in
               ("string", "varchar", "char", "byte", "short", "integer", "long", "boolean", "date")]
    if inexact:
        raise DeliveryError(f"{name}: lees deze kolommen als tekst / read these columns as text: "
                            + ", ".join(inexact))
    columns = [F.col("`" + c.replace("`", "``") + "`").cast("string").alias(c)
               for c in frame.columns]
    with contextlib.suppress(Exception):  # no file, or one of a form that does not count its rows
        placed = frame.select(*columns, F.col("_metadata.file_path").alias(rows.FILE),
                              F.col("_metadata.row_index").alias(rows.ROW))
        placed.schema  # noqa: B018 (Spark resolves the columns here)
        return placed, sorted(frame.inputFiles())
    return frame.select(*columns), []


def _first_line(data):
    """With what stands above it for a spreadsheet."""
    lines = data.splitlines(keepends=True)
    n = 2 if lines and lines[0].lower().startswith(b"sep=") else 1
    return b"".join(lines[:n])


def _small_files(folder):
    """(deliveries, other files, doorstroom.yaml) of a work folder."""
    deliveries, others, config = {}, {}, ""
    for under in ("leveringen", "codes", "vertalingen", "definities"):
        above = os.path.join(folder, under)
        for name in sorted(os.listdir(above)) if os.path.isdir(above) else []:
            path = os.path.join(above, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                data = file.read()
            if under == "leveringen" and not name.startswith("."):
                deliveries[name] = data
            else:
                others[os.path.join(under, name)] = data
    path = os.path.join(folder, "doorstroom.yaml")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            config = file.read()
    return deliveries, others, config


class Deliveries:
    """The deliveries of a register, by name ("inschrijving-2023"), as DataFrames of text; folder: a
    work folder with what is small: doorstroom.yaml, codes/, vertalingen/, definities/, and in
    leveringen/ deliveries that go whole to every part (instelling, koppeling, those of the monitor).
    parts: in how many the persons are cut, from 2 to 500: a part is what one task imports. name: the
    register's fingerprint in json, for who sets it beside that of one machine; by the rows if None."""

    def __init__(self, spark, frames, folder=None, parts=None, name=None, lang="nl",
                 enrolments=None):
        self.spark = spark
        self.name, self.lang = name, lang
        self.frames, self.files = {}, {}
        whole, others, config = _small_files(folder) if folder else ({}, {}, "")
        heads = {}
        for delivery, frame in frames.items():
            if not re.fullmatch(r"[^/\\\0\s.][^/\\\0\r\n]*", delivery):
                raise DeliveryError(f"geen naam van een levering / no name of a delivery: {delivery!r}")
            file = delivery if delivery.lower().endswith(".csv") else delivery + ".csv"
            placed, self.files[file] = _as_text(frame, delivery)
            heads[file] = rows.header(frame.columns)
            if _is_kind(file, PERSONS) or (enrolments and delivery in enrolments):
                self.frames[file] = placed
            else:
                whole[file] = _collect(placed, frame.columns)
        if set(self.frames) & set(whole):
            raise DeliveryError("twee keer / twice: " + ", ".join(set(self.frames) & set(whole)))
        self.first = [n for n in self.frames if _is_kind(n, ENROLMENTS)] if enrolments is None \
            else [n for n in self.frames if n.removesuffix(".csv") in enrolments or n in enrolments]
        heads.update({n: _first_line(data) for n, data in whole.items()})
        links = {n for n in whole if _is_kind(n, (LINKS,))}
        self.parts = parts or max(2, min(500, spark.sparkContext.defaultParallelism * 2))
        self.task = tasks.Task(config, others, heads, whole, links, self.parts, lang)
        self.counted_rows = None  # of the last ask, for who measures: [(part, what, number)]

    # ---- the first pass ----

    def gather(self):
        """What only the whole knows, once: geheel.json, as bytes."""
        if self.task.facts is None:
            with folders.work_folder() as folder:
                self.task = self.task.with_facts(self._gather_in(folder))
        return self.task.facts

    def _gather_in(self, folder):
        facts, rest = None, [n for n in self.frames if n not in self.first]
        for _ in range(4):
            first = self._facts_of(self.first, facts, folder)
            so_far, again = self._add_up(first, folder, final=False)
            if again:
                facts = so_far
                continue
            more = self._facts_of(rest, so_far, folder)
            last, again = self._add_up(first + more, folder, final=True)
            if not again and _last_year(last) == _last_year(so_far):
                return last
            facts = last
        raise DeliveryError("de leveringen veranderen terwijl ze worden gelezen / the deliveries "
                            "change while they are being read")

    def _facts_of(self, names, facts, folder):
        """The files with the pieces' facts."""
        if not names:
            return []
        told = self.spark.sparkContext.broadcast(self.task.with_facts(facts))
        frames = [self.frames[n].mapInArrow(
            tasks.gather(told, n, self._columns(n), self.files[n]), tasks.GATHERED) for n in names]
        all_of_them = reduce(lambda a, b: a.union(b), frames)
        found = _rows_of(all_of_them)
        told.destroy()
        _check_all_back(found, all_of_them.rdd.getNumPartitions())
        paths = []
        for row in sorted(found, key=lambda r: (r["levering"], r["uitkomst"])):
            if not row["uitkomst"]:
                continue  # a partition without rows
            self._raise_fault(row["uitkomst"])
            paths.append(folders.write(folder, f"stukken/{row['levering']}-{len(paths)}.json",
                                       row["uitkomst"].encode()))
        return paths

    def _add_up(self, pieces, folder, final):
        """(geheel.json, whether all is to be gathered again)."""
        head = os.path.join(folder, "geheel")
        self.task.with_facts(None).write(head, whole=self.task.whole if final else ())
        try:
            said = program.ask(["gather", head, *pieces, "--parts", str(self.parts),
                                "--of", str(len(pieces)),
                                *(["--name", self.name] if self.name else []),
                                "--format", "json"], self.lang)
        except program.Refused as refused:
            raise self._named(refused) from None
        with open(os.path.join(head, "geheel.json"), "rb") as file:
            return file.read(), json.loads(said)["opnieuw"]

    def _columns(self, name):
        return [c for c in self.frames[name].columns if c not in (rows.FILE, rows.ROW)]

    # ---- the second pass ----

    def ask(self, *questions):
        """The answer of each question, words of the command line without the work folder, as bytes:
        what doorstroom writes to standard output on one machine. One pass for all of them."""
        asked = [words.Question(q, self.lang) for q in questions]
        self.gather()
        with folders.work_folder() as folder:
            self._count(asked, folder)
            return [self._finish(q, i, folder) for i, q in enumerate(asked)]

    def _count(self, asked, folder):
        told = self.spark.sparkContext.broadcast(self.task)
        keys = _keys_of_partitions(self.parts)
        frames = [self.frames[n].mapInArrow(
            tasks.cut(told, keys, n, self._columns(n), self.files[n]), tasks.CUT)
            for n in self.frames]
        cut = reduce(lambda a, b: a.union(b), frames).repartition(self.parts, "sleutel")
        counted = cut.mapInArrow(tasks.count(told, [q.counted for q in asked]), tasks.COUNTED)
        with _small_batches(self.spark):
            found = _rows_of(counted)
        told.destroy()
        self._take_all(found, folder)

    def _take_all(self, found, folder):
        self.counted_rows, self.refused = [], {}
        for row in found:
            self._take_counted(row, folder)
        ended = sorted(part for part, what, _ in self.counted_rows if what == tasks.ENDED)
        if ended != list(range(1, self.parts + 1)):
            raise RuntimeError(f"of {self.parts} parts only these came back whole: {ended}")

    def _take_counted(self, row, folder):
        what, data = row["wat"], tasks.unpack(row["data"])
        if what == tasks.FAULT:
            self._raise_fault(data.decode())
        elif what.startswith("vraag-"):
            folders.write(folder, f"{what}/{row['deel']}.json", data)
        elif what.startswith("afgekeurd/"):
            name = what.removeprefix("afgekeurd/")
            self.refused.setdefault(name, []).append(data)
        else:
            self.counted_rows.append((row["deel"], what, float(data)))

    def _finish(self, question, number, folder):
        cells = [os.path.join(folder, f"vraag-{number}", f"{part}.json")
                 for part in range(1, self.parts + 1)]
        try:
            return question.finish(cells, self._register(question, folder),
                                   os.path.join(folder, f"vraag-{number}", "geheel.json"))
        except program.Refused as refused:
            raise self._named(refused) from None

    def _register(self, question, folder):
        """A register of what goes whole to every part, which is all that is left to ask of one."""
        path = os.path.join(folder, "register")
        if question.command == "tally" or os.path.exists(path):
            return path
        self.task.write(path, 1, whole=self.task.whole)
        program.ask(["import", path, "--format", "json"], self.lang)
        return path

    # ---- what is wrong ----

    def refused_rows(self):
        """Of the last ask, {delivery: [(file, row, column, name, reason)]}: who was refused, without
        the value."""
        out = {}
        for name, texts in self.refused.items():
            for row in (row for text in texts for row in _csv_rows(text)):
                file, number = self._place(name, int(row["regel"]))
                out.setdefault(name, []).append((file, number, int(row["kolom"]), row["naam"], row["reden"]))
        return out

    def _place(self, name, number):
        file, row = rows.place_of(number)
        known = self.files.get(name, [])
        if 0 < file <= len(known):
            return rows.plain(known[file - 1]), row
        return f"{name} (partitie/partition {file - 1})" if file else name, row

    def _named(self, refused):
        """The error with the file and row in place of a path here and a number."""
        english = self.lang == "en"
        name = os.path.basename(refused.file)
        where = name.removesuffix(".csv")
        if name in self.frames and refused.line > 1:
            file, row = self._place(name, refused.line)
            where += f": {file}: {'row' if english else 'rij'} {row}"
        elif refused.line:
            where += f": {'line' if english else 'regel'} {refused.line}"
        if refused.column:
            where += f", {'column' if english else 'kolom'} {refused.column}"
        message = f"{where}: {refused.message}" if where else refused.message
        return DeliveryError(message) if refused.status == 1 else \
            program.Refused(refused.status, message)

    def _raise_fault(self, text):
        try:
            tasks.raise_fault(text)
        except program.Refused as refused:
            raise self._named(refused) from None


def _csv_rows(data):
    return csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)


def _rows_of(frame):
    """All rows, as dicts. Not collect(): where the driver's memory runs out while it hands rows over, that gives
    those before it, and says nothing."""
    return frame.toArrow().to_pylist()


def _collect(frame, columns):
    """A small delivery, here, as a file."""
    with folders.work_folder() as folder:
        path = os.path.join(folder, "heel.csv")
        with open(path, "wb") as to:
            to.write(rows.header(columns).replace(
                (rows.DELIMITER + rows.PLACE).encode(), b""))
            for batch in frame.select(*columns).toArrow().to_batches():
                rows.write(to, batch, columns, None)
        with open(path, "rb") as file:
            return file.read()


def _check_all_back(found, n):
    """Of each of n partitions a row came back: what is missing would be missing from the whole without a word."""
    missing = sorted(set(range(n)) - {row["partitie"] for row in found})
    if missing:
        raise RuntimeError(f"of {n} pieces {len(missing)} did not come back: piece "
                           + ", ".join(str(i + 1) for i in missing[:10]) + (", …" if missing[10:] else ""))


def _last_year(facts):
    return json.loads(facts)["laatste_schooljaar"]


def _spark_hash(number):
    """Spark's hash() of an int: Murmur3 (A. Appleby, x86, 32 bits) of four bytes, seed 42."""
    def mask(x):
        return x & 0xFFFFFFFF

    def turn(x, n):
        return mask(x << n | x >> 32 - n)

    k = mask(turn(mask(number * 0xCC9E2D51), 15) * 0x1B873593)
    h = mask(turn(42 ^ k, 13) * 5 + 0xE6546B64) ^ 4
    h = mask((h ^ h >> 16) * 0x85EBCA6B)
    h = mask((h ^ h >> 13) * 0xC2B2AE35)
    h ^= h >> 16
    return h - (1 << 32) if h >> 31 else h


def _keys_of_partitions(n):
    """A number for each of n partitions that Spark's hash puts there: a part is a partition."""
    found, number = {}, 0
    while len(found) < n:
        found.setdefault(_spark_hash(number) % n, number)
        number += 1
    return [found[p] for p in range(n)]


@contextlib.contextmanager
def _small_batches(spark):
    """A row of the shuffle may be megabytes, of which few fit into one batch of columns."""
    name = "spark.sql.execution.arrow.maxBytesPerBatch"
    before = spark.conf.get(name, None)
    spark.conf.set(name, str(BATCH_BYTES))
    try:
        yield
    finally:
        if before is None:
            spark.conf.unset(name)
        else:
            spark.conf.set(name, before)
