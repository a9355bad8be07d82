"""How large messages may be: what pages are told, and what they say."""

from streamlit import config
from streamlit.runtime import runtime_util

LARGEST_ANSWER = 50
"""Megabytes of a message to a page: a table or a chart of a large book."""

LONGEST_PASTE = 500_000
"""Signs that a page takes at once: at three bytes each they fit into a message with all that it
says besides (`server.maxMessageSize`)."""


def allow_large_answers() -> None:
    """Let pages be told more at once than they may say.

    The server has started by then, with Streamlit's one setting for both: it is what the server
    hears out, and whoever may connect may also send that much.
    """
    most = max(LARGEST_ANSWER, int(config.get_option("server.maxMessageSize")))
    # Private to Streamlit, which reads its setting once.
    runtime_util._max_message_size_bytes = most * 1_000_000
