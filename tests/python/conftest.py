"""What the tests of the Python package share: the folder of the golden cases, with registers in it (DS_PREPARED,
made by tests/python/run), and a way to ask in Python what a line asks of the program."""
import importlib.machinery
import importlib.util
import inspect
import os
import shutil
import sys
from pathlib import Path

import doorstroom
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = {'import': 'import_', 'open': 'open_data'}


def pytest_configure(config):
    config.addinivalue_line('filterwarnings', 'ignore::doorstroom.DoorstroomWarning')


def golden_module():
    place = str(ROOT / 'tests/golden/run')
    loader = importlib.machinery.SourceFileLoader('golden_run', place)
    spec = importlib.util.spec_from_loader('golden_run', loader)
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.fixture(scope='session')
def golden():
    return golden_module()


@pytest.fixture(scope='session')
def prepared():
    folder = os.environ.get('DS_PREPARED')
    if not folder:
        pytest.skip('DS_PREPARED is not set: run tests/python/run')
    return Path(folder)


@pytest.fixture
def in_prepared(prepared, monkeypatch):
    monkeypatch.chdir(prepared)
    return prepared


@pytest.fixture
def own(prepared, tmp_path, monkeypatch):
    """A copy of the folder's files, to write in."""
    for name in ('proef', 'vorig'):
        shutil.copytree(prepared / name, tmp_path / name, symlinks=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def register(in_prepared):
    return doorstroom.open('proef')


def _options_of(function, words):
    """Keywords of words that begin with dashes; lists where a comma divides plain names."""
    places, options, rest = [], {}, list(words)
    parameters = inspect.signature(function).parameters
    while rest:
        word = rest.pop(0)
        if not word.startswith('--'):
            places.append(word)
            continue
        name = word[2:].replace('-', '_')
        if parameters[name].annotation == 'bool':
            options[name] = True
            continue
        value = rest.pop(0)
        plain = value.replace(',', '').replace('_', '').isalnum()
        options[name] = value.split(',') if ',' in value and plain else value
    return places, options


def ask_words(words, **more):
    """['tally', 'proef', '--by', 'a,b'] → doorstroom.open('proef').tally(by=['a', 'b'])."""
    command, *rest = words
    name = NAMES.get(command, command)
    on_register = hasattr(doorstroom.Register, name) and rest and not rest[0].startswith('--') \
        and command not in ('demo', 'simulate', 'link') and os.path.isdir(rest[0])
    if on_register:
        register = doorstroom.open(rest.pop(0))
        function = getattr(register, name)
        places, options = _options_of(function, rest)
        return function(*places, **options, **more)
    function = getattr(doorstroom, name, None) or getattr(doorstroom.Register('.'), name)
    places, options = _options_of(function, rest)
    if 'data' in options:
        places.insert(0, options.pop('data'))
    answer = function(*places, **options, **more)
    return answer.answer if isinstance(answer, doorstroom.Register) else answer
