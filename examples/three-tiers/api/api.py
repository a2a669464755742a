"""Notes over HTTP: GET /api/notes lists them, POST /api/notes adds one."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

from database import connect


class Notes(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            self.answer(200, self.ask("SELECT 1"))
        elif self.path == "/api/notes":
            self.answer(200, self.ask("SELECT text FROM notes ORDER BY id"))
        else:
            self.answer(404, "there is only /api/notes")

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.answer(201, self.ask("INSERT INTO notes (text) VALUES (%s) RETURNING text", (text,)))

    def ask(self, statement, values=()):
        with connect() as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [row[0] for row in cursor.fetchall()]

    def answer(self, status, value):
        body = (json.dumps(value) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except psycopg2.Error as error:
            self.answer(503, f"the database does not answer: {error}".strip())


# As the first process of its container, Python would ignore the signal that stops it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("listening on 8000", flush=True)
ThreadingHTTPServer(("", 8000), Notes).serve_forever()
