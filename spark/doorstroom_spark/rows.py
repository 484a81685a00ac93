"""Rows of a DataFrame as lines of a delivery. Every value is text, as it was delivered: nothing is
inferred. The last column says where the row stood, so that an error can name file and row."""
import re
import urllib.parse

import pyarrow as pa
import pyarrow.csv
import pyarrow.compute as pc

PLACE = "doorstroom_rij"  # src/intake/steps.h
FILE = "doorstroom_bestand"
ROW = "doorstroom_rij_van_bestand"
ROWS_A_FILE = 10 ** 10  # more than a file has
DELIMITER = "|"

_PLAIN = pyarrow.csv.WriteOptions(include_header=False, delimiter=DELIMITER, quoting_style="none")
_QUOTED = pyarrow.csv.WriteOptions(include_header=False, delimiter=DELIMITER,
                                   quoting_style="needed")


def header(columns):
    """The first line of a delivery with these columns."""
    quoted = ('"' + name.replace('"', '""') + '"' if any(c in name for c in '"|\r\n') else name
              for name in [*columns, PLACE])
    return (DELIMITER.join(quoted) + "\n").encode()


def place_of(number):
    """(which file, which row), both from 1, of the number of a place."""
    return number // ROWS_A_FILE, number % ROWS_A_FILE


def plain(path):
    """A file as people know it: Spark's lists and its rows spell one differently."""
    return re.sub(r"^(\w+):/+", r"\1:/", urllib.parse.unquote(path))


class Places:
    """Numbers the rows of a partition: by file and row where Spark knows these, else by partition and
    row within it."""

    def __init__(self, files, partition):
        self.files = {plain(path): number for number, path in enumerate(files, 1)}
        self.partition = partition
        self.seen = 0

    def of(self, batch):
        if FILE in batch.schema.names:
            of = batch.column(FILE).dictionary_encode()
            numbers = [self.files.get(plain(path), 0) for path in of.dictionary.to_pylist()]
            file = pa.array(numbers, pa.int64()).take(of.indices)
            row = pc.add(pc.cast(batch.column(ROW), pa.int64()), 1)
        else:
            file = pa.scalar(self.partition + 1, pa.int64())
            row = pa.array(range(self.seen + 1, self.seen + batch.num_rows + 1), pa.int64())
        self.seen += batch.num_rows
        return pc.add(pc.multiply(file, ROWS_A_FILE), row)


def write(to, batch, columns, places):
    """Appends the rows of a batch to the file to."""
    arrays, names = [batch.column(name) for name in columns], list(columns)
    if places is not None:
        arrays, names = [*arrays, places.of(batch)], [*names, PLACE]
    rows = pa.RecordBatch.from_arrays(arrays, names)
    sink = pa.BufferOutputStream()
    try:  # values without a mark of the form itself: shorter, and quicker to read
        pyarrow.csv.write_csv(rows, sink, _PLAIN)
    except pa.ArrowInvalid:
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(rows, sink, _QUOTED)
    to.write(sink.getvalue())
