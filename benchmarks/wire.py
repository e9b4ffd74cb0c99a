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
        self._fields: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._connection = connect(
            self._address, additional_headers=self._headers, subprotocols=["streamlit"], max_size=None
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rerun(self, page: str, query: str = "", typed: dict[str, str] | None = None) -> Rerun:
        """Open a page, or run it again with words typed into its fields (by key). KeyError for a field not yet seen."""
        state = ClientState(page_name=page, query_string=query)
        state.context_info.timezone = "Europe/Berlin"
        state.context_info.locale = "en-US"
        for key, words in (typed or {}).items():
            state.widget_states.widgets.add(id=self._fields[key], string_value=words)
        started = time.perf_counter()
        self._connection.send(BackMsg(rerun_script=state).SerializeToString())
        messages = received = 0
        error = None
        while True:
            raw = self._connection.recv(timeout=GIVE_UP_AFTER)
            message = ForwardMsg.FromString(raw)
            messages, received = messages + 1, received + len(raw)
            kind = message.WhichOneof("type")
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                error = element.exception.message
            if element.WhichOneof("type") == "text_input":
                # an id ends with the key that the page gave the field
                self._fields[element.text_input.id.split("-", 2)[-1]] = element.text_input.id
            if kind == "page_not_found":
                error = "page not found"
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                taken = (time.perf_counter() - started) * 1000
                return Rerun(taken, messages, received / 1024, error)
