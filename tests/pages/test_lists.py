"""The page Lists: the split it shows is the library's, and what is wrong is said."""

from pathlib import Path

import pandas as pd

from placement import api
from placement.assume.library import load_library
from placement.ui.lists.agencies import Opened
from placement.ui.work.lists import kept_of
from placement.ui.work.state import AGENCIES

LIBRARY = load_library()


def table(app, column: str) -> pd.DataFrame:
    """Return the table of the page that has a column."""
    (found,) = [frame.value for frame in app.dataframe if column in frame.value]
    return found


def put(app, rows: list[dict[str, object]]) -> None:
    """Type a table of agencies, as the editor would leave it."""
    columns = list(api.AGENCY_COLUMNS)
    frame = pd.DataFrame(rows, columns=columns)
    for name in ("move", "sectors"):
        frame[name] = [cell if isinstance(cell, list) else [] for cell in frame[name]]
    for name in columns:
        if name not in ("agency", "move", "sectors"):
            frame[name] = frame[name].astype(float)
    app.session_state[AGENCIES] = Opened(turn=99, frame=frame, edited=frame, is_changed=True)
    app.run()


def test_without_agencies_each_placement_is_a_list(desk) -> None:
    """Every account once, and the money of the page Options."""
    app = desk("lists")
    assert not app.error
    lists = table(app, "file")
    assert lists["accounts"].sum() == 5_000
    assert {"agency_1.xlsx", "stop.xlsx", "in_house.xlsx"} <= set(lists["file"])
    ranked = api.rank_tape(
        Path("data/samples/mixed_book.csv"),
        assumptions=LIBRARY,
    )
    net = api.best_plans(ranked.ranking, LIBRARY).net @ ranked.ranking.accounts
    assert round(lists["expected_net"].sum(), 2) == round(float(net), 2)


def test_the_sample_agencies_share_the_lot(desk) -> None:
    """Capacities hold; who is below its minimum is named; the same as the command's."""
    app = desk("lists")
    app.button(key="lists_sample").click().run()
    assert not app.error
    lists = table(app, "file").set_index("file")
    assert lists.loc["agency_1-Northgate.xlsx", "balance"] <= 1_500_000
    assert lists["accounts"].sum() == 5_000
    assert any("46 accounts is below its minimum of 100" in each.value for each in app.warning)
    assert "--agencies agencies.csv" in app.code[0].value
    assert set(table(app, "what")["agency"]) == {
        "Harbour", "Northgate", "Summit Recoveries",
    }  # fmt: skip
    app.button(key="lists_undo").click().run()
    assert "agency_1.xlsx" in set(table(app, "file")["file"])


def test_what_cannot_be_is_said_and_nothing_offered(desk) -> None:
    """Capacities too small; a row that is wrong; nobody for a sector."""
    app = desk("lists")
    put(app, [{"agency": "A", "capacity_accounts": 100}])
    assert "hold 100 of the 730 accounts" in app.error[0].value
    assert not [frame for frame in app.dataframe if "file" in frame.value]
    put(app, [{"agency": "A", "move": ["agency_1"]}])
    assert "No agency takes agency 2" in app.error[0].value
    put(app, [{"agency": None, "share": 5}])
    assert "agency must have a name" in app.error[0].value


def test_a_table_is_kept_as_texts(desk) -> None:
    """What the database would hold, and the page opens again."""
    app = desk("lists")
    put(app, [{"agency": "A", "move": ["agency_1", "agency_2"], "share": 70}, {"agency": "B",
              "share": 30}])  # fmt: skip
    kept = kept_of(app.session_state[AGENCIES])
    assert kept is not None
    assert dict(zip(kept.columns, kept.rows[0], strict=True))["move"] == "agency_1;agency_2"
    before = table(app, "file")
    app.session_state[AGENCIES] = kept
    app.run()
    assert not app.error
    pd.testing.assert_frame_equal(table(app, "file"), before)
