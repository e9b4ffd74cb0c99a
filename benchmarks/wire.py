"""A browser's side of Streamlit's connection, without the browser: ask for a run of the script, wait for its end."""

import time
from dataclasses import dataclass
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

GIVE_UP_AFTER = 60.0


@dataclass(frozen=True)
class Rerun:
    """One run as the browser sees it: from the request to the message that says it has ended."""

    milliseconds: float
    messages: int
    kilobytes: float
    error: str | None


class Session:
    """One open tab."""

    def __init__(self, port: int, cookie: str) -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._headers = {"Cookie": cookie}
        self._connection: ClientConnection

    def __enter__(self) -> Self:
        self._connection = connect(
            self._address, additional_headers=self._headers, subprotocols=["streamlit"], max_size=None
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rerun(self, page: str, query: str = "") -> Rerun:
        """Open a page, or run it again. A page that leads to another one is followed to its end."""
        state = ClientState(page_name=page, query_string=query)
        state.context_info.timezone = "Europe/Berlin"
        state.context_info.locale = "en-US"
        started = time.perf_counter()
        self._connection.send(BackMsg(rerun_script=state).SerializeToString())
        messages = received = 0
        error = None
        while True:
            raw = self._connection.recv(timeout=GIVE_UP_AFTER)
            message = ForwardMsg.FromString(raw)
            messages, received = messages + 1, received + len(raw)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                error = message.delta.new_element.exception.message
            if kind == "page_not_found":
                error = "page not found"
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                taken = (time.perf_counter() - started) * 1000
                return Rerun(taken, messages, received / 1024, error)
