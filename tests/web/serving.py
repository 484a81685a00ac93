"""tests/web/serving.py: a served work folder as a process, and bytes over a socket to it; nothing here knows
http better than the test that uses it."""
import os
import re
import signal
import socket
import subprocess
import time


class Serve:
    """The program on a folder; ends with stop()."""

    def __init__(self, program, folder, *options, env=None, wait=True):
        self.said = open(os.path.join(folder, '..', f'said-{os.getpid()}-{time.monotonic_ns()}'), 'w+', encoding='utf-8')
        self.out = open(self.said.name + '.out', 'w+', encoding='utf-8')
        self.child = subprocess.Popen([program, 'serve', folder, '--listen', '127.0.0.1:0', '--lang', 'en', *options],
                                      stdout=self.out, stderr=self.said, stdin=subprocess.DEVNULL,
                                      env={**os.environ, **(env or {})})
        self.address = self.await_line(r'listens on 127\.0\.0\.1:(\d+)') if wait else None

    def await_line(self, pattern):
        while True:
            text = self.errors()
            found = re.search(pattern, text)
            if found:
                return ('127.0.0.1', int(found.group(1)))
            if self.child.poll() is not None:
                raise AssertionError(f'serve ended: {text}')
            time.sleep(0.02)

    def errors(self):
        with open(self.said.name, encoding='utf-8') as f:
            return f.read()

    def output(self):
        with open(self.out.name, encoding='utf-8') as f:
            return f.read()

    def stop(self, how=signal.SIGTERM):
        self.child.send_signal(how)
        return self.child.wait()


def talk(address, data, *, tls=None, timeout=20, half_close=False):
    """All that comes back for these bytes until the other side closes or is silent for so long."""
    with socket.create_connection(address, timeout=timeout) as plain:
        s = tls.wrap_socket(plain, server_hostname='localhost') if tls else plain
        try:
            s.sendall(data)
            if half_close:
                s.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        out = b''
        try:
            while True:
                part = s.recv(65536)
                if not part:
                    break
                out += part
        except OSError:
            pass
        return out


def get(address, target, headers='', **more):
    return talk(address, f'GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n'.encode(), **more)


def status(answer):
    found = re.match(rb'HTTP/1\.[01] (\d{3})', answer)
    return int(found.group(1)) if found else 0
