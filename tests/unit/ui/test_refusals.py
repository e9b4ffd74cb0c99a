"""Why something was not done stays long enough to be read, also on a page that runs again by itself."""

from streamlit.testing.v1 import AppTest


def _page(seconds: float) -> None:
    import streamlit as st

    from publisher.domain.sentences import say
    from publisher.ui import state

    st.button("Act", key="act", on_click=lambda: state.refuse("here", say("The last words are not saved yet.")))
    state.show_refusals("here", seconds=seconds)


def _told(shown: AppTest) -> bool:
    return any(text.value == "The last words are not saved yet." for text in shown.text)


def test_a_refusal_outlives_the_reruns_of_a_page_that_saves_by_itself() -> None:
    shown = AppTest.from_function(_page, default_timeout=60, kwargs={"seconds": 20.0}).run()
    assert not _told(shown)
    shown.button(key="act").click().run()
    assert _told(shown)
    assert _told(shown.run()), "autosave runs the page again before anybody could read"


def test_a_refusal_is_said_once_elsewhere() -> None:
    shown = AppTest.from_function(_page, default_timeout=60, kwargs={"seconds": 0.0}).run()
    shown.button(key="act").click().run()
    assert _told(shown)
    assert not _told(shown.run())
