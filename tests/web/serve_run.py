"""tests/web/serve_run.py PROGRAM FOLDER: see test_serve.sh."""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from serving import Serve, get, status, talk  # noqa: E402

program, root = sys.argv[1:]


def work_folder(name, settings=None):
    folder = os.path.join(root, name)
    os.mkdir(folder)
    if settings:
        with open(os.path.join(folder, 'doorstroom.yaml'), 'w', encoding='utf-8') as f:
            f.write(settings)
    return folder


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def fails(code, pattern, *arguments):
    """Ends with that code and one line, in each language, and starts nothing."""
    for lang, wanted in zip(('en', 'nl'), pattern):
        ran = subprocess.run([program, 'serve', *arguments, '--lang', lang], capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, check=False)
        lines = ran.stderr.strip().split('\n')
        expect(ran.returncode == code, f'{arguments}: {ran.returncode} {ran.stderr}')
        expect(re.search(wanted, lines[0]), f'{arguments}: {ran.stderr}')
        expect(len(lines) == 1 or lines[1:] in (['See --help.'], ['Zie --help.']), f'{arguments}: {len(lines)} lines: {ran.stderr}')
        expect(ran.stdout == '', f'{arguments}: {ran.stdout}')


def test_errors():
    folder = work_folder('fouten')
    loopback = ('--listen', '127.0.0.1:0')
    fails(1, ('no such work folder', 'werkmap is er niet'), os.path.join(root, 'nergens'), *loopback)
    fails(2, ('no address to listen on', 'geen adres om op te luisteren'), folder, '--listen', 'overal')
    fails(2, ('needs a public address', 'openbaar adres'), folder, '--listen', '0.0.0.0:0')
    fails(2, ('metrics-reachable', 'metrics-reachable'), folder, *loopback, '--metrics', '0.0.0.0:0')
    fails(2, ('this log cannot be opened', 'logboek kan niet'), folder, *loopback, '--log', os.path.join(root, 'geen/map'))
    fails(2, ('demo is on this machine', 'alleen op deze machine'),
          release_folder(), '--demo', '--listen', '0.0.0.0:0', '--public-address', 'https://monitor.example')
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        taken.listen()
        port = f'127.0.0.1:{taken.getsockname()[1]}'
        fails(1, (f'{port}: another program', f'{port}: hier luistert'), folder, '--listen', port)
        fails(1, (f'{port}: another program', f'{port}: hier luistert'), folder, *loopback, '--metrics', port)
    first = Serve(program, folder)
    fails(1, ('another program has these', 'een ander programma heeft'), folder, *loopback)
    expect(status(get(first.address, '/gezondheid')) == 200, 'no release: it serves all the same')
    expect(first.stop() == 0, 'exit code')
    broken = work_folder('stuk', 'web:\n  luistert: [1]\n')
    fails(1, (r'doorstroom\.yaml: line 2', r'doorstroom\.yaml: regel 2'), broken)
    fails(1, ('.', '.'), folder, '--restore', os.path.join(root, 'geen-kopie'))


def release_folder():
    """One that passes for having a release, so that --demo makes none."""
    folder = os.path.join(root, 'met-vrijgave')
    os.makedirs(os.path.join(folder, 'publicatie/huidig'), exist_ok=True)
    open(os.path.join(folder, 'publicatie/huidig/vrijgave.json'), 'w', encoding='utf-8').close()
    return folder


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def test_log():
    """One line a request, json, with what an operator needs and nothing of a person; put aside without a break."""
    log = os.path.join(root, 'dienst.log')
    serve = Serve(program, work_folder('logboek'), '--log', log)
    get(serve.address, '/inloggen?naam=jansen&code=geheim123', 'Cookie: doorstroom-sessie=koekje\r\nUser-Agent: browser-x\r\n'
        'X-Forwarded-For: 203.0.113.9\r\nReferer: http://elders.example/pad\r\n')
    get(serve.address, '/uitnodiging/' + 'A' * 43)
    body = b'adres=jansen%40example.nl&wachtwoord=hunter2hunter2'
    talk(serve.address, b'POST /inloggen HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: '
         b'application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s' % (len(body), body))
    get(serve.address, '/nergens/jansen')
    os.rename(log, log + '.1')
    serve.child.send_signal(signal.SIGHUP)
    while not os.path.exists(log):
        time.sleep(0.02)
    get(serve.address, '/gezondheid')
    expect(serve.stop() == 0, 'exit code')
    with open(log + '.1', encoding='utf-8') as f:
        before = f.read()
    with open(log, encoding='utf-8') as f:
        after = f.read()
    for planted in ('jansen', 'geheim123', 'koekje', 'browser-x', '203.0.113.9', 'elders', 'hunter2', 'AAAA'):
        expect(planted not in before + after, f'{planted} stands in the log')
    expect('127.0.0.1' not in ''.join(l for l in before.splitlines(True) if '"begin"' not in l), 'an address in the log')
    events = [line['wat'] for line in lines_of(before + after)]
    expect(events[0] == 'begin' and events[-2:] == ['stopt', 'einde'], str(events))
    expect(events.count('verzoek') == 5, f'{events.count("verzoek")} requests are logged')
    for line in lines_of(before + after):
        expect(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', line['tijd']), str(line))
        if line['wat'] != 'verzoek':
            continue
        for field, kind in (('id', str), ('methode', str), ('route', str), ('status', int), ('ms', float), ('bytes', int),
                            ('proxy', bool)):
            expect(isinstance(line[field], kind), f'{field}: {line}')
    expect(lines_of(after)[0].get('route') == '/gezondheid', after)
    expect('"route":"/uitnodiging/{code}"' in before, 'an invitation is logged by its pattern')


def test_stop():
    """What is under way when it is asked to stop is answered whole: bodies that are still coming, too."""
    serve = Serve(program, work_folder('stoppen'))
    answers, asked = [], 12

    def slow(k):
        body = b'adres=a%40example.nl&wachtwoord=dat+is+lang+genoeg+'.ljust(4000, b'x')
        with socket.create_connection(serve.address, timeout=20) as s:
            s.sendall(b'POST /inloggen HTTP/1.1\r\nHost: localhost\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/'
                      b'x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n' % (serve.address[1], len(body)) + body[:100])
            ready.wait()
            gone.wait()
            time.sleep(0.02 * k)
            s.sendall(body[100:])
            out = b''
            while True:
                part = s.recv(65536)
                if not part:
                    break
                out += part
            answers.append(out)

    ready, gone = threading.Barrier(asked + 1), threading.Event()
    threads = [threading.Thread(target=slow, args=(k,)) for k in range(asked)]
    for t in threads:
        t.start()
    ready.wait()
    time.sleep(0.3)  # their headers are there
    serve.child.send_signal(signal.SIGTERM)
    while True:
        try:
            socket.create_connection(serve.address, timeout=1).close()
            if serve.child.poll() is not None:
                break
            time.sleep(0.02)
            if '"stopt"' in serve.output():
                break
        except OSError:
            break
    gone.set()
    for t in threads:
        t.join()
    expect(serve.child.wait() == 0, 'exit code')
    expect([status(a) for a in answers] == [403] * asked, f'{[a[:60] for a in answers]}')
    for answer in answers:
        head, _, body = answer.partition(b'\r\n\r\n')
        expect(len(body) == int(re.search(rb'Content-Length: (\d+)', head).group(1)), 'a page that is cut off')
        expect(b'Connection: close' in head, f'the connection is kept while it stops: {head}')


def test_drain():
    """With uitloop, health says 503 while all else is answered; a second signal ends at once."""
    serve = Serve(program, work_folder('uitloop', 'web:\n  uitloop: 30\n'))
    expect(status(get(serve.address, '/gezondheid')) == 200, 'ready')
    serve.child.send_signal(signal.SIGTERM)
    while status(get(serve.address, '/gezondheid')) != 503:
        time.sleep(0.02)
    expect(b'"stopt":true' in get(serve.address, '/gezondheid'), 'says why')
    expect(status(get(serve.address, '/gezondheid/leeft')) == 200, 'lives')
    expect(status(get(serve.address, '/inloggen')) == 200, 'answers')
    began = time.monotonic()
    expect(serve.stop() == -signal.SIGTERM, 'a second signal')
    expect(time.monotonic() - began < 10, 'at once')


def test_systemd():
    """READY=1, WATCHDOG=1 again and again, STOPPING=1; to a name in the file system and to an abstract one."""
    for name in (os.path.join(root, 'meld'), f'\0doorstroom-{os.getpid()}'):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.bind(name)
            s.settimeout(20)
            serve = Serve(program, work_folder(f'systemd{len(name)}'),
                          env={'NOTIFY_SOCKET': name.replace('\0', '@'), 'WATCHDOG_USEC': '300000'})
            said = [s.recv(100) for _ in range(4)]
            expect(said == [b'READY=1'] + [b'WATCHDOG=1'] * 3, str(said))
            expect(serve.stop() == 0, 'exit code')
            while (last := s.recv(100)) == b'WATCHDOG=1':
                pass
            expect(last == b'STOPPING=1', str(last))


for test in (test_errors, test_log, test_stop, test_drain, test_systemd):
    test()
    print('ok', test.__name__)
