"""What the wheel and the sdist hold, what the wheel's libraries ask of a machine, and the wheel in a clean venv."""
import base64
import csv
import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

from conftest import ROOT

OF_THE_MACHINE = re.compile(r'^(ld-linux-x86-64|libc|libm|libpthread|libdl|librt|libresolv|libstdc\+\+|libgcc_s)\.so\.\d+$')
MAIN = pytest.mark.skipif(not os.environ.get('DS_ALL'), reason='on the first Python only: it is one wheel')


@pytest.fixture(scope='module')
def wheel():
    path = os.environ.get('DS_WHEEL')
    if not path:
        pytest.skip('DS_WHEEL is not set: run tests/python/run')
    return path


@pytest.fixture(scope='module')
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@MAIN
def test_the_record_is_true(wheel, names):
    assert names == sorted(names, key=names.index) and len(names) == len(set(names))
    with zipfile.ZipFile(wheel) as archive:
        record = next(n for n in names if n.endswith('.dist-info/RECORD'))
        rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
        assert sorted(r[0] for r in rows) == sorted(names)
        for name, digest, size in rows:
            if name == record:
                continue
            data = archive.read(name)
            assert digest == 'sha256=' + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()
            assert int(size) == len(data)


@MAIN
def test_what_is_in_it(wheel, names):
    assert re.search(r'doorstroom-[0-9.]+-py3-none-manylinux_2_34_x86_64\.whl$', wheel)
    tree = 'doorstroom/_tree/'
    for wanted in ('lib/libdoorstroom.so.0', 'lib/doorstroom/libduckdb.so', 'libexec/doorstroom/parse',
                   'libexec/doorstroom/duck', 'libexec/doorstroom/pdf/report.typ', 'bin/doorstroom',
                   'share/doorstroom/definitions/werkagenda.yaml', 'share/doorstroom/codes/soorten.yaml',
                   'share/doorstroom/examples/tabellen/leerlingen.csv',
                   'share/doc/doorstroom/sbom.spdx.json', 'share/doorstroom/rapporten/werkagenda.md'):
        assert tree + wanted in names, wanted
    modules = [n for n in names if n.endswith('.py') and not n.startswith(tree)]
    assert sorted(modules) == sorted(f'doorstroom/{p.name}' for p in (ROOT / 'python/doorstroom').glob('*.py'))
    assert 'doorstroom/py.typed' in names
    # No extension of Python, nothing for building, nothing of who built it.
    own = [n for n in names if not n.startswith(tree)]
    assert not [n for n in own if n.endswith(('.so', '.pyd', '.pyc'))]
    assert not [n for n in names if n.endswith(('.a', '.h', '.pc', '.pyc')) or '__pycache__' in n]


def backend_at(folder):
    spec = importlib.util.spec_from_file_location('doorstroom_build', folder / 'build_backend/doorstroom_build.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@MAIN
@pytest.mark.parametrize('of_git', [True, False])
def test_what_lies_beside_the_modules_is_not_in_it(of_git, tmp_path):
    here = tmp_path / 'python'
    shutil.copytree(ROOT / 'python', here, ignore=shutil.ignore_patterns('_tree', '__pycache__'))
    wanted = sorted(f'doorstroom/{p.name}' for p in (here / 'doorstroom').iterdir())
    if of_git:
        for words in (['init', '-q'], ['add', '.']):
            subprocess.run(['git', *words], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    (here / 'doorstroom/proef.csv').write_text('persoon,naam\n123456782,Jansen\n', encoding='utf-8')
    (here / 'doorstroom/.env').write_text('sleutel', encoding='utf-8')
    (here / 'doorstroom/sleutel').symlink_to('/etc/hostname')
    (here / 'doorstroom/map').symlink_to('/etc')
    build = backend_at(here)
    assert list(build.packed_files(str(here), ['doorstroom'], build.PACKAGED)) == wanted
    if of_git:
        (here / 'doorstroom/py.typed').unlink()
    (here / 'doorstroom/vreemd.py').symlink_to('/etc/hostname')
    if of_git:
        subprocess.run(['git', 'add', '.'], cwd=tmp_path, check=True)
    with pytest.raises(build.Refused, match='is a link'):
        list(build.packed_files(str(here), ['doorstroom'], build.PACKAGED))


@MAIN
def test_the_program_and_helpers_may_be_run(wheel):
    with zipfile.ZipFile(wheel) as archive:
        modes = {i.filename: i.external_attr >> 16 & 0o777 for i in archive.infolist()}
    for name in ('bin/doorstroom', 'libexec/doorstroom/parse', 'libexec/doorstroom/duck'):
        assert modes['doorstroom/_tree/' + name] == 0o755
    assert modes['doorstroom/__init__.py'] == 0o644


@MAIN
def test_its_libraries_ask_nothing_else(wheel, tmp_path):
    """What auditwheel asks: everything needed is in it or glibc's, found by $ORIGIN, and of no newer glibc."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    elves = [p for p in (tmp_path / 'doorstroom/_tree').rglob('*') if p.is_file() and p.read_bytes()[:4] == b'\x7fELF']
    assert len(elves) > 40
    present = {p.name for p in elves}
    # In a process of others there may be a library of that name already.
    shared = {n for n in present if n.startswith('lib')} - {'libduckdb.so', 'libdoorstroom.so.0'}
    assert len(shared) > 30 and all('doorstroom' in n for n in shared), shared
    for path in elves:
        said = subprocess.run(['readelf', '--wide', '-d', '-V', path], check=True, capture_output=True, text=True,
                              env={**os.environ, 'LC_ALL': 'C'}).stdout
        for needed in re.findall(r'\(NEEDED\).*\[(.*)\]', said):
            assert needed in present or OF_THE_MACHINE.match(needed), (path.name, needed)
        for places in re.findall(r'\((?:RUNPATH|RPATH)\).*\[(.*)\]', said):
            for place in filter(None, places.split(':')):
                assert place.startswith('$ORIGIN'), (path.name, place)
                inside = os.path.realpath(os.path.join(path.parent, place.replace('$ORIGIN', '.')))
                assert inside.startswith(str(tmp_path / 'doorstroom/_tree')), (path.name, place)
        for major, minor in re.findall(r'Name: GLIBC_(\d+)\.(\d+)', said):
            assert (int(major), int(minor)) <= (2, 34), (path.name, minor)
        for minor in re.findall(r'Name: GLIBCXX_3\.4\.(\d+)', said):
            assert int(minor) <= 29, (path.name, minor)  # of gcc 11, as manylinux_2_34 says


@MAIN
def test_it_says_what_is_in_it(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run([sys.executable, ROOT / 'tools/sbom', '--check', tmp_path / 'doorstroom/_tree'],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@MAIN
def test_in_a_clean_venv(wheel, tmp_path):
    """Nothing of this tree, no network; pip finds nothing missing, and it works."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(('PYTHON', 'DS_', 'DOORSTROOM'))}

    def run(*command):
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    made = run(sys.executable, '-m', 'venv', 'schoon')
    if made.returncode != 0:
        pytest.skip('PASSED OVER: this Python makes no venv (Debian: python3-venv)')
    pip = ('schoon/bin/python', '-m', 'pip', '--disable-pip-version-check')
    done = run(*pip, 'install', '--no-index', wheel)
    assert done.returncode == 0, done.stderr
    done = run(*pip, 'check')
    assert done.returncode == 0 and 'No broken requirements' in done.stdout
    done = run('schoon/bin/python', '-I', '-c', '''if True:
        import doorstroom, os, sys
        assert os.path.realpath(doorstroom.__file__).startswith(os.path.realpath(sys.prefix))
        register = doorstroom.demo("proef", persons=1000)
        rows = register.tally(indicator="vsv", by="niveau").rows()
        assert rows and register.answer is not None
        doorstroom.simulate("parket", persons=300, parquet=True)
        doorstroom.import_("parket")
        print(len(rows))
    ''')
    assert done.returncode == 0, done.stderr
    done = run('schoon/bin/doorstroom', '--version')
    assert done.returncode == 0 and done.stdout.startswith('doorstroom '), done.stderr


@MAIN
def test_the_sdist(tmp_path):
    made = []
    for i in (1, 2):
        done = subprocess.run([sys.executable, ROOT / 'python/build_backend/doorstroom_build.py', 'sdist',
                               tmp_path / str(i)], capture_output=True, text=True, check=True)
        with open(done.stdout.strip(), 'rb') as file:
            made.append(file.read())
    assert made[0] == made[1]
    with tarfile.open(fileobj=io.BytesIO(made[0])) as archive:
        names = archive.getnames()
    base = names[0].split('/')[0]
    assert all(n.startswith(base + '/') for n in names)
    inside = {n[len(base) + 1:] for n in names}
    wanted = {'PKG-INFO', 'pyproject.toml', 'README.md', 'build_backend/doorstroom_build.py', 'doorstroom/_verbs.py',
              'source/CMakeLists.txt', 'source/tools/package', 'source/tools/bundle', 'source/src/ask/ask.c',
              'source/include/doorstroom/version.h', 'source/packages.json', 'source/LICENSE'}
    assert wanted <= inside, wanted - inside
    assert not [n for n in inside if '/_tree/' in n or n.endswith(('.pyc', '.so', '.a'))]
    # All that CMake and the scripts of packing name is in it.
    cmake = (ROOT / 'CMakeLists.txt').read_text(encoding='utf-8')
    for name in re.findall(r'^include\((cmake/[a-z]+\.cmake)\)', cmake, re.M):
        assert 'source/' + name in inside, name
    for name in set(re.findall(r'\b(?:tools|packaging)/[a-zA-Z_.-]+', (ROOT / 'tools/package').read_text(encoding='utf-8'))):
        if (ROOT / name).is_file() and name not in ('tools/setup.sh',):  # of Debian's packages only
            assert 'source/' + name in inside, name
