"""Looking for what was said before while a draft is written: aside, so that typing waits for nothing."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import streamlit as st

from publisher.domain.entries import Content
from publisher.services import beside
from publisher.services.beside import Beside
from publisher.ui import state

_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="consistency")
_KEPT = "said-before"
AGAIN_SECONDS = 15.0  # after which what failed is tried again


def look_again() -> None:
    """Forget what was found; the next run looks for it anew."""
    st.session_state.pop(_KEPT, None)


def look(entry: str, content: Content) -> Beside | BaseException | None:
    """What was found for the saved words, as far as it still stands; meanwhile what was found for the words before.

    It is looked for again when the words, or whom they are kept for, change, when somebody signs something, and a
    while after it failed: then what went wrong is told meanwhile.
    """
    wanted = (entry, content, beside.mark(state.desk()))
    kept: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    if kept.get("entry") != entry:
        kept.clear()
        kept["entry"] = entry
    waiting: Future[Beside] | None = kept.get("waiting")
    if waiting is not None and waiting.done():
        kept["waiting"] = None
        error = waiting.exception()
        kept["found"] = waiting.result() if error is None else error
        if error is not None:
            kept["again"] = time.monotonic() + AGAIN_SECONDS
            state.log.warning("not_compared", kind=type(error).__name__)
    failed = isinstance(kept.get("found"), BaseException) and time.monotonic() >= kept["again"]
    if kept.get("waiting") is None and (failed or kept.get("asked") != wanted):
        kept["asked"] = wanted
        kept["waiting"] = _ASIDE.submit(beside.look, state.desk(), content, but=entry, author=state.person().id)
    found = kept.get("found")
    return beside.as_it_is_now(state.desk(), entry, found) if isinstance(found, Beside) else found
