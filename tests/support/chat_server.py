"""An OpenAI-compatible chat server on loopback that behaves as badly as a test needs, and keeps all it received."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[list[dict[str, Any]]], str]


@dataclass
class ChatServer:
    """`answer` makes the text from the passages it was sent; `pace` is the pause before each piece, in seconds."""

    answer: Answer = lambda passages: "{}"
    status: int = 200
    pace: float = 0.0
    stall: bool = False
    redirect: str = ""
    port: int = 0
    received: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def everything(self) -> str:
        return "\n".join(self.received)


def as_json(*items: tuple[str, list[str]], part: str = "text") -> str:
    return json.dumps({"sentences": [{"part": part, "text": text, "sources": ids} for text, ids in items]})


def passages_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The passages among the fenced data of a request."""
    fenced = body["messages"][-1]["content"]
    data = json.loads(fenced[fenced.index("{") : fenced.rindex("}") + 1])
    found: list[dict[str, Any]] = data["passages"]
    return found


@contextmanager
def chat_server(**how: Any) -> Iterator[ChatServer]:
    server = ChatServer(**how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            server.received.append(str(self.headers) + raw.decode())
            if server.redirect or server.status != 200:
                self.send_response(307 if server.redirect else server.status)
                self.send_header("location", server.redirect)
                self.send_header("content-length", "0")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            try:
                self.stream(json.loads(raw))
            except (BrokenPipeError, ConnectionResetError):
                return  # the caller had enough

        def stream(self, body: dict[str, Any]) -> None:
            if server.stall:
                server.released.wait(60)
                return
            text = server.answer(passages_of(body)) if "<<<" in raw_of(body) else "ready"
            for place in range(0, len(text), 40):
                time.sleep(server.pace)
                self.event({"delta": {"role": "assistant", "content": text[place : place + 40]}, "index": 0})
            self.event({"delta": {}, "index": 0, "finish_reason": "stop"})
            self.event(None, {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150})
            self.wfile.write(b"data: [DONE]\n\n")

        def event(self, choice: dict[str, Any] | None, usage: dict[str, int] | None = None) -> None:
            whole = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "usage": usage}
            said = json.dumps(whole | {"choices": [choice] if choice else []})
            self.wfile.write(f"data: {said}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        listening.shutdown()
        listening.server_close()
        thread.join(10)


def raw_of(body: dict[str, Any]) -> str:
    return str(body["messages"][-1]["content"])
