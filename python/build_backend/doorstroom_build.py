"""doorstroom_build: makes the wheel and the sdist (PEP 517), with the standard library only.

A wheel is the Python package and, in doorstroom/_tree, the folder that tools/package makes for a machine
without anything of ours: the library, the program, its helpers, all libraries that these need, and the
data. It holds no extension of Python, so one wheel serves every CPython from 3.10 on. That folder is
built from the source beside this package, or in an sdist from the source in it.

Without pip: python3 doorstroom_build.py wheel|sdist FOLDER [NAME=VALUE…], which prints what it made.

Settings (pip wheel . --config-settings NAME=VALUE):
  built=yes      build/ beside the source is up to date, and is not looked after
  tree=FOLDER    such a folder made already, in place of making one
SOURCE_DATE_EPOCH decides the times in the archives, which else are fixed: the same input, the same bytes.
"""

import base64
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GLIBC = re.compile(r'^NEWEST = \((\d+), (\d+)\)$', re.M)
# Of the source what building and bundling take; the rest is for who works on it.
SOURCE = ['CMakeLists.txt', 'CMakePresets.json', 'LICENSE', 'README.md', 'README.en.md', 'cmake', 'include', 'src',
          'libexec', 'definitions', 'codes', 'examples', 'formulieren', 'mappings', 'opendata', 'rapporten',
          'simulatie', 'deploy', 'packaging', 'packages.json', 'debian/changelog', 'docs/doorstroom.1',
          'docs/doorstroom.nl.1', 'tools/build.sh', 'tools/bundle', 'tools/completion.bash', 'tools/fetch', 'tools/font', 'tools/package',
          'tools/sbom']
PACKAGE = ['pyproject.toml', 'README.md', 'build_backend', 'doorstroom']
LEFT_OUT = ('__pycache__', '_tree', '.mypy_cache')
# Of the Python package, where git cannot say what belongs to it.
PACKAGED = re.compile(r'pyproject\.toml|README\.md|build_backend/[a-z_]+\.py|doorstroom/(_?[a-z_]+\.py|py\.typed)')


class Refused(Exception):
    """What is said in one line."""


def source_folder():
    for folder in (os.path.join(HERE, 'source'), os.path.dirname(HERE)):
        if os.path.exists(os.path.join(folder, 'include/doorstroom/version.h')):
            return folder
    raise Refused('the source of the library is neither beside this package nor in it')


def version_of():
    with open(os.path.join(source_folder(), 'include/doorstroom/version.h'), encoding='utf-8') as file:
        return re.search(r'define DS_VERSION "(.+)"', file.read()).group(1)


def epoch():
    return max(int(os.environ.get('SOURCE_DATE_EPOCH') or 315532800), 315532800)  # zip begins in 1980


def files_of(root, names):
    """Each file under these names, in one order."""
    for name in sorted(names):
        path = os.path.join(root, name)
        if not os.path.isdir(path):
            yield name
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(f for f in folders if f not in LEFT_OUT)
            yield from (os.path.relpath(os.path.join(folder, file), root) for file in sorted(files)
                        if not file.endswith('.pyc'))


def kept_by_git(root):
    """What git keeps of this folder; None where it does not say, as in an sdist or an archive of the source."""
    try:
        done = subprocess.run(['git', '-C', root, 'ls-files', '-z'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    return {os.fsdecode(name) for name in done.stdout.split(b'\0') if name} if done.returncode == 0 and done.stdout else None


def packed_files(root, names, otherwise=None):
    """Of these what belongs to the source, and not whatever lies beside it: a delivery, a key, a link to one."""
    kept = kept_by_git(root)
    for name in files_of(root, names):
        if name not in kept if kept is not None else otherwise is not None and not otherwise.fullmatch(name):
            print(f'doorstroom_build: left out, for it is not of the source: {name}', file=sys.stderr)
        elif os.path.islink(os.path.join(root, name)):
            raise Refused(f'{name} is a link')
        else:
            yield name


# ---- the folder that runs everywhere ----

def run(command, folder, **environment):
    print('doorstroom_build:', ' '.join(command), file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise Refused(f'{command[0]} failed ({done.returncode}); what building asks for stands in docs/dependencies.md')


def needed_for_building():
    missing = [name for name in ('cmake', 'ninja', 'cc', 'c++', 'pkg-config', 'patchelf', 'bash')
               if shutil.which(name) is None]
    if missing:
        raise Refused(f'to build the library these are missing: {", ".join(missing)}; '
                      'a wheel needs none of them: pip install doorstroom --only-binary :all:')


def make_tree(settings, scratch):
    if settings.get('tree'):
        return os.path.abspath(settings['tree'])
    source = source_folder()
    needed_for_building()
    run(['tools/package', 'tree', scratch], source, **({'BUILT': '1'} if settings.get('built') else {}))
    return os.path.join(scratch, f'doorstroom-{version_of()}')


def tag_of(tree):
    """By the newest glibc that tools/bundle lets anything in the folder ask for."""
    with open(os.path.join(source_folder(), 'tools/bundle'), encoding='utf-8') as file:
        major, minor = GLIBC.search(file.read()).groups()
    if not os.path.exists(os.path.join(tree, 'share/doc/doorstroom/libraries.json')):
        raise Refused(f'{tree} was not made by tools/bundle')
    return f'py3-none-manylinux_{major}_{minor}_x86_64'


# ---- metadata ----

def listed(text, key):
    """A list of pyproject.toml; this Python may have no reader of TOML (3.10)."""
    return re.findall(r'"([^"]*)"', re.search(rf'^{key} = \[(.*?)\]$', text, re.M | re.S).group(1))


def metadata():
    with open(os.path.join(HERE, 'pyproject.toml'), encoding='utf-8') as file:
        project = file.read()
    with open(os.path.join(HERE, 'README.md'), encoding='utf-8') as file:
        readme = file.read()
    one = lambda key: re.search(rf'^{key} = "(.*)"$', project, re.M).group(1)
    lines = ['Metadata-Version: 2.4', 'Name: doorstroom', f'Version: {version_of()}', f'Summary: {one("description")}',
             f'License-Expression: {one("license")}', f'Requires-Python: {one("requires-python")}',
             f'Keywords: {",".join(listed(project, "keywords"))}', 'License-File: LICENSE',
             *(f'Classifier: {c}' for c in listed(project, 'classifiers'))]
    extras = re.search(r'^\[project.optional-dependencies\]\n(.*?)\n\n', project, re.M | re.S).group(1)
    for extra in re.findall(r'^(\w+) =', extras, re.M):
        lines.append(f'Provides-Extra: {extra}')
        lines += [f'Requires-Dist: {wanted}; extra == "{extra}"' for wanted in listed(extras, extra)]
    return '\n'.join([*lines, 'Description-Content-Type: text/markdown', '', readme])


def info_files(tag):
    with open(os.path.join(source_folder(), 'LICENSE'), encoding='utf-8') as file:
        licence = file.read()
    wheel = f'Wheel-Version: 1.0\nGenerator: doorstroom_build\nRoot-Is-Purelib: false\nTag: {tag}\n'
    scripts = '[console_scripts]\ndoorstroom = doorstroom._program:main\n'
    return {'METADATA': metadata(), 'WHEEL': wheel, 'entry_points.txt': scripts, 'licenses/LICENSE': licence}


# ---- the wheel ----

class Wheel:
    """A zip with a list of its own: names in order, times fixed, checksums beside."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED)
        self.record = []
        self.time = time.gmtime(epoch())[:6]

    def add(self, name, data, executable=False):
        about = zipfile.ZipInfo(name, self.time)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = (0o100755 if executable else 0o100644) << 16
        self.zip.writestr(about, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()
        self.record.append(f'{name},sha256={digest},{len(data)}')

    def add_files(self, root, names, prefix=''):
        for name in names:
            path = os.path.join(root, name)
            with open(path, 'rb') as file:
                self.add(prefix + name, file.read(), os.access(path, os.X_OK))

    def finish(self, info):
        self.record.append(f'{info}/RECORD,,')
        about = zipfile.ZipInfo(f'{info}/RECORD', self.time)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o100644 << 16
        self.zip.writestr(about, '\n'.join(self.record) + '\n')
        self.zip.close()


def tree_files(tree):
    """What the wheel takes of the folder: all of it. A zip has no links."""
    for name in files_of(tree, ['bin', 'lib', 'libexec', 'share']):
        if os.path.islink(os.path.join(tree, name)):
            raise Refused(f'{name} is a link')
        yield name


def fail_plainly(function):
    def called(*words):
        try:
            return function(*words)
        except Refused as error:
            print(f'doorstroom_build: {error}', file=sys.stderr)
            raise SystemExit(1) from None
    return called


@fail_plainly
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with tempfile.TemporaryDirectory() as scratch:
        tree = make_tree(config_settings or {}, scratch)
        tag = tag_of(tree)
        name = f'doorstroom-{version_of()}'
        wheel = Wheel(os.path.join(wheel_directory, f'{name}-{tag}.whl'))
        wheel.add_files(HERE, packed_files(HERE, ['doorstroom'], PACKAGED))
        wheel.add_files(tree, tree_files(tree), 'doorstroom/_tree/')
        for file, text in info_files(tag).items():
            wheel.add(f'{name}.dist-info/{file}', text.encode())
        wheel.finish(f'{name}.dist-info')
        return f'{name}-{tag}.whl'


# ---- the sdist ----

def sdist_files(root):
    yield 'PKG-INFO', None, metadata().encode()
    for name in packed_files(HERE, PACKAGE, PACKAGED):
        yield name, os.path.join(HERE, name), None
    for name in packed_files(root, SOURCE):
        yield 'source/' + name, os.path.join(root, name), None


@fail_plainly
def build_sdist(sdist_directory, config_settings=None):
    name = f'doorstroom-{version_of()}'
    path = os.path.join(sdist_directory, f'{name}.tar.gz')
    with open(path, 'wb') as file, gzip.GzipFile('', 'wb', 9, file, epoch()) as packed, \
            tarfile.open(fileobj=packed, mode='w', format=tarfile.PAX_FORMAT) as archive:
        for inside, place, data in sdist_files(source_folder()):
            if data is None:
                with open(place, 'rb') as source:
                    data = source.read()
            about = tarfile.TarInfo(f'{name}/{inside}')
            about.size, about.mtime = len(data), epoch()
            about.mode = 0o755 if place and os.access(place, os.X_OK) else 0o644
            archive.addfile(about, io.BytesIO(data))
    return f'{name}.tar.gz'


def get_requires_for_build_wheel(config_settings=None):
    return []


def get_requires_for_build_sdist(config_settings=None):
    return []


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ('wheel', 'sdist'):
        sys.exit(__doc__)
    os.makedirs(sys.argv[2], exist_ok=True)
    build = build_wheel if sys.argv[1] == 'wheel' else build_sdist
    print(os.path.join(sys.argv[2], build(sys.argv[2], dict(word.split('=', 1) for word in sys.argv[3:]))))


if __name__ == '__main__':
    main()
