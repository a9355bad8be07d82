"""Answers that take their time: worked out once a reader has asked, and for what was asked."""

import streamlit as st


def asked_for(question: object, *, key: str, label: str, icon: str, before: str = "") -> bool:
    """Draw the button that asks for an answer; return whether the reader has asked.

    Args:
        question: What the answer is of. Another question has to be asked anew.
        key: Key of the button.
        label: What stands on it.
        icon: The picture before that.
        before: What is said above it.
    """
    # Kept apart from the button, whose own answer is lost with the next run.
    if st.session_state.get(_kept(key)) == question:
        return True
    if before:
        st.caption(before)
    st.button(label, key=key, icon=icon, on_click=_ask, args=(key, question))
    return False


def forget_asked(key: str) -> None:
    """Have the question asked anew the next time."""
    st.session_state.pop(_kept(key), None)


def _ask(key: str, question: object) -> None:
    st.session_state[_kept(key)] = question


def _kept(key: str) -> str:
    return f"{key}_of"
