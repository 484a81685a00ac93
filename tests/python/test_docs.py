"""What the pages and the example say, run."""
import re
import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.parametrize('page', ['python.md', 'python.en.md'])
def test_the_page_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r'^```python\n(.*?)^```', (ROOT / 'docs' / page).read_text(encoding='utf-8'), re.S | re.M)
    assert len(blocks) > 6
    names = {}
    for block in blocks:
        exec(compile(block, page, 'exec'), names)
    assert 'geslagt' in capsys.readouterr().out
    assert isinstance(names['estimate'], float)
    assert names['young'].rows()
    assert (tmp_path / 'vsv.xlsx').stat().st_size > 1000


def test_the_page_names_every_function():
    import doorstroom
    for page in ('python.md', 'python.en.md'):
        text = (ROOT / 'docs' / page).read_text(encoding='utf-8')
        for name in [*doorstroom.__all__, *(n for n in vars(doorstroom.Register) if not n.startswith('_'))]:
            if name[0].islower() and name != 'add':
                assert re.search(rf'\b{name}\b', text), (page, name)


def test_the_example_runs(tmp_path):
    done = subprocess.run([sys.executable, ROOT / 'examples/python/vsv.py'], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert 'highest:' in done.stdout and 'Spearman' in done.stdout
    assert list(tmp_path.iterdir()) == []
