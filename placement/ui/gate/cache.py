"""Answers that are worked out once: for each workspace of its own."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from placement.ui.gate import gate

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def cache_per_workspace(
    *, max_entries: int | None = None, ttl: str | None = None
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep a function's answers as read-only resources, with the workspace in their key.

    The only cache there is: an answer is found again by those of its workspace alone, though the
    same question from another would come to the same.

    Args:
        max_entries: Answers that are kept, the oldest go first.
        ttl: How long one is kept.
    """

    def mark(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        asked = inspect.signature(function)
        first = inspect.Parameter(
            "workspace", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str
        )

        @wraps(function)
        def in_workspace(workspace: str, *args: Any, **kwargs: Any) -> Result:
            return function(*args, **kwargs)

        # Streamlit leaves arguments with an underscore out of the key, and finds their names here.
        in_workspace.__signature__ = asked.replace(  # type: ignore[attr-defined]
            parameters=[first, *asked.parameters.values()]
        )
        kept = st.cache_resource(max_entries=max_entries, ttl=ttl, show_spinner=False)(in_workspace)

        @wraps(function)
        def of_whoever_asks(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return kept(gate.workspace(), *args, **kwargs)

        return of_whoever_asks

    return mark
