"""Errors with their place, words that do not go, definitions, documents in a notebook, what is told meanwhile; and
that the package says what the program and the headers say."""
import ctypes
import inspect
import os
import pickle
import re
import subprocess
import sys
import warnings

import doorstroom
import pytest
from doorstroom import _library
from doorstroom._errors import new_error, raised
from doorstroom._notebook import _split

from conftest import ROOT

WRONG = '''indicators:
  - id: eigen
    name: Eigen
    population: "soort = 'mbo'"
    event: not ingeschrevenn[t+1]
'''
RIGHT = WRONG.replace('ingeschrevenn', 'ingeschreven')


# ---- errors ----

@pytest.mark.parametrize('lang', ['nl', 'en'])
def test_an_error_has_its_place(lang, tmp_path, register):
    path = tmp_path / 'eigen.yaml'
    path.write_text(WRONG, encoding='utf-8')
    for ask in (lambda: doorstroom.Definitions(path, lang=lang), lambda: doorstroom.define(check=path, lang=lang),
                lambda: register.tally(indicator='eigen', definitions=path, lang=lang)):
        with pytest.raises(doorstroom.DefinitionError) as caught:
            ask()
        error = caught.value
        assert (error.file, error.line, error.column) == (str(path), 5, 16)
        assert "'ingeschreven'" in error.nl and "'ingeschreven'" in error.en and error.nl != error.en
        assert str(error).startswith(f'{path}, {"line 5, column" if lang == "en" else "regel 5, kolom"} 16: ')
        assert str(error).endswith(error.en if lang == 'en' else error.nl)


def test_a_text_has_its_name(register):
    with pytest.raises(doorstroom.DefinitionError) as caught:
        doorstroom.Definitions(text=WRONG, name='mijn.yaml')
    assert (caught.value.file, caught.value.line, caught.value.column) == ('mijn.yaml', 5, 16)
    assert '/proc/' not in str(caught.value)


def test_an_expression_has_its_column(register):
    with pytest.raises(doorstroom.DefinitionError) as caught:
        register.tally(indicator='vsv', where='leeftijd < 20 and foo = 3')
    assert (caught.value.file, caught.value.column) == ('--where', 19)


def test_each_status_has_its_exception(register, in_prepared, tmp_path):
    with pytest.raises(doorstroom.InputError) as caught:
        register.tally(indicator='vsx')
    assert not isinstance(caught.value, doorstroom.DefinitionError) and "'vsv'" in caught.value.en
    with pytest.raises(doorstroom.UsageError):
        register.tally(indicator='vsv', threads=0)
    error = new_error()
    assert type(raised(1, error, lang='nl')) is doorstroom.InputError
    assert type(raised(2, error, lang='nl')) is doorstroom.UsageError
    assert type(raised(3, error, lang='nl')) is doorstroom.Fault
    with pytest.raises(FileNotFoundError):
        doorstroom.open(tmp_path / 'nergens')
    with pytest.raises(doorstroom.DoorstroomError):
        doorstroom.Register(tmp_path).tally(indicator='vsv')


def test_a_refused_import_tells_why(tmp_path):
    rows = {'persoon': [f'x{i}' for i in range(50)], 'schooljaar': ['geen'] * 50, 'soort': ['mbo'] * 50}
    with pytest.raises(doorstroom.InputError) as caught:
        doorstroom.import_(tmp_path / 'fout', tables={'inschrijving': rows})
    assert caught.value.answer is not None
    assert caught.value.answer.json()['geslaagd'] is False


def test_errors_travel(register):
    with pytest.raises(doorstroom.DefinitionError) as caught:
        register.tally(indicator='vsv', where='foo')
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is doorstroom.DefinitionError and str(again) == str(caught.value)
    assert (again.line, again.column, again.file) == (caught.value.line, caught.value.column, '--where')


# ---- words ----

@pytest.mark.parametrize('words', [
    {'by': True}, {'by': ['niveau', 'leerweg,instelling']}, {'where': 'leeftijd < 20\0'}, {'by': object()},
    {'pool': 1.5}, {'by': {'niveau', 'leerweg'}}, {'indicator': b'vsv'}])
def test_words_that_do_not_go(words, register):
    with pytest.raises((doorstroom.UsageError, doorstroom.InputError)):
        register.tally(**{'indicator': 'vsv', **words})


def test_words_that_are_the_same(register):
    expected = register.tally(indicator='vsv', by='niveau,leerweg', years=2022).csv()
    assert register.tally(indicator=['vsv'], by=('niveau', 'leerweg'), years='2022').csv() == expected
    assert register.tally(indicator='vsv', by=['niveau', 'leerweg'], years=[2022], interval=False,
                          where=None).csv() == expected


def test_an_unknown_option_is_no_keyword(register):
    with pytest.raises(TypeError):
        register.tally(indikator='vsv')


def test_a_folder_may_begin_with_a_dash(own):
    os.rename('proef', '-proef')
    assert doorstroom.open('-proef').tally(indicator='vsv').rows()


def test_csv_and_table(register):
    answer = register.tally(indicator='vsv', by='niveau', csv='nl', table='cellen')
    assert answer.csv().startswith('\ufeffindicator;') and answer.table().id == 'cellen'


def test_out_and_save(register, tmp_path):
    for ending in ('csv', 'json', 'html', 'txt', 'xlsx'):
        answer = register.tally(indicator='vsv', by='niveau', out=tmp_path / f'a.{ending}')
        answer.save(tmp_path / f'b.{ending}')
        a, b = ((tmp_path / f'{n}.{ending}').read_bytes() for n in 'ab')
        assert a == b and len(a) > 100, ending
    assert 'niet beveiligd voor publicatie' in (tmp_path / 'b.txt').read_text()
    with pytest.raises(doorstroom.UsageError):
        answer.save(tmp_path / 'c.exe')
    with pytest.raises(doorstroom.UsageError) as caught:
        answer.table('niets')
    assert 'cellen' in caught.value.en
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith('.')) == []


def test_lang(register, monkeypatch):
    dutch, english = register.tally(indicator='vsv', lang='nl'), register.tally(indicator='vsv', lang='en')
    assert dutch.text() != english.text() and dutch.csv() == english.csv()
    monkeypatch.setenv('LC_ALL', 'en_GB.UTF-8')
    assert register.tally(indicator='vsv').text() == english.text()
    monkeypatch.setenv('DOORSTROOM_LANG', 'nl')
    assert register.tally(indicator='vsv').text() == dutch.text()
    with pytest.raises(doorstroom.UsageError):
        register.tally(indicator='vsv', lang='de')


# ---- definitions ----

def test_definitions_of_the_program():
    definitions = doorstroom.Definitions()
    listed = {row['id']: row for row in doorstroom.define(list=True).json()['indicatoren']}
    assert list(definitions) == list(listed)
    for indicator in definitions.values():
        row = listed[indicator.id]
        assert (indicator.version, indicator.name, indicator.name_en) == (row['versie'], row['naam'], row['naam_en'])
        assert indicator.expression and indicator.line > 0
    assert definitions['vsv'].population == "soort = 'mbo' and leeftijd < 23"
    assert definitions['vsv'].by[0] == ('niveau', 'leerweg')
    assert definitions['vsv'].name_in('en') != definitions['vsv'].name_in('nl')


def test_definitions_of_ones_own(register, tmp_path):
    of_text = doorstroom.Definitions(text=RIGHT)
    path = tmp_path / 'eigen.yaml'
    path.write_text(RIGHT, encoding='utf-8')
    of_file = doorstroom.Definitions(path)
    assert of_text['eigen'].version == of_file['eigen'].version and len(of_text['eigen'].version) == 12
    a = register.tally(definitions=of_text, indicator='eigen', by='niveau').csv()
    assert a == register.tally(definitions=of_file, indicator='eigen', by='niveau').csv()
    assert a == register.tally(definitions=path, indicator='eigen', by='niveau').csv()
    with pytest.raises(doorstroom.UsageError):
        register.tally(definitions=doorstroom.Definitions())


# ---- documents ----

def test_in_a_notebook(register):
    answer = register.tally(indicator='vsv', by='niveau')
    part = answer._repr_html_()
    assert part.startswith('<div class="doorstroom-antwoord" lang=') and part.count('<table') == 2
    assert '<script' not in part and '@font-face' not in part and 'Intern' in part
    style = re.search(r'<style>(.*?)</style>', part, re.S).group(1)
    style = re.sub(r'@media[^{]*\{', '', style)
    selectors = [s.strip() for head in re.findall(r'([^{}]+)\{[^{}]*\}', style) for s in _split(head, ',')]
    assert len(selectors) > 100
    assert all(s.startswith('.doorstroom-antwoord') for s in selectors), [s for s in selectors if not s.startswith('.d')]
    # before '.jp-RenderedHTMLCommon tbody tr:nth-child(odd)' and '.jp-OutputArea-output dt', whatever the theme
    assert all(s.count('.doorstroom-antwoord') > 2 for s in selectors)
    assert ':where(dl, dt, dd) { float: none' in style
    ids = re.findall(r'\sid="([^"]*)"', part)
    assert ids and all(re.match(r'ds[0-9a-f]{8}-', i) for i in ids) and len(ids) == len(set(ids))
    for wanted in re.findall(r'aria-labelledby="([^"]*)"', part):
        assert set(wanted.split()) <= set(ids)
    assert answer._repr_html_() == part


def test_tables_in_a_notebook(register):
    answer = register.tally(indicator='vsv', by='instelling')
    table = answer['cellen']
    assert len(table) > 40
    part = table._repr_html_()
    assert part.count('<tr>') == 42 and '<th>indicator</th>' in part and 'None' not in part
    assert answer.tables._repr_html_().count('<tr>') == len(answer.tables)


def test_repr(register):
    assert 'niveau' in repr(register.tally(indicator='vsv', by='niveau'))
    long = repr(register.tally(indicator='vsv', by=['niveau', 'leerweg']))
    assert len(long.split('\n')) == 61 and long.endswith('print(antwoord)')
    with pytest.raises(TypeError):
        pickle.dumps(register.tally(indicator='vsv'))


def test_help_is_text():
    from doorstroom._ask import ask
    from doorstroom._words import Question
    question = Question('en')
    question.add('tally', '--help')
    asked = ask(question)
    answer = doorstroom.Answer(asked.pointer, 'en', None, [])
    assert '--indicator' in answer.text() and answer._repr_html_().startswith('<pre>') and not answer.tables
    with pytest.raises(doorstroom.UsageError):
        answer.rows()


# ---- meanwhile ----

def test_progress(own):
    heard = []
    doorstroom.import_('proef', progress=lambda text, share: heard.append((text, share)), verify=True)
    assert heard and all(isinstance(t, str) and t and 0 <= s <= 1 for t, s in heard)


def test_progress_that_fails(own):
    def fail(text, share):
        raise LookupError('no')
    with pytest.raises(LookupError):
        doorstroom.import_('proef', progress=fail, verify=True)


def test_progress_that_prints(own, capsys):
    doorstroom.import_('proef', progress=True, verify=True)
    assert '%' in capsys.readouterr().err


def test_what_is_noted_warns(own):
    with open('proef/leveringen/inschrijving-2022.csv', 'a', encoding='utf-8') as file:
        file.write('\n')
    os.utime('proef/leveringen/inschrijving-2022.csv', (1, 1))
    with pytest.warns(doorstroom.DoorstroomWarning) as caught:
        answer = doorstroom.open('proef').tally(indicator='vsv', lang='en')
    assert caught[0].filename == __file__ and answer.lines
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        with pytest.raises(doorstroom.DoorstroomWarning):
            doorstroom.open('proef').tally(indicator='vsv')


def beside_program(words):
    done = subprocess.run([os.environ['DS_PROGRAM'], *words, '--format', 'csv', '--lang', 'en'], capture_output=True, text=True)
    return done.stderr


def test_all_that_is_said_beside_csv_is_in_lines(own):
    if 'DS_PROGRAM' not in os.environ:
        pytest.skip('DS_PROGRAM is not set')
    both = {'persoon': list(range(1, 21)) * 2, 'schooljaar': [2022] * 20 + [2023] * 20, 'soort': ['mbo'] * 40,
            'niveau': [2] * 40, 'leeftijd': [17] * 20 + [18] * 20}
    only = doorstroom.import_('alleen', tables={'inschrijving': both})
    with open('ooit.yaml', 'w', encoding='utf-8') as file:
        file.write(RIGHT.replace('not ingeschreven[t+1]', 'not ever(startkwalificatie)'))
    with pytest.warns(doorstroom.DoorstroomWarning, match='not delivered'):
        answer = only.tally(definitions='ooit.yaml', indicator='eigen', lang='en')
    assert answer.beside == beside_program(['tally', 'alleen', '--definitions', 'ooit.yaml', '--indicator', 'eigen'])
    assert 'niet geleverd' in ''.join(line.nl for line in answer.lines)
    register = doorstroom.open('proef')
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter('always')
        answer = register.tally(indicator='vsv', by='ses', keep='ses: 1,2', lang='en')
    assert answer.beside == beside_program(['tally', 'proef', '--indicator', 'vsv', '--by', 'ses', '--keep', 'ses: 1,2'])
    assert any('1,2' in line.en for line in answer.lines)
    assert [str(w.message) for w in heard] == [line.en for line in answer.lines if not line.en.startswith('internal: ')]
    assert register.tally(indicator='vsv', by='ses', keep=['ses: 1', '2']).csv() == \
        register.tally(indicator='vsv', by='ses', keep='ses: 1; 2').csv()
    assert register.tally(indicator='vsv', by=['niveau', 'leerweg'], totals=['leerweg', '']).csv() == \
        register.tally(indicator='vsv', by='niveau,leerweg', totals='leerweg;').csv()


@pytest.mark.parametrize('asked', [{'indicator': 'vsv,studieduur'}, {'indicator': 'vsv', 'by': 'standaard'}, {}])
def test_every_table_of_an_answer(asked, own):
    register = doorstroom.open('proef')
    answer = register.tally(**asked)
    assert len(answer.tables) > 1
    for name, table in answer.tables.items():
        assert table.columns and table.csv().startswith(','.join(table.columns[:2]))
    name = list(answer.tables)[-1]
    one = register.tally(**asked, table=name)
    assert one.to_dict() == answer[name].to_dict() and one.csv() == answer.csv(name)
    for ending in ('dta', 'sav', 'csv'):
        register.tally(**asked, table=name, out=f'x.{ending}')
        assert os.path.getsize(f'x.{ending}') > 20
        with pytest.raises(doorstroom.UsageError):
            register.tally(**asked, out=f'y.{ending}')
    with pytest.raises(doorstroom.UsageError) as caught:
        answer.rows()
    assert name in caught.value.en or '…' in caught.value.en


# ---- the same as the program and the headers ----

def test_verbs_are_those_of_the_program():
    program = os.environ.get('DS_PROGRAM')
    if not program:
        pytest.skip('DS_PROGRAM is not set')
    done = subprocess.run([sys.executable, ROOT / 'tools/python-verbs', program, '--check'], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_command_is_there():
    program = doorstroom._ask.ask
    listed = set(re.findall(r'^    \{"([a-z]+)", ds_cmd_', (ROOT / 'src/ask/help.c').read_text(encoding='utf-8'), re.M))
    names = {'import': 'import_', 'open': 'open_data'}
    missing = [c for c in listed if not hasattr(doorstroom, names.get(c, c)) and
               not hasattr(doorstroom.Register, names.get(c, c))]
    assert len(listed) > 30 and not missing and program


def fields_of(struct):
    """The fields of a struct in the public headers, in their order."""
    for header in sorted((ROOT / 'include/doorstroom').glob('*.h')):
        text = re.sub(r'/\*.*?\*/', '', header.read_text(encoding='utf-8'), flags=re.S)
        found = re.search(rf'(?:typedef )?struct {struct} \{{(.*?)^\}}', text, re.S | re.M)
        if found:
            lines = [line.strip() for line in found.group(1).split(';') if line.strip()]
            return [name for line in lines for name in
                    (re.findall(r'\(\*(\w+)\)', line) or [re.split(r'\W+', p.strip())[-1] for p in line.split(',')])]
    raise AssertionError(struct)


@pytest.mark.parametrize('struct, mirror', [
    ('ds_ask_options', _library.AskOptions), ('ds_ask_table', _library.AskTable), ('ds_work', _library.Work),
    ('ds_work_definitions', _library.WorkDefinitions), ('ds_indicator', _library.IndicatorHead),
    ('ArrowSchema', _library.ArrowSchema), ('ArrowArray', _library.ArrowArray),
    ('ArrowArrayStream', _library.ArrowArrayStream)])
def test_structs_are_those_of_the_headers(struct, mirror):
    names = [f[0] for f in mirror._fields_]
    assert names == fields_of(struct)[:len(names)]
    assert len(names) == len(fields_of(struct)) or struct == 'ds_indicator'


def test_prototypes_are_those_of_the_headers():
    text = ''.join(h.read_text(encoding='utf-8') for h in sorted((ROOT / 'include/doorstroom').glob('*.h')))
    for name, (_, arguments) in _library.PROTOTYPES.items():
        found = re.search(rf'DS_API[^;(]*[ *]{name}\(([^;]*?)\)(?: DS_NODISCARD)?;', text, re.S)
        assert found, name
        words = found.group(1).strip()
        assert (0 if words == 'void' else words.count(',') + 1) == len(arguments), name


def test_everything_has_a_docstring():
    for name in doorstroom.__all__:
        assert inspect.getdoc(getattr(doorstroom, name)), name
    for name, method in inspect.getmembers(doorstroom.Register, inspect.isfunction):
        assert name.startswith('_') or inspect.getdoc(method), name


def test_version():
    text = (ROOT / 'include/doorstroom/version.h').read_text(encoding='utf-8')
    assert f'"{doorstroom.__version__}"' in text and ctypes.sizeof(ctypes.c_void_p) == 8
