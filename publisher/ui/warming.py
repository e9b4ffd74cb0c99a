"""What the second click would wait for is imported while nobody waits, after the first page stands.

Decides nothing; a page that is asked for earlier imports and compiles what it needs itself.
"""

import gc
import importlib
import pkgutil
import threading
from collections.abc import Callable
from functools import partial

from publisher import bootstrap
from publisher.domain.places import Language
from publisher.logs import Logger
from publisher.ui import i18n, pages

first_page = threading.Event()
"""Set by the shell as soon as a page has been drawn to its end."""

_log = Logger("workspace")
# what the first page rests on; Streamlit takes numpy and PIL for the mark beside its title
_FIRST = ("publisher.ui.shell", "publisher.ui.pages.today", "numpy", "PIL.Image")
# without a visitor all is imported after so long; after the first page its browser is left alone for a moment
_PATIENCE_SECONDS, _BREATH_SECONDS = 6.0, 1.0


def begin() -> Callable[[], None]:
    """Start in a thread of its own; what is returned makes it end after the step it is at."""
    stopped = threading.Event()
    threading.Thread(target=_warm, args=(stopped,), name="warming", daemon=True).start()
    return stopped.set


def _warm(stopped: threading.Event) -> None:
    try:
        for name in _FIRST:
            importlib.import_module(name)
        first_page.wait(_PATIENCE_SECONDS)
        stopped.wait(_BREATH_SECONDS)
        for step in (*_pages(), *_calendars(), _out_of_the_collectors_way, bootstrap.gate().warm):
            if stopped.is_set():
                return
            step()
    except Exception as error:  # noqa: BLE001 - survives what cannot be loaded ahead; logged by kind and places
        _log.warning("not_warmed", exc_info=error)


def _pages() -> list[Callable[[], object]]:
    found = sorted(module.name for module in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."))
    return [partial(importlib.import_module, name) for name in found]


def _calendars() -> list[Callable[[], object]]:
    from babel.dates import get_month_names

    return [partial(get_month_names, locale=i18n.TAGS[language].replace("-", "_")) for language in Language]


def _out_of_the_collectors_way() -> None:
    gc.collect()
    gc.freeze()
