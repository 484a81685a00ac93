"""The package's own types, by mypy --strict; and that they say what somebody may write."""
import os
import re
import subprocess
import sys

import pytest

from conftest import ROOT

pytest.importorskip('mypy')


def mypy(*words, tmp_path):
    done = subprocess.run([sys.executable, '-m', 'mypy', '--config-file', str(ROOT / 'tests/python/mypy.ini'), '--cache-dir', str(tmp_path / 'cache'), *words],
                          capture_output=True, text=True,
                          env={**os.environ, 'MYPYPATH': str(ROOT / 'python')}, cwd=ROOT / 'python')
    return done.returncode, done.stdout + done.stderr


def test_types(tmp_path):
    code, said = mypy('-p', 'doorstroom', tmp_path=tmp_path)
    assert code == 0, said
    use = ROOT / 'tests/python/types_used.py'
    code, said = mypy(str(use), tmp_path=tmp_path)
    lines = use.read_text(encoding='utf-8').split('\n')
    wrong = {i for i, line in enumerate(lines, 1) if line.endswith('# WRONG')}
    found = {int(n) for n in re.findall(r'types_used\.py:(\d+): error', said)}
    assert wrong and found == wrong, said
