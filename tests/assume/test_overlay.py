"""Files a user lays over the library."""

from pathlib import Path

import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import lay_over, load_library, read_overlay
from placement.domain.errors import AssumptionError, InputError

LIBRARY = load_library()


def laid(folder: Path, text: str) -> Assumptions:
    """Return the library under a file of this text."""
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return lay_over(LIBRARY, read_overlay(file))


def test_a_bare_number(tmp_path: Path) -> None:
    changed = laid(tmp_path, "[bank_card.law_letter]\ncost = 33\n")
    entry = changed.entries["bank_card.law_letter.cost"]
    old = LIBRARY.entries["bank_card.law_letter.cost"]
    assert (entry.value, entry.status) == (33.0, "user")
    assert (entry.low, entry.high) == (min(old.low, 33.0), max(old.high, 33.0))


def test_a_number_with_its_own_range_and_source(tmp_path: Path) -> None:
    changed = laid(
        tmp_path,
        '[bank_card.law_letter]\ncost = { value = 33, low = 30, high = 35, source = "Quote" }\n',
    )
    entry = changed.entries["bank_card.law_letter.cost"]
    assert (entry.value, entry.low, entry.high) == (33.0, 30.0, 35.0)
    assert (entry.source, entry.status, entry.unit) == ("Quote", "user", "money_per_account")


def test_a_number_with_only_its_source_keeps_it(tmp_path: Path) -> None:
    changed = laid(
        tmp_path, '[bank_card.law_letter]\ncost = { value = 33, source = "Our quote of May" }\n'
    )
    entry = changed.entries["bank_card.law_letter.cost"]
    assert (entry.value, entry.source, entry.status) == (33.0, "Our quote of May", "user")


def test_a_source_stated_for_a_group_holds_below_it(tmp_path: Path) -> None:
    changed = laid(
        tmp_path, '[telecom.sale]\nsource = "Offer of 2026"\nprice.0m = 0.02\ncost = 9\n'
    )
    for path in ("telecom.sale.price.0m", "telecom.sale.cost"):
        assert changed.entries[path].source == "Offer of 2026"


@pytest.mark.parametrize("text", ["0.21", "{ value = 0.21, low = 0.2, high = 0.3 }"])
def test_a_table_path_sets_all_its_points(tmp_path: Path, text: str) -> None:
    changed = laid(tmp_path, f"[bank_card.agency.commission]\njoint_stock = {text}\n")
    paths = LIBRARY.paths_under("bank_card.agency.commission.joint_stock")
    assert {changed.entries[path].value for path in paths} == {0.21}
    assert set(changed.entries) == set(LIBRARY.entries)


def test_a_new_sector_starts_from_a_known_one(tmp_path: Path) -> None:
    changed = laid(tmp_path, '[water]\nbased_on = "telecom"\n[water.law_letter]\ncost = 4\n')
    assert changed.sectors == (*LIBRARY.sectors, "water")
    assert changed.entries["water.law_letter.cost"].value == 4.0
    kept = changed.entries["water.debtor.self_cure_rate"]
    assert kept.value == LIBRARY.entries["telecom.debtor.self_cure_rate"].value
    assert kept.note.startswith("as telecom")
    assert len(changed.paths_under("water")) == len(LIBRARY.paths_under("telecom"))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf[bank_card.sale]\ncost = 5\n")
    assert lay_over(LIBRARY, read_overlay(file)).entries["bank_card.sale.cost"].value == 5.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[bank_card.sale]\ncost = "five"\n',
            r"bank_card\.sale\.cost must be a number; got 'five'",
        ),
        ("[bank_card.sale]\ncost = true\n", r"bank_card\.sale\.cost must be a number; got True"),
        ("[bank_card.sale]\ncost = [5]\n", r"bank_card\.sale\.cost must be a number; got \[5\]"),
        ("[bank_card.sale]\ncost = inf\n", r"bank_card\.sale\.cost must be 0 or more.*got inf"),
        ("[bank_card.sale]\ncost = -1\n", r"bank_card\.sale\.cost must be 0 or more.*got -1"),
        (
            "[bank_card.sale]\ncosts = 5\n",
            r"no assumption called bank_card\.sale\.costs.*sale\.cost",
        ),
        (
            "[bank_card.sale]\ncost = { value = 5, low = 6, high = 7 }\n",
            r"bank_card\.sale\.cost: low, value, high must be in this order; got 6, 5, 7",
        ),
        (
            '[bank_card.sale]\ncost = { value = 5, low = "few", high = 7 }\n',
            r"bank_card\.sale\.cost low:",
        ),
        (
            "[bank_card.sale]\nprice.0m = { value = 22, low = 20, high = 30 }\n",
            r"bank_card\.sale\.price\.0m must lie from 0 to 1.*write 0\.22",
        ),
        (
            "[bank_card.sale]\ncost = { low = 1, high = 7 }\n",
            r"no assumption called bank_card\.sale\.cost\.low",
        ),
        ("bank_card = 5\n", r"bank_card must be a table of numbers; got 5"),
        ('[water]\nbased_on = "gas"\n', r"water: based_on must name a known sector; got 'gas'"),
        ('[telecom]\nbased_on = "bank_card"\n', r"telecom exists already"),
        ('[law]\nbased_on = "bank_card"\n', r"law exists already"),
        ("[water]\nfade_rate = 5\n", r"no assumption called water\.fade_rate"),
        (
            "[bank_card.debtor]\nhard_share = 0.4\n",
            r"bank_card: easy, hard and reluctant debtors must add up to at most 1",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(AssumptionError, match=words):
        laid(tmp_path, text)


@pytest.mark.parametrize("content", [b"[bank_card\n", b"cost == 5\n", b"\xff\xfe\x00", b"a = \xb0"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(AssumptionError, match=r"broken\.toml: it must be TOML in UTF-8"):
        read_overlay(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssumptionError, match=r"none\.toml: there is no such file"):
        read_overlay(tmp_path / "none.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder and no file"):
        read_overlay(tmp_path)
