"""Sentences about work lists, for the page and the command alike."""

from collections.abc import Sequence

from placement.decide.lists.actions import WITH_AGENCY
from placement.decide.lists.agencies import Taker
from placement.decide.lists.work import WorkLists
from placement.domain.text import listed, t
from placement.report.counts import accounts_text
from placement.tape.quoting import heading


def list_notes(lists: WorkLists, takers: Sequence[Taker] = ()) -> list[str]:
    """Return what a reader must know before the lists go out.

    Args:
        lists: The lists.
        takers: The agencies that were asked; those that can get nothing are named even where
            nothing is to be placed.
    """
    notes = _split_notes(lists)
    if lists.split is None and takers:
        notes.append(
            t(
                "Nothing is placed with an agency by these plans, so none gets accounts: "
                "{agencies}.",
                agencies=listed(taker.name for taker in takers),
            )
        )
        if shut := [taker.name for taker in takers if taker.is_shut]:
            notes.append(_shut_words(shut))
    held = [each for each in lists.lists if each.action == WITH_AGENCY]
    if held:
        notes.append(
            t(
                "With an agency now and not placed again: {accounts}. Where the plan recalls them, "
                "their list has the day; the cut-off date itself means now.",
                accounts=accounts_text(sum(len(each.accounts) for each in held)),
            )
        )
    if lists.split is not None and lists.split.with_holder:
        notes.append(
            t(
                "Placed with the agency that has an account of their debtor already: {accounts}.",
                accounts=accounts_text(lists.split.with_holder),
            )
        )
    if lists.asked_twice:
        notes.append(
            t(
                "Will be asked from two sides: {accounts} to be placed, of debtors of whom another "
                "agency has an account; it is not in the table, does not take them or has no room.",
                accounts=accounts_text(lists.asked_twice),
            )
        )
    if lists.tape.ids is None:
        notes.append(
            t(
                "The book has no account numbers, so the lists name rows of the file. Map the "
                "column of numbers to have them."
            )
        )
    if lists.tape.as_of is None:
        notes.append(
            t("No cut-off date is known, so the lists have no days. Give one to have them.")
        )
    return notes


def _split_notes(lists: WorkLists) -> list[str]:
    split = lists.split
    if split is None:
        return []
    notes = [
        t(
            "{agency} gets none: its share of {accounts} is below its minimum of {minimum}. The "
            "others get it by their shares.",
            agency=each.name,
            accounts=accounts_text(each.accounts),
            minimum=f"{each.minimum:,}",
        )
        for each in split.dropped
    ]
    if split.shut:
        notes.append(_shut_words(split.shut))
    if split.parted_debtors:
        notes.append(
            t(
                "Debtors whose accounts no single agency takes: {debtors}. Theirs of each "
                "placement stay together.",
                debtors=f"{split.parted_debtors:,}",
            )
        )
    return notes


def _shut_words(names: Sequence[str]) -> str:
    return str(
        t(
            "Capacity or share is 0, so these agencies get nothing: {agencies}.",
            agencies=listed(names),
        )
    )


def personal_warning(headings: Sequence[str]) -> str:
    """Return what is said where columns of the file go into the lists that are personal."""
    return str(
        t(
            "{columns} are personal and stand in the lists now. Send the files encrypted, to those "
            "named only, and delete them when they are done with.",
            columns=listed(map(heading, headings)),
        )
    )
