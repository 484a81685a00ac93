"""Every golden case asked in Python: the csv and json of the command line, byte for byte; and its tables as
columns, every number the very double that the csv reads back to."""
import csv
import io
import json
import math
import os

import doorstroom
import pytest

from asking import ask_words
from conftest import golden_module

GOLDEN = golden_module()
CASES = dict(GOLDEN.read_cases(os.path.join(GOLDEN.HERE, 'cases.txt')))
# One of each kind of question (tests/questions/run asks all of C, R and the command line, too); all cases run on the first Python only (DS_ALL).
TWENTY = ['tally', 'effect', 'match', 'did', 'monitor', 'why', 'compare', 'flows', 'gap', 'relate', 'risk', 'expected',
          'survey', 'routes', 'link', 'duration', 'open', 'audit', 'define_list', 'merge']
ASKED = list(CASES) if os.environ.get('DS_ALL') else TWENTY
WRITE = ('import', 'demo', 'simulate', 'fit')


def masked(text, folder):
    return GOLDEN.masked(text.encode()).replace(str(folder), '/MAP')


def golden_text(name, ending):
    with open(os.path.join(GOLDEN.HERE, f'{name}.{ending}'), encoding='utf-8', newline='') as file:
        return file.read()


def asked(name):
    """The answer; of a question that fails, the exception."""
    try:
        return ask_words(CASES[name])
    except doorstroom.DoorstroomError as error:
        return error


def form_of(answer, ending):
    try:
        return answer._bytes(ending).decode()
    except doorstroom.UsageError:  # csv of several tables
        return 'exit 2\n'


def test_twenty_are_there():
    assert len(TWENTY) == 20 and set(TWENTY) <= set(CASES)


@pytest.mark.parametrize('name', [n for n in ASKED if not n.startswith(WRITE)])
def test_csv_and_json(name, in_prepared):
    answer = asked(name)
    for ending in ('csv', 'json'):
        expected = golden_text(name, ending)
        if isinstance(answer, doorstroom.DoorstroomError):
            assert expected.startswith('exit ')
        elif ending == 'json' and '--table' in CASES[name]:
            assert expected == 'exit 2\n'  # a table is of csv
        else:
            text = ('exit 1\n' if answer.found else '') + form_of(answer, ending)
            assert GOLDEN.shortened(masked(text, in_prepared)) == expected


@pytest.mark.parametrize('name', [n for n in ASKED if n.startswith(WRITE)])
def test_that_writes(name, own):
    answer = ask_words(CASES[name])
    assert GOLDEN.shortened(masked(answer._bytes('json').decode(), own)) == golden_text(name, 'json')


def compare_value(text, value):
    """A value of a column beside the text that csv has of it."""
    if value is None:
        return True  # empty, or a word that stands in the column beside it
    if isinstance(value, bool):
        return text in (('ja', 'true', '1') if value else ('nee', 'false', '0'))
    if isinstance(value, int):
        return int(text) == value
    if isinstance(value, float):
        return float(text) == value and math.copysign(1, float(text)) == math.copysign(1, value)
    return text == value != ''  # what csv leaves empty is None


def test_types_are_not_of_the_data(in_prepared):
    """The same columns have the same types in every answer, whether there is a value in them or not."""
    pa = pytest.importorskip('pyarrow')
    types = {}
    for name in (n for n in ASKED if not n.startswith(WRITE)):
        answer = asked(name)
        if isinstance(answer, doorstroom.DoorstroomError):
            continue
        for table_id, table in answer.tables.items():
            schema = pa.schema(table)
            found = {str(t) for t in schema.types}
            assert found <= {'string', 'int64', 'double', 'bool'}
            key = (CASES[name][0], table_id if CASES[name][0] in ('effect', 'match', 'audit') else '', tuple(schema.names))
            assert types.setdefault(key, (name, schema.types))[1] == schema.types, (name, types[key][0], schema)
    assert len(types) > 40


@pytest.mark.parametrize('name', [n for n in ASKED if not n.startswith(WRITE)])
def test_tables_are_those_of_csv(name, in_prepared):
    answer = asked(name)
    if isinstance(answer, doorstroom.DoorstroomError) or not answer.tables:
        pytest.skip('no tables')
    for table_id, table in answer.tables.items():
        rows = list(csv.reader(io.StringIO(table.csv(), newline='')))
        columns = table.to_dict()
        own_columns = [c for c in columns if not c.endswith('_toestand') or c in rows[0]]
        assert own_columns == rows[0], table_id
        assert len(table) == len(rows) - 1
        for i, column in enumerate(rows[0]):
            words = columns.get(column + '_toestand')
            for j, (text, value) in enumerate(zip((row[i] for row in rows[1:]), columns[column])):
                assert compare_value(text, value), (table_id, column, j, text, value)
                if value is None:
                    assert text == ((words[j] or '') if words else ''), (table_id, column, j)


def test_json_is_read(register):
    answer = register.tally(indicator='vsv')
    assert answer.json() == json.loads(answer._bytes('json'))
