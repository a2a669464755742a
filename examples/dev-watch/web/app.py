"""Shows the pages of a folder, with a greeting."""
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
GREETING = os.environ.get("GREETING", "Hello")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/") or "index"
        page = PAGES / f"{name}.txt"
        if "/" in name or not page.is_file():
            return self.answer(404, "There is no such page.\n")
        return self.answer(200, page.read_text().replace("{greeting}", GREETING))

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Health checks would fill the log."""


print("serving", PAGES)
ThreadingHTTPServer(("", 8000), Handler).serve_forever()
