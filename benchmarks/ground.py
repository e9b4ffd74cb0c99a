"""The network of the delivery benchmark, in its own process: takes every post and remembers when."""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_lock = threading.Lock()
_accepted: dict[str, float] = {}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        post = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with _lock:
            _accepted.setdefault(post["key"], time.time())
        self._answer({"id": post["key"]})

    def do_GET(self) -> None:
        with _lock:
            self._answer({"accepted": {key: at for key, at in _accepted.items() if not key.startswith("bare-")}})

    def _answer(self, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    server = _Server(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
