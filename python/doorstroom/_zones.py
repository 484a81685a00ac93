"""Moments of a time zone, as the clock on the wall there had them.

A library that says 1 March 2004 in Amsterdam stores 29 February, 23:00 in UTC, and that is what goes over by
Arrow: another day. A date of birth is the day that was written down; R hands it over so, too.
"""

from __future__ import annotations

from typing import Any


def _zone_of(kind: object) -> object:
    """The time zone of a type of pandas (of its own, or of pyarrow in it), polars or pyarrow."""
    kind = getattr(kind, "pyarrow_dtype", kind)
    return next((zone for zone in (getattr(kind, name, None) for name in ("tz", "time_zone")) if zone is not None), None)


def _of_pandas(frame: Any) -> Any:
    zoned = [at for at, kind in enumerate(frame.dtypes) if _zone_of(kind) is not None]
    if not zoned:
        return frame
    import pandas as pd

    frame = frame.copy(deep=False)
    for at in zoned:
        column = frame.iloc[:, at]
        of_arrow = getattr(column.dtype, "pyarrow_dtype", None)
        if of_arrow is not None:  # whose tz_localize(None) is the clock of UTC in some versions
            column = column.astype(pd.DatetimeTZDtype(of_arrow.unit, of_arrow.tz))
        frame.isetitem(at, column.dt.tz_localize(None))
    return frame


def _of_polars(frame: Any) -> Any:
    import polars as pl

    zoned = [name for name, kind in frame.schema.items() if _zone_of(kind) is not None]
    return frame.with_columns(pl.col(zoned).dt.replace_time_zone(None)) if zoned else frame


def _of_pyarrow(table: Any) -> Any:
    zoned = [at for at, field in enumerate(table.schema) if _zone_of(field.type) is not None]
    if not zoned:
        return table
    import pyarrow.compute as compute

    for at in zoned:
        table = table.set_column(at, table.schema.field(at).name, compute.local_timestamp(table.column(at)))
    return table


def on_the_wall(value: Any) -> Any:
    """The same table; of others than these what comes is in UTC, and says so (+00)."""
    names = {kind.__module__.split(".")[0]: kind.__name__ for kind in reversed(type(value).__mro__)}
    if names.get("pandas") == "DataFrame":
        return _of_pandas(value)
    if names.get("polars") == "DataFrame":
        return _of_polars(value)
    if names.get("pyarrow") in ("Table", "RecordBatch"):
        return _of_pyarrow(value)
    return value
