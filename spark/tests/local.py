"""What the tests and the bench share: a made register, on one machine and as Parquet, and Spark with
executors that are processes of their own."""
import glob
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)


def run(*words, check=True):
    done = subprocess.run([os.environ["DOORSTROOM_PROGRAM"], *words], capture_output=True, check=False)
    if check and done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return done.stdout if check else done


def to_parquet(csv, folder, files=2, rows_a_block=1 << 20):
    """All columns as text, in some files."""
    os.makedirs(folder, exist_ok=True)
    with open(csv, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split(",")
    types = {name: pa.string() for name in names}
    options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    reader = pyarrow.csv.open_csv(csv, convert_options=options)
    writers = [pyarrow.parquet.ParquetWriter(f"{folder}/deel-{i}.parquet", reader.schema)
               for i in range(files)]
    for number, batch in enumerate(reader):
        step = max(1, -(-batch.num_rows // files))
        for i in range(files):
            part = batch.slice(i * step, step)
            if part.num_rows:
                writers[(number + i) % files].write_batch(part, row_group_size=rows_a_block)
    for writer in writers:
        writer.close()


def make(folder, persons, seed=5):
    """folder/een: the work folder of one machine; folder/klein: what goes whole; folder/parquet/."""
    one = f"{folder}/een"
    run("simulate", one, "--persons", str(persons), "--seed", str(seed))
    share(folder)


def share(folder):
    from doorstroom_spark.whole import PERSONS, _is_kind
    for path in sorted(glob.glob(f"{folder}/een/leveringen/*.csv")):
        name = os.path.basename(path)
        if _is_kind(name, PERSONS):
            to_parquet(path, f"{folder}/parquet/{name.removesuffix('.csv')}")
        else:
            os.makedirs(f"{folder}/klein/leveringen", exist_ok=True)
            os.link(path, f"{folder}/klein/leveringen/{name}")
    for under in ("codes", "doorstroom.yaml", "definities"):
        if os.path.exists(f"{folder}/een/{under}"):
            os.symlink(f"../een/{under}", f"{folder}/klein/{under}")


def session(executors, memory=1024, cores=1, **conf):
    """Each executor a JVM of its own, with Python workers of its own."""
    from pyspark.sql import SparkSession
    os.environ["PYSPARK_PYTHON"] = sys.executable
    path = os.pathsep.join([PACKAGE, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]).rstrip(
        os.pathsep)
    builder = (SparkSession.builder.master(f"local-cluster[{executors},{cores},{memory}]")
               .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
               .config("spark.executor.memory", f"{memory}m")
               .config("spark.executorEnv.PYTHONPATH", path)
               .config("spark.sql.files.openCostInBytes", "0"))
    for name in ("DOORSTROOM_PROGRAM", "DOORSTROOM_LIBRARY", "DOORSTROOM_SPARK_TMP"):
        if name in os.environ:
            builder = builder.config(f"spark.executorEnv.{name}", os.environ[name])
    for name, value in conf.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def frames(spark, folder):
    return {os.path.basename(path): spark.read.parquet(path)
            for path in sorted(glob.glob(f"{folder}/parquet/*"))}
