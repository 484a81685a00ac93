"""Read by mypy in test_types.py, and not run: what somebody writes, with the types that they get."""
from pathlib import Path

import doorstroom

register = doorstroom.open(Path("proef"))
answer: doorstroom.Answer = register.tally(indicator=["vsv"], by=["niveau"], pool=2, interval=True, lang="nl")
rows: list[dict[str, object]] = answer.rows()
table: doorstroom.Table = answer["vsv"]
names: list[str] = table.columns
made: doorstroom.Register = doorstroom.import_("proef", tables={"inschrijving": {"persoon": [1, 2]}})
other: doorstroom.Answer = doorstroom.match({"t": [0, 1], "y": [1.0, 2.0]}, treatment="t", outcome=["y"], firth=True)
definitions = doorstroom.Definitions(text="indicators: []")
expression: str = definitions["vsv"].expression
register.tally(definitions=definitions, progress=lambda text, share: print(text, share))
register.tally(definitions=[Path("a.yaml"), "b.yaml"], progress=True, out=Path("x.csv"), csv="nl")
register.compare(doorstroom.open("vorig"), indicator="vsv")
register.tally(by=3.5, interval="ja")  # WRONG
register.tally(indikator="vsv")  # WRONG
doorstroom.match(3, treatment="t")  # WRONG
number: int = answer.csv()  # WRONG
with doorstroom.open("proef") as opened, opened.tally(indicator="vsv") as asked, doorstroom.Definitions() as all_of_them:
    same: doorstroom.Register = opened
    text: str = asked.csv()
    known: doorstroom.Definitions = all_of_them
closed: bool = asked.closed
with doorstroom.match({"t": [0, 1]}, treatment="t") as none_of_these:
    other_text: int = none_of_these.text()  # WRONG
