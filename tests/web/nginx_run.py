"""tests/web/nginx_run.py PROGRAM FOLDER: nginx by the file that is shipped (deploy/nginx.conf), with its names,
ports and patience made small, before the service. DS_NGINX: nginx.

That two who read bytes one after the other do not differ: all that nginx says to have passed on, and nothing
else, is what the service says to have been asked, whatever was sent. The same bytes go to the service
directly, which closes where it is not sure. Who is slow holds up nobody."""
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from serving import Serve, status, talk  # noqa: E402

program, root = sys.argv[1:]
nginx = os.environ['DS_NGINX']
shipped = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../deploy/nginx.conf')
HOST = b'monitor.example'


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def make_certificate():
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
                    '-subj', '/CN=monitor.example', '-addext', 'subjectAltName=DNS:monitor.example', '-keyout',
                    os.path.join(root, 'privkey.pem'), '-out', os.path.join(root, 'fullchain.pem')], check=True, capture_output=True)


class Nginx:
    """The shipped file before that port; ends with stop()."""

    def __init__(self, name, upstream):
        self.folder = os.path.join(root, name)
        os.makedirs(os.path.join(self.folder, 'cache'))
        self.port, self.plain_port = free_port(), free_port()
        with open(shipped, encoding='utf-8') as f:
            site = f.read()
        for old, new in (('listen 443', f'listen 127.0.0.1:{self.port}'), ('listen 80', f'listen 127.0.0.1:{self.plain_port}'),
                         ('127.0.0.1:8080', f'127.0.0.1:{upstream}'), ('/etc/ssl/monitor.example', root),
                         ('/var/cache/nginx', os.path.join(self.folder, 'cache')), ('/var/log/nginx', self.folder),
                         ('client_header_timeout 10s', 'client_header_timeout 1s'), ('client_body_timeout 15s', 'client_body_timeout 1s'),
                         ('send_timeout 20s', 'send_timeout 1s')):
            expect(old in site, f'{old} does not stand in {shipped}')
            site = site.replace(old, new)
        conf = os.path.join(self.folder, 'nginx.conf')
        temporary = ''.join(f'{kind}_temp_path {self.folder}/{kind};\n' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        with open(os.path.join(self.folder, 'site.conf'), 'w', encoding='utf-8') as f:
            f.write(site)
        with open(conf, 'w', encoding='utf-8') as f:
            f.write(('user root;\n' if os.geteuid() == 0 else '') + f'daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n'
                    f'worker_processes 1; events {{ worker_connections 1024; }}\nhttp {{\n{temporary}include {self.folder}/site.conf;\n}}\n')
        checked = subprocess.run([nginx, '-t', '-q', '-c', conf, '-e', os.path.join(self.folder, 'error.log')], capture_output=True,
                                 text=True, check=False)
        expect(checked.returncode == 0 and checked.stderr == '', f'nginx -t: {checked.stderr}')
        self.child = subprocess.Popen([nginx, '-c', conf, '-e', os.path.join(self.folder, 'error.log')], stderr=subprocess.DEVNULL)
        self.address = ('127.0.0.1', self.port)
        while True:
            try:
                socket.create_connection(self.address, timeout=1).close()
                break
            except OSError:
                expect(self.child.poll() is None, 'nginx ended')
                time.sleep(0.02)

    def passed(self):
        """Of each request that nginx passed on: method and path."""
        try:
            with open(os.path.join(self.folder, 'doorstroom.log'), encoding='utf-8') as f:
                lines = [line.split(' ') for line in f]  # what could not be read has an empty method
        except FileNotFoundError:
            return []
        return [(line[1], line[2]) for line in lines if line[4] != '-']

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait()


tls = ssl.create_default_context()


def ask(proxy, data, **more):
    """Over TLS, by our name."""
    with socket.create_connection(proxy.address, timeout=more.get('timeout', 4)) as plain:
        with tls.wrap_socket(plain, server_hostname='monitor.example') as s:
            out = b''
            try:
                s.sendall(data)
                while part := s.recv(65536):
                    out += part
            except OSError:
                pass
            return out


# ---- what two readers could differ about; each carries a request for /volgen where its body is ----

INNER = b'GET /volgen HTTP/1.1\r\nHost: ' + HOST + b'\r\nX: '


def post(*headers, body=b'', line=b'POST /uitloggen HTTP/1.1', end=b'\r\n'):
    return end.join([line, b'Host: ' + HOST, b'Connection: close', *headers]) + end + end + body


def chunk(size, data=INNER):
    return size + b'\r\n' + data + b'\r\n0\r\n\r\n'


def ambiguous():
    length = b'Content-Length: %d'
    coded = b'Transfer-Encoding: chunked'
    whole = b'0\r\n\r\n' + INNER
    yield 'CL.TE', post(length % len(whole), coded, body=whole)
    yield 'TE.CL', post(coded, b'Content-Length: 4', body=b'%x\r\n%s\r\n0\r\n\r\n' % (len(INNER), INNER))
    for other in (b'identity', b'x', b'gzip, chunked', b'chunked, identity', b'chunked, chunked', b'"chunked"', b'chunked;q=1', b''):
        yield f'TE.TE {other}', post(coded, b'Transfer-Encoding: ' + other, body=whole)
        yield f'TE {other} with CL', post(b'Transfer-Encoding: ' + other, length % len(whole), body=whole)
    for name in (b'Transfer-Encoding : chunked', b' Transfer-Encoding: chunked', b'Transfer-Encoding:\r\n chunked', b'Transfer-Encoding:\tchunked',
                 b'Transfer_Encoding: chunked', b'Transfer-Encoding\t: chunked', b'X: y\nTransfer-Encoding: chunked',
                 b'X: y\rTransfer-Encoding: chunked', b'Transfer-Encoding: \x0bchunked', b'Transfer-Encoding: chunked\x00'):
        yield f'{name}', post(name, length % len(whole), body=whole)
    for size in (b'0x20', b'-1', b'+20', b' 20', b'20 ', b'ffffffffffffffff', b'100000000000000020', b'20;a=b', b'g', b'', b'2\n0'):
        yield f'chunk of {size}', post(coded, body=chunk(size))
    for value in (b'5, 5', b'5,6', b'+5', b'-5', b'0x5', b'5 5', b'5.0', b'', b'99999999999999999999', b'5\x0b'):
        yield f'CL {value}', post(b'Content-Length: ' + value, body=INNER)
    yield 'two CL', post(b'Content-Length: 0', length % len(INNER), body=INNER)
    yield 'two CL, the same', post(length % len(INNER), length % len(INNER), body=INNER)
    yield 'CL with a space in its name', post(b'Content Length: 0', length % len(INNER), body=INNER)
    yield 'CL before a colon', post(b'Content-Length : 0', length % len(INNER), body=INNER)
    yield 'bare LF', post(length % len(INNER), body=INNER, end=b'\n')
    yield 'bare CR', post(length % len(INNER), body=INNER, end=b'\r')
    yield 'obs-fold', post(b'X: a\r\n b', length % len(INNER), body=INNER)
    yield 'a NUL', post(b'X: a\x00b', length % len(INNER), body=INNER)
    yield 'HTTP/1.0 with TE', post(coded, body=whole, line=b'POST /uitloggen HTTP/1.0')
    yield 'HTTP/1.0 kept', post(b'Connection: keep-alive', length % len(INNER), body=INNER, line=b'POST /uitloggen HTTP/1.0')
    yield 'HTTP/0.9', b'GET /volgen\r\n\r\n'
    yield 'HTTP/1.2', post(line=b'GET /taken HTTP/1.2')
    yield 'HTTP/2.0', post(line=b'GET /taken HTTP/2.0')
    yield 'absolute', post(line=b'GET http://elders.example/taken HTTP/1.1')
    yield 'two hosts', post(b'Host: elders.example', line=b'GET /taken HTTP/1.1')
    yield 'a body to GET', post(length % len(INNER), body=INNER, line=b'GET /taken HTTP/1.1')
    yield 'a body to HEAD', post(length % len(INNER), body=INNER, line=b'HEAD /taken HTTP/1.1')
    yield 'spaces in the line', post(line=b'GET  /taken  HTTP/1.1')
    yield 'a line in the path', post(line=b'GET /taken%0d%0aX:y HTTP/1.1')
    for method in (b'TRACE', b'CONNECT', b'PUT', b'get', b'G@T'):
        yield f'{method}', post(line=method + b' /taken HTTP/1.1')
    yield 'too many headers', post(*[b'X-%d: y' % i for i in range(200)], line=b'GET /taken HTTP/1.1')
    yield 'a huge header', post(b'X: ' + b'y' * 70000, line=b'GET /taken HTTP/1.1')
    yield 'a huge target', post(line=b'GET /' + b'y' * 70000 + b' HTTP/1.1')
    yield 'a huge body, announced', post(b'Content-Length: 40000000', body=INNER)
    yield 'a body before it is asked for', post(b'Expect: 100-continue', length % len(INNER), body=INNER)
    yield 'a body that goes on', post(b'Content-Length: 5', body=b'a=b&c' + INNER)


def requests_of(text):
    lines = [json.loads(line) for line in text.splitlines() if line.endswith('}')]
    return [line for line in lines if line['wat'] == 'verzoek']


def settled(count):
    """A number that stays the same for a moment."""
    seen, since = count(), time.monotonic()
    while time.monotonic() - since < 0.3:
        time.sleep(0.03)
        if (now := count()) != seen:
            seen, since = now, time.monotonic()
    return seen


def test_agreement(proxy, serve):
    """Through nginx: all that it passed on, and no more, was asked."""
    failed, n = [], 0
    threads = []

    def send(name, data):
        answer = ask(proxy, data, timeout=3)
        if answer.count(b'HTTP/1.1 200') > 1:
            failed.append(f'{name}: {answer[:300]}')

    for name, data in ambiguous():
        threads.append(threading.Thread(target=send, args=(name, data)))
        n += 1
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    expect(not failed, '\n'.join(failed))
    until = time.monotonic() + 60  # on a busy machine the last ones take their time; the count itself may not differ
    while settled(lambda: len(requests_of(serve.output()))) != len(proxy.passed()) and time.monotonic() < until:
        pass
    asked, passed = len(requests_of(serve.output())), proxy.passed()
    expect(asked == len(passed), f'{len(passed)} passed on, {asked} asked: {sorted(passed)}')
    inner = [line for line in requests_of(serve.output()) if line['route'] == '/volgen']
    seen = [line for line in passed if line[1] == '/volgen']
    expect(len(inner) == len(seen), f'{len(inner)} from within a body, {len(seen)} that nginx knows of')
    print(f'ok: {n} requests that could be two, through nginx: {len(passed)} passed on, {asked} asked, {len(seen)} seen by both as apart')


def test_pipeline(proxy, serve):
    before = len(requests_of(serve.output()))
    many = 40
    data = b''.join(b'GET /taken?%d HTTP/1.1\r\nHost: %s\r\n%s\r\n' % (i, HOST, b'Connection: close\r\n' if i == many - 1 else b'')
                    for i in range(many))
    for answer, where in ((ask(proxy, data), 'nginx'), (talk(serve.address, data), 'direct')):
        expect(answer.count(b'HTTP/1.1 303') == many, f'{where}: {answer.count(b"HTTP/1.1 303")} of {many} answers')
    expect(settled(lambda: len(requests_of(serve.output()))) == before + 2 * many, 'each once')
    print(f'ok: {many} after each other in one go, through nginx and directly: each once')


def test_direct(serve):
    """Directly: what the service is not sure of ends the connection, and nothing of a body is a request."""
    before = len(requests_of(serve.output()))
    n = 0
    for name, data in ambiguous():
        answer = talk(serve.address, data, timeout=12, half_close=True)
        n += 1
        # libmicrohttpd writes the head of some refusals of its own twice before it closes; more than that is two answers
        codes = [code for code in re.findall(rb'HTTP/1\.[01] (\d\d\d) ', answer) if code != b'100']
        expect(len(codes) <= 1 or codes in ([b'400'] * 2, [b'413'] * 2), f'{name}: two answers: {answer[:600]}')
        expect(status(answer) in (0, 100, 303, 400, 403, 404, 405, 411, 413, 414, 431, 501, 505), f'{name}: {answer[:80]}')
    asked = requests_of(serve.output())[before:]
    expect(len(asked) <= n, f'{len(asked)} of {n}')
    expect(not [line for line in asked if line['route'] == '/volgen'], 'a body was taken for a request')
    print(f'ok: the same {n} directly: {len(asked)} asked, none from within a body')


# ---- who is slow ----

def test_slow(proxy, serve):
    """Eighty who drip their head or never send their body: others are answered, and they are cut off."""
    before = len(requests_of(serve.output()))
    stop = threading.Event()
    cut = []

    def drip(kind):
        plain = socket.create_connection(proxy.address, timeout=10)
        s = tls.wrap_socket(plain, server_hostname='monitor.example')
        head = {'head': b'GET /taken HTTP/1.1\r\nHost: monitor.example\r\nX: ',
                'body': b'POST /uitloggen HTTP/1.1\r\nHost: monitor.example\r\nContent-Length: 100000\r\n\r\n'}[kind]
        try:
            s.sendall(head)
            s.settimeout(0.25)
            while not stop.is_set():
                try:
                    if kind == 'head':
                        s.sendall(b'y')
                    if s.recv(1) == b'':
                        break
                except TimeoutError:
                    continue
            else:
                return
            cut.append(kind)
        except OSError:
            cut.append(kind)
        finally:
            plain.close()

    threads = [threading.Thread(target=drip, args=(kind,)) for kind in ('head', 'body') for _ in range(40)]
    for t in threads:
        t.start()
    slowest = 0
    for _ in range(20):
        began = time.monotonic()
        answer = ask(proxy, b'GET /taken HTTP/1.1\r\nHost: monitor.example\r\nConnection: close\r\n\r\n', timeout=60)
        expect(status(answer) == 303, f'while others are slow: {answer[:80]}')
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.02)
    until = time.monotonic() + 60
    while len(cut) < len(threads) and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    for t in threads:
        t.join()
    expect(len(cut) == len(threads), f'{len(threads) - len(cut)} of {len(threads)} slow ones still hang; cut: {cut.count("head")} heads')
    asked = settled(lambda: len(requests_of(serve.output()))) - before
    expect(asked == 20, f'{asked} asked, 20 meant: a half request was passed on')
    print(f'ok: {len(threads)} slow clients were cut off and none of them reached the service; others waited {slowest * 1000:.0f} ms at most')


# ---- what is passed on of what clients say ----

def test_headers():
    """An upstream that only listens: what nginx says of a client, and what clients say of themselves."""
    got = []
    with socket.create_server(('127.0.0.1', 0)) as listener:
        proxy = Nginx('koppen', listener.getsockname()[1])

        def listen():
            connection, _ = listener.accept()
            with connection:
                text = b''
                while b'\r\n\r\n' not in text:
                    text += connection.recv(65536)
                got.append(text)
                connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')

        thread = threading.Thread(target=listen)
        thread.start()
        answer = ask(proxy, b'GET /inloggen/surfconext HTTP/1.1\r\nHost: monitor.example\r\nX-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n'
                     b'X-Surfconext-Subject: beheerder\r\nx-entree-subject: beheerder\r\nX_Surfconext_Subject: b\r\nX-Real-IP: 203.0.113.9\r\n'
                     b'Forwarded: for=203.0.113.9\r\nTE: trailers\r\nUpgrade: h2c\r\nConnection: X-Surfconext-Subject, upgrade, close\r\n'
                     b'Cookie: a=b\r\n\r\n')
        thread.join()
        proxy_log = os.path.join(proxy.folder, 'doorstroom.log')
        secret = b'GET /uitnodiging/GEHEIMEGEHEIMEGEHEIME HTTP/1.1\r\nHost: monitor.example\r\nConnection: close\r\n\r\n'
        listener.close()
        ask(proxy, secret)
        expect(status(ask(proxy, b'GET / HTTP/1.1\r\nHost: elders.example\r\nConnection: close\r\n\r\n')) in (0, 421), 'another name')
        proxy.stop()
    expect(status(answer) == 200, f'{answer[:80]}')
    head = got[0].decode()
    names = [line.partition(':')[0].lower() for line in head.split('\r\n')[1:] if line]
    expect(re.search(r'\r\nX-Forwarded-For: 127\.0\.0\.1\r\n', head), head)
    expect(re.search(r'\r\nHost: monitor\.example\r\n', head), head)
    for name in names:
        expect(name in ('host', 'x-forwarded-for', 'cookie'), f'{name} is passed on: {head}')
    for file in (proxy_log, os.path.join(proxy.folder, 'error.log')):
        with open(file, encoding='utf-8') as f:
            expect('GEHEIM' not in f.read(), f'an invitation stands in {file}')
    print('ok: of a client only host, cookie and its address are passed on; invitations are in no log')


make_certificate()
tls.load_verify_locations(os.path.join(root, 'fullchain.pem'))
work = os.path.join(root, 'achter')
os.mkdir(work)
with open(os.path.join(work, 'doorstroom.yaml'), 'w', encoding='utf-8') as f:
    f.write('web:\n  adres: https://monitor.example\n  proxy: 127.0.0.1\n  inloggen:\n'
            '    - {dienst: surfconext, naam: SURFconext, kop: X-Surfconext-Subject}\n')
serve = Serve(program, work)
proxy = Nginx('voor', serve.address[1])
try:
    test_agreement(proxy, serve)
    test_pipeline(proxy, serve)
    test_direct(serve)
    test_slow(proxy, serve)
    test_headers()
finally:
    proxy.stop()
    code = serve.stop()
expect(code == 0, f'serve ended with {code}')
