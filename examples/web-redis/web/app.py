"""Counts the visits of a page in redis, over redis's own protocol: no package but Python itself."""

import os
import signal
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REDIS = (os.environ.get("REDIS_HOST", "db"), int(os.environ.get("REDIS_PORT", "6379")))
GREETING = os.environ.get("GREETING", "Hello")


def redis(*words):
    """Sends one command, and returns its answer: the text of a simple string, or the number of an integer."""
    request = b"*%d\r\n" % len(words)
    for word in words:
        data = word.encode()
        request += b"$%d\r\n%s\r\n" % (len(data), data)
    with socket.create_connection(REDIS, timeout=2) as connection:
        connection.sendall(request)
        answer = connection.makefile("rb").readline().decode().rstrip()
    if answer[:1] not in ("+", ":"):
        raise OSError(f"redis said {answer!r}")
    return answer[1:]


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            if self.path == "/":
                self.reply(200, f"{GREETING}! This is visit {redis('INCR', 'visits')}.\n")
            elif self.path == "/health":
                self.reply(200, redis("PING") + "\n")
            else:
                self.reply(404, "there is only one page: /\n")
        except OSError as error:
            self.reply(503, f"redis does not answer: {error}\n")

    def reply(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


# As the first process of its container, Python would ignore the signal that stops it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("listening on 4567", flush=True)
ThreadingHTTPServer(("", 4567), Page).serve_forever()
