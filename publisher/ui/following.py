"""A choice on an open page follows what others stored meanwhile, so that the next tick undoes nothing of theirs."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def follow(key: str, stored: Sequence[Any]) -> None:
    """Called before the box of this key is drawn, which then takes its choice from here and no default."""
    seen = f"{key}-stored"
    if st.session_state.get(seen) != list(stored) or key not in st.session_state:
        st.session_state[key] = list(stored)
    st.session_state[seen] = list(stored)


def changed(key: str, newest: Sequence[Any]) -> list[Any]:
    """The newest with what this person added and took away since she saw it."""
    seen, chosen = st.session_state[f"{key}-stored"], st.session_state[key]
    kept = [one for one in newest if one in chosen or one not in seen]
    return kept + [one for one in chosen if one not in seen and one not in kept]
