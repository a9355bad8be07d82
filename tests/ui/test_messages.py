"""Pages are told more at once than they may say, in a room and where there are none."""

import os
import subprocess
import sys
import tomllib

import pytest

from placement.ui.messages import LONGEST_PASTE

_BYTES_OF_A_SIGN = 3
"""At most, of what a browser counts as one."""

_ASKED = """
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import runtime_util
# As the server does before there is an app.
print(runtime_util.get_max_message_size_bytes())
{script}
message = ForwardMsg()
message.delta.new_element.markdown.body = "x" * 40_000_000
print(len(runtime_util.serialize_forward_msg(message)) >= 40_000_000)
"""


@pytest.mark.parametrize(
    "script", ["import app", "from placement.ui.rooms.preload import preload; preload()"]
)
def test_a_large_table_arrives_where_a_large_wish_does_not(project, script) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASKED.format(script=script)],
        cwd=project,
        env=os.environ | {"PLACEMENT_ROOMS": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["2000000", "True"]


def test_what_a_page_takes_at_once_fits_into_what_it_may_say(project) -> None:
    with (project / ".streamlit/config.toml").open("rb") as file:
        most = tomllib.load(file)["server"]["maxMessageSize"] * 1_000_000
    assert most >= LONGEST_PASTE * _BYTES_OF_A_SIGN + 400_000
