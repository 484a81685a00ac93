"""What the tests of the Python package share: the folder of the golden cases, with registers in it (DS_PREPARED,
made by tests/python/run)."""
import importlib.machinery
import importlib.util
import os
import shutil
import sys
from pathlib import Path

import doorstroom
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


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
