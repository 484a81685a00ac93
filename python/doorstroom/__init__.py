"""doorstroom follows young people through vocational education: deliveries in, tables out.

doorstroom volgt jongeren door het beroepsonderwijs: leveringen erin, tabellen eruit.

    import doorstroom

    register = doorstroom.demo("proef", persons=20000)
    answer = register.tally(indicator="vsv", by=["niveau", "leerweg"])
    answer.to_pandas()

Every command of the program is here by its own name, with its options as keywords: underscores for
dashes, True for a switch, a list for what has commas. See docs/python.en.md.
"""

from __future__ import annotations

import os as _os

from ._answer import Answer, Table, Tables
from ._ask import Line
from ._definitions import Definitions, Indicator
from ._errors import DefinitionError, DoorstroomError, DoorstroomWarning, Fault, InputError, UsageError
from ._library import library as _loaded
from ._verbs import (Register, audit, define, demo, describe, did, duration, formulier, import_, key, link, match,
                     merge, open_data, relate, simulate, survey)

__version__: str = (_loaded.ds_version() or b"").decode()


def open(folder: str | _os.PathLike[str]) -> Register:
    """The register of a work folder that is there. Het register van een werkmap die er is."""
    if not _os.path.isdir(folder):
        raise FileNotFoundError(f"no work folder / geen werkmap: {_os.fspath(folder)}")
    return Register(folder)


__all__ = [
    "Answer", "DefinitionError", "Definitions", "DoorstroomError", "DoorstroomWarning", "Fault", "Indicator",
    "InputError", "Line", "Register", "Table", "Tables", "UsageError", "audit", "define", "demo", "describe",
    "did", "duration", "formulier", "import_", "key", "link", "match", "merge", "open", "open_data", "relate",
    "simulate", "survey",
]
