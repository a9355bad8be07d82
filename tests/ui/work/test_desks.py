"""A session takes up the tab that was left; tabs that are open keep their own."""

from placement.ui.work.desks import FORGOTTEN_AFTER, TAKEN_UP_WITHIN, Desks


class Hall:
    """Desks with a clock and open sessions moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.open: set[str] = set()
        self.desks = Desks(lambda session: session in self.open, clock=lambda: self.now)

    def come(self, session: str, browser: str = "one"):
        """Open a page."""
        self.now += 1.0
        self.open.add(session)
        return self.desks.enter(browser, session)

    def work(self, session: str, value: int, browser: str = "one") -> None:
        """Change something on it."""
        self.now += 1.0
        self.desks.keep(browser, session, {"value": value})

    def go(self, session: str) -> None:
        """Close it."""
        self.now += 1.0
        self.open.discard(session)


def test_an_unknown_browser_begins_empty() -> None:
    """And nobody else's work is its."""
    hall = Hall()
    assert hall.come("a") is None
    hall.work("a", 1)
    assert hall.come("b", browser="two") is None
    assert hall.desks.shared("two") == (0, {})


def test_a_reload_takes_up_its_own_tab() -> None:
    """Though another one was used later."""
    hall = Hall()
    hall.come("a")
    hall.work("a", 1)
    assert hall.come("b") == {"value": 1}
    hall.work("b", 2)
    hall.go("a")
    assert hall.come("a again") == {"value": 1}
    hall.go("b")
    assert hall.come("b again") == {"value": 2}


def test_a_new_tab_copies_the_one_used_last() -> None:
    """A change in it leaves the first one alone."""
    hall = Hall()
    hall.come("a")
    hall.work("a", 1)
    hall.come("b")
    hall.work("b", 2)
    assert hall.come("c") == {"value": 2}
    hall.work("c", 3)
    hall.go("a")
    assert hall.come("a again") == {"value": 1}


def test_a_tab_closed_long_ago_is_not_taken_for_a_new_one() -> None:
    """While another is open, that one is copied; with none, the last one comes back."""
    hall = Hall()
    hall.come("a")
    hall.work("a", 1)
    hall.come("b")
    hall.work("b", 2)
    hall.go("a")
    hall.desks.sweep()
    hall.now += TAKEN_UP_WITHIN + 1
    assert hall.come("c") == {"value": 2}
    hall.go("b")
    hall.go("c")
    hall.desks.sweep()
    hall.now += TAKEN_UP_WITHIN + 1
    assert hall.come("next day") == {"value": 2}


def test_the_book_is_the_same_in_every_tab() -> None:
    """Its turn tells a tab that another one has changed it."""
    hall = Hall()
    hall.come("a")
    hall.come("b")
    assert hall.desks.share("one", {"book": "x"}) == 1
    assert hall.desks.shared("one") == (1, {"book": "x"})


def test_a_work_is_forgotten_a_day_after_its_last_page() -> None:
    """Not while a page is open."""
    hall = Hall()
    hall.come("a")
    hall.work("a", 1)
    hall.now += 10 * FORGOTTEN_AFTER
    hall.desks.sweep()
    hall.go("a")
    hall.desks.sweep()
    hall.now += FORGOTTEN_AFTER - 1
    hall.desks.sweep()
    assert hall.desks.is_present("one") is False
    hall.now += 2
    hall.desks.sweep()
    assert hall.come("b") is None
