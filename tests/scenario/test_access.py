"""The store as members of two workspaces have it: each his own, by his role, and what is shared."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from docs import access_measures as tries
from placement.assume.joint import Span
from placement.domain.access import Action, Refused, Rights, Role, may
from placement.domain.errors import InputError
from placement.domain.identity import Identity
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import ScenarioFile
from placement.scenario.members import admit, end_sign_in, has_admin, note_refused
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store, open_store
from placement.scenario.tables import TRAIL
from placement.tape.saved import SavedMapping

AT = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
BOOK = BookReference(name="secret_book.csv", digest="0123", accounts=77, total=5.0)
FILE = ScenarioFile(
    scenario=Scenario().with_evidence(
        {"tax.vat_rate": 0.05},
        {"tax.vat_rate": Span(low=0.04, high=0.06, source="72 batches of secret_batches.csv")},
    ),
    name="Autumn",
    author="Li",
    note="for the talks",
    book=BOOK,
    mapping=SavedMapping(columns={"balance": "secret heading"}),
)

NEEDS = {
    **dict.fromkeys(["list", "load", "history", "parent", "kept_in"], Action.OPEN),
    **dict.fromkeys(["save", "branch", "keep", "keep_mapping", "forget_mapping"], Action.SAVE),
    **dict.fromkeys(["follow", "open_shared", "shared_with_us", "of", "find"], Action.OPEN),
    **dict.fromkeys(["make", "revoke"], Action.SHARE),
    **dict.fromkeys(["every", "revoke_key"], Action.REVOKE_ANY),
    "forget": Action.FORGET,
    "mapping_for": Action.UPLOAD,
}
"""What a method was meant to need; those of members and of the trail are the administrator's."""


def needed(method: str) -> Action:
    kind, name = method.split(".")
    if kind == "Members":
        return Action.MEMBERS
    return Action.AUDIT if kind == "Trail" else NEEDS[name]


def test_every_method_is_tried() -> None:
    assert set(tries.CALLS) | set(tries.EVERYBODY) == tries.methods()
    assert not set(tries.CALLS) & set(tries.EVERYBODY)


def test_every_method_asks_the_role_first(tmp_path: Path) -> None:
    """The access matrix: each call, really made, by each role."""
    found = tries.tried(f"sqlite:///{tmp_path}/desk.sqlite")
    for method, outcomes in found.items():
        for role, outcome in outcomes.items():
            if may(role, needed(method)):
                assert outcome == tries.ALLOWED, (method, role)
            elif method == tries.OF_OTHERS and role is Role.ANALYST:
                assert outcome == "no row: InputError", (method, role)
            else:
                assert outcome == tries.REFUSED, (method, role)


@pytest.fixture
def of(store: Store) -> Callable[..., Store]:
    """Return the store as a member of a workspace has it."""

    def one(workspace: str, role: Role = Role.ADMIN) -> Store:
        name = f"{role.value}@{workspace}"
        return store.under(Rights(workspace=workspace, role=role, member=name, actor=name, at=AT))

    for name in ("north", "south", "west"):
        one(name).members.add(f"boss@{name}.example", Role.ADMIN, at=AT)
    return one


def test_a_workspace_has_nothing_of_another(of: Callable[..., Store]) -> None:
    north, south = of("north"), of("south")
    kept = north.scenarios.save(FILE, at=AT)
    word = north.links.make(kept.id, 1, at=AT)
    north.books.keep(BOOK, b"accounts", at=AT)
    north.keep_mapping(("a",), SavedMapping(columns={"balance": "a"}), name="a", on=AT.date())

    assert south.scenarios.list() == []
    assert south.links.of(kept.id) == []
    assert south.links.every() == []
    assert south.links.shared_with_us() == []
    assert south.books.find(BOOK) is None
    assert south.mapping_for(("a",)) is None
    assert [member.mail for member in south.members.list()] == ["boss@south.example"]
    link = north.links.of(kept.id)[0]
    for act in (
        lambda: south.scenarios.load(kept.id),
        lambda: south.scenarios.load(kept.id, 1),
        lambda: south.scenarios.history(kept.id),
        lambda: south.scenarios.parent(kept.id),
        lambda: south.scenarios.forget(kept.id),
        lambda: south.scenarios.save(FILE, at=AT, id=kept.id, expected_revision=1),
        lambda: south.links.make(kept.id, 1, at=AT),
        lambda: south.links.follow(word),
        lambda: south.links.open_shared(link.key),
        lambda: south.links.revoke(word, at=AT),
        lambda: south.links.revoke_key(link.key, at=AT),
        lambda: south.members.remove("boss@north.example"),
        lambda: south.members.add("boss@north.example", Role.ADMIN, at=AT),
    ):
        with pytest.raises(InputError):
            act()
    south.books.forget(BOOK)
    south.forget_mapping(("a",))
    assert north.books.find(BOOK) is not None
    assert north.mapping_for(("a",)) is not None
    assert north.links.follow(word).scenario == FILE.scenario
    assert {row.workspace for row in south.trail.every()} == {"south"}


def test_the_same_book_and_columns_are_kept_by_each(of: Callable[..., Store]) -> None:
    north, south = of("north"), of("south")
    north.books.keep(BOOK, b"ours", at=AT)
    south.books.keep(BOOK, b"theirs", at=AT)
    found = north.books.find(BOOK)
    assert found is not None
    assert found.content == b"ours"


def test_the_other_side_sees_what_is_shared_and_nothing_else(of: Callable[..., Store]) -> None:
    """The revision, read only, without its book; not for a third, and not once it is taken back."""
    north, south, west = of("north"), of("south"), of("west")
    kept = north.scenarios.save(FILE, at=AT)
    word = north.links.make(kept.id, 1, at=AT, shared_with="south")
    north.scenarios.save(
        ScenarioFile(scenario=Scenario(), name="Later"), at=AT, id=kept.id, expected_revision=1
    )

    viewer = of("south", Role.VIEWER)
    (shared,) = viewer.links.shared_with_us()
    assert (shared.name, shared.workspace, shared.revision) == ("Autumn", "north", 1)
    seen = viewer.links.open_shared(shared.key)
    assert seen == viewer.links.follow(word)
    assert (seen.scenario.values, seen.shared_by) == (FILE.scenario.values, "north")
    ((path, span),) = seen.scenario.ranges
    assert (path, span.low, span.high) == ("tax.vat_rate", 0.04, 0.06)
    assert span.source == "evidence of north"
    assert (seen.book, seen.mapping) == (None, None)
    assert "secret" not in repr(seen)
    assert "secret" not in repr(shared)
    assert south.scenarios.list() == []
    with pytest.raises(InputError):
        south.scenarios.load(kept.id)
    with pytest.raises(InputError):
        south.links.revoke_key(shared.key, at=AT)
    with pytest.raises(InputError):
        west.links.follow(word)
    assert west.links.shared_with_us() == []
    assert north.links.follow(word).book == BOOK

    north.links.revoke(word, at=AT)
    assert south.links.shared_with_us() == []
    with pytest.raises(InputError):
        south.links.open_shared(shared.key)


@pytest.mark.parametrize("other", ["north", "nowhere", "North Bank", "-", "'; --"])
def test_a_share_needs_another_workspace_that_is_there(
    of: Callable[..., Store], other: str
) -> None:
    north = of("north")
    kept = north.scenarios.save(FILE, at=AT)
    with pytest.raises(InputError):
        north.links.make(kept.id, 1, at=AT, shared_with=other)
    assert north.links.every() == []


def test_an_analyst_takes_back_his_own_links_and_an_admin_all(of: Callable[..., Store]) -> None:
    admin, analyst = of("north"), of("north", Role.ANALYST)
    kept = admin.scenarios.save(FILE, at=AT)
    of_admin, own = admin.links.make(kept.id, 1, at=AT), analyst.links.make(kept.id, 1, at=AT)
    with pytest.raises(InputError):
        analyst.links.revoke(of_admin, at=AT)
    analyst.links.revoke(own, at=AT)
    another = analyst.links.make(kept.id, 1, at=AT)
    admin.links.revoke(another, at=AT)


def who(subject: str = "1", mail: str = "li@north.example", sign_in: str = "s1") -> Identity:
    return Identity(issuer="https://id.example", subject=subject, mail=mail, sign_in=sign_in)


def test_somebody_is_bound_at_his_first_sign_in(of: Callable[..., Store]) -> None:
    """From then on the provider's own name counts: not the address, whoever has it later."""
    north = of("north")
    north.members.add("Li@North.example", Role.ANALYST, at=AT)
    rights = admit(north.engine, who(), "chrome", at=AT)
    assert (rights.workspace, rights.role, rights.actor) == ("north", "analyst", "li@north.example")
    assert admit(north.engine, who(mail="", sign_in="s2"), "chrome", at=AT).member == rights.member
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(subject="2", sign_in="s3"), "chrome", at=AT)
    other_issuer = Identity(issuer="https://x", subject="1", mail="li@north.example", sign_in="s4")
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, other_issuer, "chrome", at=AT)


def test_an_address_nobody_confirmed_lets_nobody_in(of: Callable[..., Store]) -> None:
    north = of("north")
    north.members.add("li@north.example", Role.ANALYST, at=AT)
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(mail=""), "chrome", at=AT)


def test_a_role_counts_from_the_next_question_on(of: Callable[..., Store]) -> None:
    north = of("north")
    north.members.add("li@north.example", Role.VIEWER, at=AT)
    assert admit(north.engine, who(), "chrome", at=AT).role is Role.VIEWER
    north.members.change("li@north.example", Role.ADMIN)
    assert admit(north.engine, who(), "chrome", at=AT).role is Role.ADMIN
    north.members.remove("li@north.example")
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(), "chrome", at=AT)
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(sign_in="s2"), "chrome", at=AT)
    # Let in again, he is known anew by his address: whoever it belongs to by then.
    north.members.add("li@north.example", Role.VIEWER, at=AT)
    assert admit(north.engine, who(subject="9", sign_in="s9"), "chrome", at=AT).role is Role.VIEWER
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(), "chrome", at=AT)


def test_a_role_written_by_hand_is_none(of: Callable[..., Store]) -> None:
    north = of("north")
    north.members.add("li@north.example", Role.VIEWER, at=AT)
    with north.engine.begin() as connection:
        connection.execute(text("UPDATE members SET role = 'owner' WHERE mail LIKE 'li@%'"))
    with pytest.raises(Refused, match="no member"):
        admit(north.engine, who(), "chrome", at=AT)


def test_a_stolen_cookie_opens_nothing_in_another_browser(of: Callable[..., Store]) -> None:
    north = of("north")
    north.members.add("li@north.example", Role.VIEWER, at=AT)
    admit(north.engine, who(), "chrome", at=AT)
    with pytest.raises(Refused) as refused:
        admit(north.engine, who(), "thief", at=AT)
    assert refused.value.reason == "another browser"
    note_refused(north.engine, who(), refused.value.reason, at=AT)
    last = north.trail.entries()[0]
    assert (last.actor, last.what) == ("li@north.example", "not let in")
    assert '"reason":"another browser"' in last.detail
    assert admit(north.engine, who(), "chrome", at=AT).role is Role.VIEWER


def test_a_cookie_opens_nothing_after_signing_out(of: Callable[..., Store]) -> None:
    north = of("north")
    north.members.add("li@north.example", Role.VIEWER, at=AT)
    admit(north.engine, who(), "chrome", at=AT)
    end_sign_in(north.engine, who(), at=AT)
    end_sign_in(north.engine, who(), at=AT)
    with pytest.raises(Refused) as refused:
        admit(north.engine, who(), "chrome", at=AT)
    assert refused.value.reason == "signed out"
    assert admit(north.engine, who(sign_in="s2"), "chrome", at=AT).role is Role.VIEWER
    assert [entry.what for entry in north.trail.every()][1:] == [
        "member added", "signed in", "signed out", "signed in",
    ]  # fmt: skip


def test_one_administrator_stays(of: Callable[..., Store]) -> None:
    north = of("north")
    for act in (
        lambda: north.members.remove("boss@north.example"),
        lambda: north.members.change("boss@north.example", Role.VIEWER),
    ):
        with pytest.raises(InputError, match="last administrator"):
            act()
    north.members.add("second@north.example", Role.ADMIN, at=AT)
    north.members.remove("boss@north.example")
    with pytest.raises(InputError, match="last administrator"):
        north.members.remove("second@north.example")


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "li",
        "li@",
        "@north",
        "a b@c.d",
        "li@a,b@c",
        "x" * 70 + "@a.b",
        "li\u202e@north.example",
        "li@north.example\u200b",
    ],
)
def test_what_is_no_address_is_no_member(of: Callable[..., Store], mail: str) -> None:
    with pytest.raises(InputError):
        of("north").members.add(mail, Role.VIEWER, at=AT)


def test_who_has_no_administrator_has_no_team(address: str) -> None:
    store = open_store(address)
    assert not has_admin(store.engine)
    firm = store.under(Rights(workspace="firm", at=AT))
    firm.members.add("li@firm.example", Role.VIEWER, at=AT)
    assert not has_admin(store.engine)
    firm.members.add("boss@firm.example", Role.ADMIN, at=AT)
    assert has_admin(store.engine)
    store.engine.dispose()


def test_ones_own_desk_leaves_no_trail(store: Store) -> None:
    store.links.make(store.scenarios.save(FILE, at=AT).id, 1, at=AT)
    with store.engine.connect() as connection:
        assert connection.execute(select(TRAIL)).all() == []


def test_what_is_kept_of_a_share_names_no_book(of: Callable[..., Store]) -> None:
    """The trail of one side says nothing to the other."""
    north, south = of("north"), of("south")
    kept = north.scenarios.save(FILE, at=AT)
    north.links.make(kept.id, 1, at=AT, shared_with="south")
    assert "Autumn" not in repr(south.trail.every())


def test_a_trail_that_was_emptied_is_found_by_its_members(of: Callable[..., Store]) -> None:
    """Head and all: whoever was let in was recorded."""
    north = of("north")
    assert north.trail.check().faults == ()
    with north.engine.begin() as connection:
        for table in ("trail", "trail_heads"):
            connection.execute(text(f"DELETE FROM {table} WHERE workspace = 'north'"))
    (fault,) = north.trail.check().faults
    assert "emptied" in fault
