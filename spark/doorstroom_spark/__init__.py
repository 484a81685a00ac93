"""doorstroom on Apache Spark: deliveries that one machine does not hold, counted by the same library,
to the same bytes. See docs/spark.en.md (docs/spark.md).

    from doorstroom_spark import Deliveries
    whole = Deliveries(spark, {"inschrijving-2023": spark.read.parquet("…"), …}, folder="werkmap")
    csv, json = whole.ask(["tally", "--indicator", "vsv", "--format", "csv"],
                          ["tally", "--indicator", "vsv", "--format", "json"])
"""
from .program import Refused
from .whole import Deliveries, DeliveryError

__all__ = ["Deliveries", "DeliveryError", "Refused"]
__version__ = "0.1.0"
