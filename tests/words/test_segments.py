"""Names of segments say what tells them apart first, and leave out what they share."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from placement.domain.types import CreditorType
from placement.tape.labels import segment_label
from placement.words.segments import segment_names

PLAIN = {
    "disputed": False,
    "unreachable": False,
    "placed_now": False,
    "placements": 0,
    "letters": 0,
    "months_known": False,
    "history": "",
    "demand": 1,
}


def label(sector: str, creditor: str, age: str, balance: str, **flags: object) -> str:
    """Return a label as a tape's segments have it."""
    return segment_label(
        sector=sector, creditor_type=creditor, age=age, balance=balance, **(PLAIN | flags)
    )


def test_within_a_sector_only_what_differs_is_said() -> None:
    """Sector and creditor are the same, so age and balance lead; limitation stays last."""
    labels = [
        label("telecom", "other", "61 to 90 days", "under 200"),
        label("telecom", "other", "61 to 90 days", "200 to 1,000", disputed=True),
        label("telecom", "other", "2 to 3 years", "under 200", demand=2),
    ]
    assert segment_names(labels, ["telecom"] * 3) == [
        "61 to 90 days · under 200",
        "61 to 90 days · 200 to 1,000 · disputed",
        "2 to 3 years · under 200 · past limitation",
    ]


def test_what_all_share_goes_unsaid() -> None:
    """Here the age and that they are disputed."""
    labels = [
        label("telecom", "other", "2 to 3 years", "under 200", disputed=True),
        label("telecom", "other", "2 to 3 years", "200 to 1,000", disputed=True, placements=1),
    ]
    assert segment_names(labels, ["telecom"] * 2) == ["under 200", "200 to 1,000 · placed once"]


def test_the_sector_comes_last_and_the_creditor_only_where_it_tells_more() -> None:
    """Of bank cards two types of creditors are there, so they say theirs."""
    one = label("telecom", "other", "2 to 3 years", "under 200")
    two = label("bank_card", "state_owned", "2 to 3 years", "under 200")
    three = label("bank_card", "joint_stock", "2 to 3 years", "200 to 1,000")
    assert segment_names([one, two], ["telecom", "bank_card"]) == ["telecom", "bank card"]
    assert segment_names([one, two, three], ["telecom", "bank_card", "bank_card"]) == [
        "under 200 · telecom",
        "under 200 · bank card · state owned",
        "200 to 1,000 · bank card · joint stock",
    ]


def test_one_alone_and_what_has_no_such_parts_keep_their_labels() -> None:
    """An account valued alone is called by its row, a lot as its owner calls it."""
    only = label("telecom", "other", "2 to 3 years", "under 200")
    assert segment_names([only], ["telecom"]) == [only]
    assert segment_names(["7", "8"], ["telecom", "telecom"]) == ["7", "8"]
    assert segment_names([], []) == []


def test_a_sector_that_holds_the_separator_is_one_part() -> None:
    """Sectors come from users' files."""
    own = ["gym · north", "gym · north"]
    labels = [label(own[0], "other", age, "under 200") for age in ("up to 1 year", "over 1 year")]
    assert segment_names(labels, own) == ["up to 1 year", "over 1 year"]


SEGMENTS = list(
    product(
        ("telecom", "bank_card", "gym"),
        [kind.value for kind in CreditorType],
        ("61 to 90 days", "2 to 3 years"),
        ("under 200", "200 to 1,000"),
        (False, True),
        (0, 2),
    )
)


@given(st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=12, unique=True))
def test_no_two_segments_share_a_name(chosen: list[tuple]) -> None:
    """Whatever is shown together: what is left out never tells two of them apart."""
    labels = [
        label(*parts, disputed=disputed, placements=placed) for *parts, disputed, placed in chosen
    ]
    names = segment_names(labels, [parts[0] for parts in chosen])
    assert len(set(names)) == len(names)
    assert all(names)
