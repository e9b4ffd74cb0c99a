"""What a page may know between runs: who is signed in, in which language, what waits to be shown. Cache only."""

import time
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import streamlit as st

from publisher import bootstrap
from publisher.domain.errors import ConfigurationError, ImpossibleTransition, Refusal
from publisher.domain.people import Person
from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say
from publisher.logs import Logger
from publisher.services.desk import Actor, Desk
from publisher.services.identity import actor_of_session
from publisher.ui import i18n
from publisher.ui.i18n import _
from publisher.ui.names import spoken
from publisher.web.sessions import token_of

Result = TypeVar("Result")
log = Logger("workspace")
SIGNED_OUT = say("You are signed out. Sign in again to go on.")
MOVED_ON = say("This has just moved on; look at it again.")

i18n.resolve_by(lambda: st.session_state.get("language", Language.EN))


def desk() -> Desk:
    return bootstrap.desk()


def actor_now() -> Actor | None:
    """Read from the server's sessions every time, so that an ended session ends here at once."""
    return actor_of_session(desk(), token_of(st.context.cookies.to_dict()))


def actor() -> Actor:
    """The signed-in person; without one the page ends here with the way to the sign-in page."""
    found = actor_now()
    if found is None or found.person is None:
        ask_to_sign_in()
    return found


def person() -> Person:
    found = actor().person
    if found is None:
        ask_to_sign_in()
    return found


def ask_to_sign_in() -> NoReturn:
    with st.container(border=True, width=420):
        st.header(_("You are signed out"))
        st.write(_("Nothing you wrote is lost: it is kept on this device and saved after you sign in."))
        st.html(f'<a href="/auth/sign-in" target="_self">{_("Sign in")}</a>')
    st.stop()


def act(place: str, call: Callable[[Desk, Actor], Result], done: Sentence | None = None) -> Result | None:
    """One short service call for a person, from a callback. A refusal waits at `place` to be shown once."""
    pressed()
    who = actor_now()
    if who is None:
        refuse(place, SIGNED_OUT)
        return None
    try:
        result = call(desk(), who)
    except Refusal as refusal:
        refuse(place, *refusal.reasons)
        return None
    except ImpossibleTransition:
        refuse(place, MOVED_ON)
        return None
    except ConfigurationError as error:
        log.error("not_done", kind=type(error).__name__)
        refuse(place, _to_put_right(error))
        return None
    st.session_state.pop(f"refused:{place}", None)
    if done is not None:
        st.session_state["done"] = done
    return result


def pressed() -> None:
    """A callback says here that the page has to follow; see `page_lags`."""
    st.session_state["pressed"] = True


def page_follows() -> None:
    """Said by every run of the whole page before anything else."""
    st.session_state.pop("pressed", None)


def page_lags() -> bool:
    """Whether a fragment runs alone although a button outside it was pressed.

    A browser sends what happens in one breath (a phone's tap ends the typing and presses the button) as one request,
    and it runs only the fragment that came first.
    """
    return "pressed" in st.session_state


def refuse(place: str, *reasons: Sentence) -> None:
    st.session_state[f"refused:{place}"] = reasons
    st.session_state.pop(f"refused:{place}:since", None)


def refused(place: str) -> bool:
    return f"refused:{place}" in st.session_state


def show_refusals(place: str, *, seconds: float = 0) -> None:
    """Every reason once, calmly, as it was said; for some seconds where a page runs again by itself."""
    key = f"refused:{place}"
    reasons = st.session_state.get(key)
    if not reasons:
        return
    sentences(reasons)
    now = time.monotonic()
    if now - st.session_state.setdefault(f"{key}:since", now) >= seconds:
        st.session_state.pop(key)
        st.session_state.pop(f"{key}:since")


def sentences(reasons: Any) -> None:
    with st.container(border=True, key=None):
        st.badge(_("Not done"), icon=":material/front_hand:", color="orange")
        for text in dict.fromkeys(spoken(reason) for reason in reasons):
            st.text(text)


def show_error(error: BaseException) -> bool:
    """A bug: logged by kind and places for whoever runs this, one calm sentence for the person; never a message.

    Only what is wrong with the installation is said as it is: it names what to do, and no words of a text.
    """
    log.error("a page failed", exc_info=error)
    with st.container(border=True):
        st.badge(_("Something went wrong here"), icon=":material/build:", color="orange")
        if isinstance(error, ConfigurationError):
            st.text(spoken(_to_put_right(error)))
        st.text(_("What you wrote is kept. Open the page again; if it stays, tell your administrator the time."))
    return True


def _to_put_right(error: ConfigurationError) -> Sentence:
    return say("This installation has to be put right first: {why}", why=str(error))


def show_done() -> None:
    if done := st.session_state.pop("done", None):
        st.toast(spoken(done), icon=":material/check:")
