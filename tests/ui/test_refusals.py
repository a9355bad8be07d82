"""Refused pages are counted in the log, and nothing else is kept out of it."""

import logging

from placement.ui.refusals import Counted

REFUSED = "ASGI callable returned without completing handshake."


def test_a_minute_has_one_line_for_all() -> None:
    now = 1_000.0
    counted = Counted(clock=lambda: now)

    def written(said: str) -> str | None:
        record = logging.makeLogRecord({"msg": said})
        return record.getMessage() if counted.filter(record) else None

    assert "Pages refused: 1 " in (written(REFUSED) or "")
    for _ in range(500):
        assert written(REFUSED) is None
    assert written("Exception in ASGI application\n") is not None
    now += 60
    assert "Pages refused: 501 " in (written(REFUSED) or "")
    assert written(REFUSED) is None
