"""Tables in and out as Arrow: of pyarrow, pandas, polars, DuckDB and of plain Python; bad producers; whose memory."""
import csv
import ctypes
import datetime
import gc

import doorstroom
import pytest
from doorstroom._capsule import STREAM, stream_in
from doorstroom._columns import ColumnStream
from doorstroom._library import ArrowArrayStream
from doorstroom._words import Question

MATCH = {'treatment': 'mee', 'outcome': ['y', 'z'], 'covariates': 'score', 'factors': 'groep', 'replicates': 20}


def read(path, kinds):
    """Columns of one of the made-up files, with decimal commas, as Python has them."""
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file, delimiter=';'))
    columns = {}
    for name in rows[0]:
        kind = kinds.get(name, str)
        texts = [row[name].replace(',', '.') if kind is float else row[name] for row in rows]
        columns[name] = [None if text in ('', 'NA') else kind(text) for text in texts]
    return columns


@pytest.fixture
def pupils(in_prepared):
    return read('leerlingen.csv', {'mee': int, 'score': float, 'jaar': int, 'y': float, 'z': int})


def said(answer):
    """All of an answer but the name of the file."""
    return {table_id: table.to_dict() for table_id, table in answer.tables.items()}, \
        [{k: v for k, v in block.items() if k != 'bestand'} for block in answer.json()]


@pytest.fixture
def of_file(in_prepared):
    return said(doorstroom.match('leerlingen.csv', **MATCH))


def as_pyarrow(columns):
    return pytest.importorskip('pyarrow').table(columns)


def as_pyarrow_chunks(columns):
    whole = as_pyarrow(columns)
    pa = pytest.importorskip('pyarrow')
    return pa.concat_tables([whole.slice(0, 7), whole.slice(7, 1), whole.slice(8, 0), whole.slice(8)])


def as_dictionary(columns):
    table = as_pyarrow(columns)
    return table.set_column(table.column_names.index('groep'), 'groep', table['groep'].dictionary_encode())


def as_pandas(columns):
    return pytest.importorskip('pandas').DataFrame(columns)


def as_polars(columns):
    return pytest.importorskip('polars').DataFrame(columns)


def as_duckdb(columns):
    duckdb = pytest.importorskip('duckdb')
    made = as_pyarrow(columns)  # noqa: F841: DuckDB finds it by its name
    return duckdb.sql('select * from made')


def as_dict(columns):
    return columns


def as_numpy(columns):
    np = pytest.importorskip('numpy')
    return {name: values if None in values else np.array(values) for name, values in columns.items()}


MAKERS = [as_pyarrow, as_pyarrow_chunks, as_dictionary, as_pandas, as_polars, as_duckdb, as_dict, as_numpy]


@pytest.mark.parametrize('maker', MAKERS, ids=lambda m: m.__name__[3:])
def test_a_stream_is_as_the_file(maker, pupils, of_file):
    assert said(doorstroom.match(maker(pupils), **MATCH)) == of_file


def test_pandas_without_arrow_is_copied(pupils, of_file):
    frame = as_pandas(pupils)

    class Without:
        """A frame whose Arrow needs a package that is not there."""
        columns = frame.columns

        def __getitem__(self, name):
            return frame[name]

        def __arrow_c_stream__(self, requested_schema=None):
            raise ImportError('pyarrow')

    assert said(doorstroom.match(Without(), **MATCH)) == of_file


def test_two_tables_in_one_question(in_prepared):
    left = {'brin': ['91AA', '92BB', '99ZZ']}
    right = {'instelling': ['91AA', '92BB', '93CC']}
    of_dicts = doorstroom.link(left, right, on='brin=instelling').json()
    for name, columns in (('l.csv', left), ('r.csv', right)):
        with open(in_prepared / name, 'w', encoding='utf-8') as file:
            file.write('\n'.join([*columns, *next(iter(columns.values()))]) + '\n')
    of_files = doorstroom.link('l.csv', 'r.csv', on='brin=instelling').json()

    def counts(document):
        return [{k: v for k, v in row.items() if not isinstance(v, str)} for row in document.get('kolommen', [])]
    assert counts(of_dicts) == counts(of_files)


# ---- deliveries ----

def test_import_of_streams_is_that_of_files(in_prepared, tmp_path):
    polars = pytest.importorskip('polars')
    tables = {}
    for path in sorted((in_prepared / 'proef/leveringen').glob('*.csv')):
        tables[path.stem] = polars.read_csv(path, infer_schema=False, encoding='utf8-lossy')
    register = doorstroom.import_(tmp_path / 'uit_stromen', tables=tables)
    assert register.answer is not None
    for question in ({'indicator': 'vsv', 'by': ['niveau', 'leerweg']}, {'indicator': 'switch', 'by': 'hoofdgroep'}):
        assert register.tally(**question).csv() == doorstroom.open('proef').tally(**question).csv()
    delivered = tmp_path / 'uit_stromen/leveringen'
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in delivered.iterdir())


def test_import_of_columns(tmp_path):
    register = doorstroom.import_(tmp_path / 'klein', tables={'inschrijving': {
        'persoon': [1, 2, 2, 2], 'schooljaar': [2023, 2022, 2023, 2024], 'soort': ['mbo'] * 4,
        'niveau': ['2', '3', '3', '3'], 'instelling': ['91AA'] * 4, 'leeftijd': [17, 18, 19, 20]},
        'diploma': {'persoon': [9], 'schooljaar': [2022], 'soort': ['mbo'], 'niveau': ['2']}})
    rows = register.tally(indicator='vsv', by='niveau', years=2023).rows()
    assert [(r['niveau'], r['teller'], r['noemer']) for r in rows] == [('2', 1, 1), ('3', 0, 1)]


def _enrolled(*persons):
    return {'persoon': [str(p) for p in persons], 'schooljaar': [2023] * len(persons), 'soort': ['mbo'] * len(persons),
            'niveau': ['2'] * len(persons)}


def test_one_delivery_given_twice_is_refused(tmp_path):
    for other in ('inschrijving.csv', 'Inschrijving'):
        with pytest.raises(doorstroom.UsageError, match='twee keer'):
            doorstroom.import_(tmp_path / 'dubbel', tables={'inschrijving': _enrolled(1, 2), other: _enrolled(3)})
        assert not any((tmp_path / 'dubbel/leveringen').glob('*'))


def test_a_refused_import_leaves_the_deliveries_as_they_were(tmp_path):
    register = doorstroom.import_(tmp_path / 'half', tables={'inschrijving': _enrolled(1, 2)})
    delivered = tmp_path / 'half/leveringen/inschrijving.csv'
    before = delivered.read_bytes()
    for tables in ({'inschrijving': _enrolled(7), 'persoon': {'persoon': [7], 'ses': [float('inf')]}},
                   {'inschrijving': {**_enrolled(8), 'schooljaar': ['geen']}}):
        with pytest.raises(doorstroom.InputError):
            doorstroom.import_(register, tables=tables)
        assert delivered.read_bytes() == before
        assert [p.name for p in delivered.parent.iterdir()] == ['inschrijving.csv']
    doorstroom.import_(register, tables={'inschrijving': _enrolled(9)})
    assert delivered.read_bytes() != before
    assert [p.name for p in delivered.parent.iterdir()] == ['inschrijving.csv']


def test_a_delivery_in_another_form_is_refused_by_name(tmp_path):
    (tmp_path / 'leveringen').mkdir()
    (tmp_path / 'leveringen/inschrijving.parquet').write_bytes(b'PAR1')
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.import_(tmp_path, tables={'inschrijving': _enrolled(1)})
    assert caught.value.file.endswith('inschrijving.parquet')
    assert [p.name for p in (tmp_path / 'leveringen').iterdir()] == ['inschrijving.parquet']


def test_a_delivery_with_a_bad_name_is_refused(tmp_path):
    with pytest.raises(doorstroom.UsageError):
        doorstroom.Register(tmp_path).add('../elders', {'persoon': [1]})
    assert not (tmp_path.parent / 'elders.csv').exists()


# ---- out ----

def test_out_to_each(register):
    pa = pytest.importorskip('pyarrow')
    pd = pytest.importorskip('pandas')
    pl = pytest.importorskip('polars')
    answer = register.tally(indicator='vsv', by=['niveau', 'leerweg'])
    table, expected = answer.table(), answer.table().to_dict()
    assert pa.table(answer).to_pydict() == expected
    assert pa.RecordBatchReader.from_stream(table).read_all().to_pydict() == expected
    assert pl.DataFrame(answer).to_dict(as_series=False) == expected
    assert answer.to_arrow().to_pydict() == answer.to_polars().to_dict(as_series=False) == expected
    frame = answer.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert frame['percentage'].tolist() == expected['percentage']
    assert pa.schema(table).names == list(expected)
    assert pa.schema(table).field('percentage').metadata[b'titel'] != b''
    duckdb = pytest.importorskip('duckdb')
    reader = pa.RecordBatchReader.from_stream(answer)  # noqa: F841
    assert duckdb.sql('select sum(teller) from reader').fetchone()[0] == sum(expected['teller'])


def test_nobody_has_the_types_of_everybody(register):
    """So that answers can be put behind each other."""
    pl, pa = pytest.importorskip('polars'), pytest.importorskip('pyarrow')
    for command, options in (('tally', {'indicator': 'vsv', 'by': 'niveau'}), ('tally', {'indicator': 'studieduur', 'by': 'leerweg'}),
                             ('gap', {'indicator': 'vsv', 'attribute': 'geslacht'})):
        answers = [getattr(register, command)(**options), getattr(register, command)(**options, where='leeftijd > 119')]
        table = list(answers[0].tables)[-1]
        full, none = (answer[table] for answer in answers)
        assert len(none) == 0 < len(full) and pa.schema(full) == pa.schema(none)
        assert pl.concat([full.to_polars(), none.to_polars()]).height == len(full)
        assert pa.concat_tables([full.to_arrow(), none.to_arrow()]).num_rows == len(full)


def test_without_packages(register, monkeypatch):
    pd = pytest.importorskip('pandas')
    answer = register.tally(indicator='vsv', by='niveau')
    monkeypatch.setitem(__import__('sys').modules, 'pyarrow', None)
    assert isinstance(answer.to_pandas(), pd.DataFrame)
    with pytest.raises(ImportError):
        answer.to_arrow()


def test_a_table_outlives_its_answer(register):
    pl = pytest.importorskip('polars')
    answer = register.tally(indicator='vsv', by='niveau')
    expected = answer.to_dict()
    capsule, schema = answer.__arrow_c_stream__(), answer.__arrow_c_schema__()
    frame = pl.DataFrame(answer)
    del answer
    gc.collect()
    for _ in range(20):
        register.tally(indicator='switch')
    assert frame.to_dict(as_series=False) == expected

    class Holder:
        def __arrow_c_stream__(self, requested_schema=None):
            return capsule
    assert pl.DataFrame(Holder()).to_dict(as_series=False) == expected
    del schema


def test_a_capsule_ends_while_an_exception_is_on_its_way(register):
    """As when a function is called with a capsule and another argument fails."""
    table = register.tally(indicator='vsv').table()
    for _ in range(100):
        with pytest.raises(ZeroDivisionError):
            print(table.__arrow_c_stream__(), table.__arrow_c_schema__(), 1 / 0)


def test_a_capsule_that_nobody_takes_is_released(register):
    table = register.tally(indicator='vsv').table()
    released = []
    capsule = table.__arrow_c_stream__()
    stream = stream_in(capsule)
    c = type(stream.contents.release)
    release = c(ctypes.cast(stream.contents.release, ctypes.c_void_p).value)

    def watch(pointer):
        released.append(True)
        release(pointer)
    stream.contents.release = watched = c(watch)
    del stream
    assert not released
    del capsule
    gc.collect()
    assert released == [True]
    assert watched


# ---- bad producers ----

class Producer:
    def __init__(self, what):
        self.what = what

    def __arrow_c_stream__(self, requested_schema=None):
        return self.what() if callable(self.what) else self.what


def failing():
    raise RuntimeError('nothing to give')


def capsule_of_wrong_name():
    new = ctypes.pythonapi['PyCapsule_New']
    new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return new(8, b'dltensor', None)


@pytest.mark.parametrize('what', [None, 7, capsule_of_wrong_name, failing])
def test_producers_that_give_no_stream(what):
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.match(Producer(what), treatment='t', outcome='y', covariates='x')
    assert 'nothing to give' not in all_said(caught.value)


def all_said(error):
    """What an error says, and what hangs from it, for whoever keeps errors somewhere else."""
    said = ''
    while error is not None:
        said += f'{error} {error.args!r} {vars(error)!r}'
        assert not hasattr(error, 'object')
        error = error.__cause__ or error.__context__
    return said


def test_a_stream_that_was_taken(register):
    pa = pytest.importorskip('pyarrow')
    capsule = register.tally(indicator='vsv').__arrow_c_stream__()
    pa.RecordBatchReader._import_from_c_capsule(capsule)
    with pytest.raises(doorstroom.InputError):
        doorstroom.match(Producer(capsule), treatment='t', outcome='y', covariates='x')


def test_a_reader_that_fails_half_way():
    pa = pytest.importorskip('pyarrow')
    schema = pa.schema([('t', pa.int64()), ('y', pa.float64()), ('x', pa.float64())])

    def batches():
        yield pa.record_batch([[0, 1], [1.0, 2.0], [1.0, 2.0]], schema=schema)
        raise OSError('the disk is gone')
    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(doorstroom.DoorstroomError) as caught:
        doorstroom.match(reader, treatment='t', outcome='y', covariates='x', se='none')
    assert 'disk' not in all_said(caught.value) and 'error 5' in caught.value.en


def test_a_producer_of_names():
    """What a producer says of its failure is not repeated; of a column it may name, only one that is there."""
    pa = pytest.importorskip('pyarrow')
    schema = pa.schema([('naam', pa.string()), ('y', pa.float64())])
    for text in ('no such person: jansen, de vries pieter utrecht kanaalstraat', "column 'naam': jansen is no number"):
        def batches():
            yield pa.record_batch([['a'], [1.0]], schema=schema)
            raise ValueError(text)
        with pytest.raises(doorstroom.InputError) as caught:
            doorstroom.describe(pa.RecordBatchReader.from_batches(schema, batches()))
        words = all_said(caught.value)
        assert not any(word in words for word in ('jansen', 'vries', 'kanaalstraat', 'number', 'yield', 'raise'))
        assert ("'naam'" in caught.value.en) == ('column' in text)


def test_types_that_are_no_single_value():
    pa = pytest.importorskip('pyarrow')
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.match(pa.table({'t': [[0], [1]], 'y': [1.0, 2.0]}), treatment='t', outcome='y', covariates='y')
    assert "'t'" in caught.value.en or 'column 1' in caught.value.en or caught.value.column == 1


SECRET = 123456789012345678  # the number of a person, and what must not be in a message


@pytest.mark.parametrize('columns, row', [
    ({'a': [1, 2], 'b': [1]}, 0), ({'a': [1, 'x']}, 0), ({'a': [b'x']}, 0), ({'a': [1, 2 ** 70 + SECRET]}, 2),
    ({'a': [0.5, SECRET]}, 2), ({'a': 'text'}, 0), ({'a': [[SECRET]]}, 0), ({'a': 3}, 0),
    ({'a': ['x', f'{SECRET}\ud800']}, 2), ({'a': [f'{SECRET}', 3]}, 0), ({f'{SECRET}\ud800': [1]}, 0),
    ({f'{SECRET}': [1, 'x']}, 0), ({'a': {4, 2, 3}}, 0), ({'a': frozenset((4, 2))}, 0), ({'a': {1: 2, 2: 3}}, 0)])
def test_columns_that_are_none(columns, row):
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.describe(columns)
    error = caught.value
    assert str(SECRET) not in all_said(error) and error.nl and error.en
    assert (error.line, f'row {row}' in error.en, f'rij {row}' in error.nl) == ((row + 1, True, True) if row else (0, False, False))


def numbers_of(columns):
    """Each column's values as the library reads them."""
    return pytest.importorskip('pyarrow').RecordBatchReader._import_from_c(
        ctypes.addressof(ColumnStream(columns).pointer.contents)).read_all().to_pydict()


def test_columns_of_an_order():
    """Keys and values of a dict have one; a set has none, and of a dict nobody says which of both."""
    of = {1: 4, 2: 3}
    assert numbers_of({'a': of.values(), 'b': of.keys(), 'c': (x for x in (1, 2))}) == {'a': [4, 3], 'b': [1, 2], 'c': [1, 2]}


def test_missing_among_other_kinds():
    day = datetime.date(2004, 3, 1)
    moment = datetime.datetime(2004, 3, 1, 12)
    assert numbers_of({'t': ['2', float('nan'), '4'], 'd': [moment, day, float('nan')]}) == {
        't': ['2', None, '4'], 'd': [moment, datetime.datetime(2004, 3, 1), None]}


@pytest.mark.parametrize('unit', ['D', 's', 'ms', 'us', 'ns'])
def test_moments_of_numpy(unit):
    np = pytest.importorskip('numpy')
    made = numbers_of({'d': np.array(['2004-03-01', 'NaT'], dtype=f'datetime64[{unit}]')})['d']
    assert made[0] in (datetime.date(2004, 3, 1), datetime.datetime(2004, 3, 1)) and made[1] is None


@pytest.mark.parametrize('text, unit', [('2004-03-01T00:00:00.000000001', 'ns'), ('12004-03-01', 's')])
def test_moments_of_numpy_that_python_has_not(text, unit):
    np = pytest.importorskip('numpy')
    with pytest.raises(doorstroom.InputError):
        doorstroom.describe({'d': np.array([text], dtype=f'datetime64[{unit}]')})
    with pytest.raises(doorstroom.InputError):
        doorstroom.describe({'d': np.array([3], dtype=f'timedelta64[{unit}]')})


def test_an_index_with_a_name_is_a_column(pupils, of_file):
    """pandas leaves out an index whose values happen to be a range, whatever its name."""
    frame = as_pandas(pupils)
    for names in ('groep', ['groep', 'mee']):
        assert said(doorstroom.match(frame.set_index(names), **MATCH)) == of_file
    pd = pytest.importorskip('pandas')
    levels = [read_columns(pd.DataFrame({'persoon': [1, 2, 3], 'niveau': niveau}).set_index('niveau'))
              for niveau in ([2, 3, 4], [2, 3, 3])]
    assert levels == [{'niveau': [2, 3, 4], 'persoon': [1, 2, 3]}, {'niveau': [2, 3, 3], 'persoon': [1, 2, 3]}]
    some = pd.DataFrame({'persoon': [1, 2, 3]})
    assert read_columns(some[some.persoon != 2]) == {'persoon': [1, 3]} == read_columns(some.iloc[[0, 2]])
    with pytest.raises(doorstroom.UsageError):
        read_columns(pd.DataFrame({'a': [1]}, index=pd.Index([2], name='a')))


def read_columns(table):
    """A table as the library gets it."""
    pa = pytest.importorskip('pyarrow')
    question = Question('nl')
    stream = question.stream_of(table)
    read_back = pa.RecordBatchReader._import_from_c(ctypes.addressof(stream.contents)).read_all().to_pydict()
    question.close()
    return read_back


def test_a_date_in_a_time_zone_is_the_day_there():
    """As R has it: the clock on the wall. In UTC midnight in Amsterdam is the day before."""
    pa, pd, pl = (pytest.importorskip(name) for name in ('pyarrow', 'pandas', 'polars'))
    here = __import__('zoneinfo').ZoneInfo('Europe/Amsterdam')
    day = datetime.datetime(2004, 3, 1)
    born = [day.replace(tzinfo=here), None]
    zoned = pa.timestamp('us', 'Europe/Amsterdam')
    frame = pd.DataFrame({'p': [1, 2], 'd': pd.Series(born).astype('datetime64[us, Europe/Amsterdam]')})
    for table in (frame, frame.astype({'d': pd.ArrowDtype(zoned)}), pl.DataFrame({'p': [1, 2], 'd': born}),
                  pa.table({'p': [1, 2], 'd': pa.array(born, zoned)}), {'p': [1, 2], 'd': born},
                  {'p': [1, 2], 'd': frame['d']}):
        assert read_columns(table) == {'p': [1, 2], 'd': [day, None]}
    assert str(frame.dtypes['d']).endswith('Europe/Amsterdam]')  # the caller's own is as it was


def test_columns_of_nothing_and_periods():
    pl, pd = pytest.importorskip('polars'), pytest.importorskip('pandas')
    empty = doorstroom.describe(pl.DataFrame({'a': [1, 2], 'b': pl.Series([None, None])}))
    assert empty.csv() == doorstroom.describe({'a': [1, 2], 'b': [None, None]}).csv()
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.describe(pd.DataFrame({'jaar': pd.period_range('2021', periods=2, freq='Y')}))
    assert "'jaar'" in caught.value.en


def test_a_column_that_arrow_refuses_is_refused_by_name():
    pd = pytest.importorskip('pandas')
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.describe(pd.DataFrame({'a': [1], 'b': pd.Series(['x'], dtype=object)}).assign(c=pd.Series([SECRET], dtype=object))
                            ._append(pd.DataFrame({'a': [2], 'b': [3], 'c': ['x']})))
    assert str(SECRET) not in all_said(caught.value) and "'b'" in caught.value.en


def test_what_is_no_table():
    with pytest.raises(doorstroom.UsageError):
        doorstroom.match(object(), treatment='t', outcome='y', covariates='x')


def test_columns_of_each_kind():
    pa = pytest.importorskip('pyarrow')
    moment = datetime.datetime(1969, 7, 20, 20, 17, 40, 5)
    columns = {'whole': [1, None, -2 ** 63], 'double': [0.1, None, 1e300], 'mixed': [1, 0.5, None],
               'flag': [True, None, False], 'text': ['é', None, ''], 'day': [datetime.date(1900, 1, 1), None,
                                                                         datetime.date(2026, 2, 28)],
               'moment': [moment, None, moment], 'nothing': [None, None, None],
               'zoned': [moment.replace(tzinfo=datetime.timezone.utc), None, None]}
    made = ColumnStream(columns)
    read_back = pa.RecordBatchReader._import_from_c(ctypes.addressof(made.pointer.contents)).read_all().to_pydict()
    columns['mixed'] = [1.0, 0.5, None]
    columns['zoned'][0] = moment
    assert read_back == columns
    made.close()


def test_the_name_of_a_capsule():
    assert STREAM == b'arrow_array_stream' and ctypes.sizeof(ArrowArrayStream) == 40
