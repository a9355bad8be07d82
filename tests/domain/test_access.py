"""Who may do what: the table as it was meant, written down a second time."""

import pytest

from placement.domain.access import MAY, PAGES, Action, Refused, Rights, Role, action_names, may

MEANT = {
    "see": "viewer analyst admin",
    "open": "viewer analyst admin",
    "download": "viewer analyst admin",
    "upload": "analyst admin",
    "change": "analyst admin",
    "save": "analyst admin",
    "share": "analyst admin",
    "forget": "admin",
    "revoke_any": "admin",
    "members": "admin",
    "audit": "admin",
}


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_it_is_meant_to(role: Role, action: Action) -> None:
    assert may(role, action) is (role.value in MEANT[action.value].split())
    assert may(role.value, action.value) is may(role, action)
    if may(role, action):
        Rights(role=role).require(action)
    else:
        with pytest.raises(Refused, match=role.value):
            Rights(role=role).require(action)


@pytest.mark.parametrize("role", ["owner", "", None, 0, "ADMIN", ["admin"]])
def test_an_unknown_role_may_nothing(role: object) -> None:
    assert not any(may(role, action) for action in Action)


@pytest.mark.parametrize("action", ["drop", "", None, 0, "SEE"])
def test_an_unknown_action_is_refused_to_everybody(action: object) -> None:
    assert not any(may(role, action) for role in Role)


def test_nothing_is_forgotten_in_the_tables(project) -> None:
    assert set(MAY) == set(Role)
    assert set(MEANT) == {action.value for action in Action}
    assert set(action_names()) == set(Action)
    assert set(PAGES) == {path.stem for path in (project / "pages").glob("*.py")}


def test_one_person_on_his_own_machine_may_everything_and_nothing_is_recorded() -> None:
    assert all(Rights().may(action) for action in Action)
    assert Rights().at is None
    assert not Rights().may(None)
