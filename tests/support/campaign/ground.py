"""The network of a campaign, in its own process: it refuses, it accepts and then cuts, and it knows every post it took.

Three kinds of account: `keyed` (a key repeats a post harmlessly), `readable` (posts can be listed), `blind` (neither).
"""

import json
import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_lock = threading.Lock()
_posts: list[dict[str, str]] = []
_chances = {"refuse": 0.05, "cut": 0.03}
_random = random.Random(7)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        post = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with _lock:
            fate = _random.random()
            if fate < _chances["refuse"]:
                self._answer(503, {})
                return
            known = [one for one in _posts if one["key"] == post["key"]] if post["kind"] == "keyed" else []
            if not known:
                _posts.append(post)
            number = _posts.index(known[0] if known else post)
        if fate < _chances["refuse"] + _chances["cut"]:
            self.connection.close()
            return
        self._answer(200, {"id": f"{number}"})

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        with _lock:
            if address.path == "/all":
                self._answer(200, {"posts": _posts})
                return
            wanted = parse_qs(address.query)["text"][0]
            found = [number for number, one in enumerate(_posts) if one["text"] == wanted]
        self._answer(200, {"ids": found})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return  # a worker was killed in the middle of its request


if __name__ == "__main__":
    _chances["cut"] = float(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
