"""A question within a process of somebody else: the interpreter's lock, threads, Ctrl-C, fork, and memory."""
import gc
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time

import doorstroom
import pytest

PATIENCE = 3000  # seconds: for what hangs, however busy the machine is
LONG = {'definitions': 'evaluatie.yaml', 'replicates': 40}


def child(code, cwd, **more):
    return subprocess.Popen([sys.executable, '-c', textwrap.dedent(code)], cwd=cwd, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **more)


def test_the_lock_is_released(register):
    """A thread of Python counts on while the library works. By no clock: where the lock is held, the thread has
    the turns before and after the call, a microsecond each."""
    counted, stop, switch = [0], threading.Event(), sys.getswitchinterval()

    def count():
        while not stop.is_set():
            counted[0] += 1
    thread = threading.Thread(target=count)
    sys.setswitchinterval(1e-6)
    thread.start()
    try:
        before = counted[0]
        register.effect(**dict(LONG, replicates=400), threads=1)
        during = counted[0] - before
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(switch)
    assert during > 50_000


def test_many_threads_ask_at_once(register):
    expected = {by: register.tally(indicator='vsv', by=by).csv() for by in ('niveau', 'leerweg', 'instelling')}
    found, faults = [], []

    def ask(by):
        try:
            answer = register.tally(indicator='vsv', by=by, threads=1)
            found.append((by, answer.csv(), answer.to_dict()))
        except BaseException as error:
            faults.append(error)
    threads = [threading.Thread(target=ask, args=(by,)) for by in list(expected) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and len(found) == 15
    assert all(text == expected[by] for by, text, _ in found)


def test_one_answer_is_read_by_many(register):
    answer = register.tally(indicator='vsv', by=['niveau', 'leerweg'])
    expected = answer.csv(), answer.html(), answer.to_dict()
    found = []
    threads = [threading.Thread(target=lambda: found.append((answer.csv(), answer.html(), answer.table().to_dict())))
               for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


# ---- Ctrl-C ----

def interrupted(code, prepared, after=0.5, sig=signal.SIGINT):
    """A program that is sent Ctrl-C while it asks: its code, what it said, and the processor's seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = child(code, prepared, start_new_session=True)
    assert process.stdout.readline() == 'begin\n'
    time.sleep(after)
    process.send_signal(sig)
    out, err = process.communicate(timeout=PATIENCE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process.returncode, out, err, after.ru_utime - before.ru_utime


ASK = '''
    import doorstroom, sys, time
    print("begin", flush=True)
    began = time.monotonic()
    try:
        doorstroom.open("proef").effect(definitions="evaluatie.yaml", replicates=1000000, threads=1)
    except KeyboardInterrupt:
        {then}
'''


def test_ctrl_c_is_heard(prepared):
    code, out, err, _ = interrupted(ASK.format(then='print("heard", flush=True)'), prepared)
    assert (code, out) == (0, 'heard\n'), err


def test_a_program_that_ends_on_ctrl_c_does_not_wait(prepared):
    code, _, err, seconds = interrupted(ASK.format(then='raise'), prepared)
    assert code in (130, -signal.SIGINT) and 'KeyboardInterrupt' in err and 'Fatal' not in err
    assert seconds < 10  # answered whole it takes some 90


def test_what_is_asked_after_ctrl_c_is_answered(prepared):
    then = 'print(doorstroom.open("proef").tally(indicator="vsv").csv()[:9])'
    code, out, err, _ = interrupted(ASK.format(then=then), prepared)
    assert (code, out) == (0, 'indicator\n'), err


def test_ctrl_c_is_of_one_question(prepared):
    """The main thread's is stopped at once, within the library too; the other thread's is answered whole."""
    code, out, err, seconds = interrupted('''
        import doorstroom, threading
        from doorstroom import _ask
        register = doorstroom.open("proef")
        def ask():
            return register.effect(definitions="evaluatie.yaml", replicates=4000, seed=3, threads=1).csv()
        alone, beside = ask(), []
        def go_on():
            while not heard.is_set():
                beside.append(ask())
            beside.append(ask())
        heard = threading.Event()
        other = threading.Thread(target=go_on)
        other.start()
        print("begin", flush=True)
        try:
            register.effect(definitions="evaluatie.yaml", replicates=1000000, threads=1)
        except KeyboardInterrupt:
            heard.set()
            stopped = all(call.done.wait(30) for call in _ask._abandoned)
        other.join()
        print(stopped, len(_ask._abandoned), len(beside) > 1, all(text == alone for text in beside), len(alone) > 100)
    ''', prepared)
    assert (code, out) == (0, 'True 1 True True True\n'), err
    assert seconds < 20  # answered whole the main thread's takes some 90


def test_an_import_that_is_interrupted_leaves_what_was(own):
    expected = doorstroom.open('proef').tally(indicator='vsv', by='niveau').csv()
    code = '''
        import doorstroom
        try:
            print("begin", flush=True)
            while True:
                doorstroom.import_("proef", verify=True, threads=1)
        except KeyboardInterrupt:
            pass
    '''
    for after in (0.0, 0.05, 0.2):
        ended, _, err, _ = interrupted(code, own, after)
        assert ended == 0 and 'Error' not in err, (ended, err)
    assert doorstroom.open('proef').tally(indicator='vsv', by='niveau').csv() == expected
    doorstroom.import_('proef')


# ---- fork ----

def asked_in_child(folder):
    return doorstroom.open(folder).tally(indicator='vsv', by='niveau').csv()


@pytest.mark.parametrize('way', ['fork', 'spawn', 'forkserver'])
@pytest.mark.filterwarnings('ignore:.*multi-threaded.*:DeprecationWarning')
def test_children_ask_too(way, register, in_prepared):
    expected = asked_in_child(in_prepared / 'proef')
    with multiprocessing.get_context(way).Pool(2) as pool:
        found = pool.map_async(asked_in_child, [in_prepared / 'proef'] * 4).get(timeout=PATIENCE)
    assert found == [expected] * 4


@pytest.mark.filterwarnings('ignore:.*multi-threaded.*:DeprecationWarning')
def test_fork_while_another_thread_asks(register, in_prepared):
    expected = asked_in_child(in_prepared / 'proef')
    thread = threading.Thread(target=lambda: register.effect(**LONG))
    thread.start()
    try:
        for _ in range(3):
            reader, writer = os.pipe()
            process = os.fork()
            if process == 0:
                signal.alarm(PATIENCE)
                try:
                    os.write(writer, asked_in_child(in_prepared / 'proef').encode()[:4096])
                finally:
                    os._exit(0)
            os.close(writer)
            with os.fdopen(reader, 'rb') as file:
                found = file.read()
            os.waitpid(process, 0)
            assert found == expected.encode()[:4096]
    finally:
        thread.join()


# ---- memory ----

def resident():
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')


def test_memory_stays_over_a_thousand_questions(in_prepared):
    """Definitions, answers, streams in and out, errors and capsules that nobody takes."""
    columns = {'t': [0, 1] * 20, 'y': [float(i % 7) for i in range(40)], 'x': [i % 5 for i in range(40)]}

    def ask(i):
        answer = doorstroom.match(columns, treatment='t', outcome='y', covariates='x', se='none', threads=1)
        answer.to_dict()
        answer.table().__arrow_c_stream__()
        answer.table().__arrow_c_schema__()
        answer.csv()
        try:
            doorstroom.match(columns, treatment='t', outcome='y', covariates='nergens')
        except doorstroom.DoorstroomError:
            pass
    for i in range(100):
        ask(i)
    gc.collect()
    before = resident()
    for i in range(500):  # two questions each
        ask(i)
    gc.collect()
    grown = resident() - before
    assert grown < 3 << 20, f'{grown / 2**20:.1f} MB more'


def test_files_are_closed(in_prepared):
    text = 'indicators:\n  - {id: e, name: E, population: "soort = \'mbo\'", event: niveau = 4}\n'
    before = len(os.listdir('/proc/self/fd'))
    for _ in range(20):
        doorstroom.Definitions(text=text)
        doorstroom.match({'t': [0, 1, 0, 1], 'y': [1, 2, 3, 4], 'x': [1, 1, 2, 2]}, treatment='t', outcome='y',
                         covariates='x', se='none')
    gc.collect()
    assert len(os.listdir('/proc/self/fd')) <= before


@pytest.mark.parametrize('host', [
    'import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)',
    """
import os, threading, time
def reap():
    while True:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            pass
        time.sleep(0.0002)
threading.Thread(target=reap, daemon=True).start()
"""])
def test_a_host_that_takes_the_ends_of_children(host, own):
    """What programs made for the library is whole, though nobody can say how they ended."""
    ask = """
import doorstroom, sys, warnings
warnings.simplefilter('ignore')
register = doorstroom.open('proef')
for turn in range(4):
    for ending in sys.argv[1:]:
        register.tally(indicator='vsv', by='niveau', out=f'{turn}.{ending}')
"""
    endings = ['dta', 'sav', *(['docx'] if shutil.which('pandoc') else [])]
    done = subprocess.run([sys.executable, '-c', host + ask, *endings], cwd=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = [[(own / f'{turn}.{ending}').read_bytes() for turn in range(4)] for ending in endings]
    subprocess.run([sys.executable, '-c', ask, *endings], cwd=own, check=True)  # by a host that does not
    for ending in endings:
        files = [(own / f'{turn}.{ending}').read_bytes() for turn in range(4)]
        assert {*files, *made[endings.index(ending)]} == {files[0]} and len(files[0]) > 500, ending
