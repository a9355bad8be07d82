"""A creditor's own habit as a plan: what it does with an account, and what that is worth.

A policy is a list of rules, each an age and an action: "in_house at 0, agency_1 at 90 days,
write_off at 365 days". For an account of age a the rule of age g starts in month

    max(0, ceil(g - a))        the first whole month in which the account is that old

Of the rules that are past, the latest holds now. A stage that has begun is finished; a rule that
falls into it starts when the account is free. In-house work lasts as long as a stage of it does, or
ends early for the next rule. Between rules nothing is done. Where no rule ends the plan, the claim
is kept without work. The plan is walked as the best plan is, so it can only lose.

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from placement.decide.timing.moves.masses import WAIT, AccountMoves, State, Transition, clock_after
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import PLACEMENTS, Plan, Step, as_people_read
from placement.decide.timing.policy.rules import PLACE, Policy, Rule
from placement.decide.timing.walk import walk as follow
from placement.domain.text import t
from placement.domain.types import Option

ENDS = (Option.WRITE_OFF.value, Option.SALE.value, Option.LAWSUIT.value)
"""Actions after which nothing follows."""

SAME_MONTH = 1e-9
"""Months by which an age may miss a rule's and still be that old."""


@dataclass(frozen=True, kw_only=True)
class PolicyPlan(Plan):
    """The plan a policy means for one account."""

    notes: tuple[str, ...] = ()
    """Rules that could not be followed as written, each with the reason."""


def policy_plan(
    moves: Moves, position: int, policy: Policy, age: float | None = None
) -> PolicyPlan:
    """Return what the policy does with one account, and its value.

        value = sum of the rewards of its moves, each at the masses the moves before it leave

    A rule for the n-th placement means the next one the account can have, if it had fewer than
    n - 1, and nothing if it had n already. Rules that cannot be followed are skipped and noted.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        policy: The habit.
        age: Months past due at the cut-off date; by default the segment's.
    """
    at = float(moves.segments.age[position]) if age is None else age
    walk = _Walk(AccountMoves(moves, position), int(moves.in_house_months[position]))
    due = _due(policy, at)
    for number, (start, rule) in enumerate(due):
        next_start = due[number + 1][0] if number + 1 < len(due) else walk.horizon
        if start > walk.horizon:
            walk.note(rule, t("it falls after the horizon of {months} months", months=walk.horizon))
            continue
        walk.wait_until(start)
        walk.obey(rule, until=next_start)
        if walk.is_over:
            break
    steps, notes = walk.finish()
    value = follow(moves, np.array([position]), [steps]).value
    return PolicyPlan(steps=steps, value=float(value[0]), notes=notes)


def _due(policy: Policy, age: float) -> list[tuple[int, Rule]]:
    """Return the rules that still matter, each with the month in which it starts."""
    ahead = [rule for rule in policy.rules if rule.months_past_due > age + SAME_MONTH]
    past = policy.rules[: len(policy.rules) - len(ahead)]
    starts = [(ceil(rule.months_past_due - age - SAME_MONTH), rule) for rule in ahead]
    return [*((0, rule) for rule in past[-1:]), *starts]


class _Walk:
    """One account on its way through a policy."""

    def __init__(self, account: AccountMoves, in_house_months: int) -> None:
        self._account, self._in_house_months = account, in_house_months
        self._state, self._masses, self._clock = account.start, account.masses, account.clock
        self._steps: list[Step] = []
        self._notes: list[str] = []
        self.horizon = account.horizon
        self.is_over = False

    def note(self, rule: Rule, reason: str) -> None:
        """Take note of a rule that was not followed as written."""
        self._notes.append(t("{rule}: {reason}.", rule=str(rule), reason=reason))

    def wait_until(self, month: int) -> None:
        """Do nothing up to a month; not at all if it is past."""
        while self._state.month < month:
            self._take(next(m for m in self._account.transitions(self._state) if m.name == WAIT))

    def obey(self, rule: Rule, *, until: int) -> None:
        """Follow a rule, or note why not.

        Args:
            rule: What to do now.
            until: Month in which the next rule starts.
        """
        if rule.action == WAIT:
            return
        if rule.action in ENDS:
            self._end(rule)
        elif name := self._open_name(rule):
            if name == Option.IN_HOUSE.value:
                self._work(rule, min(until, self.horizon))
            else:
                self._start(rule, name)

    def finish(self) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """Return steps and notes; an account that nobody closed is kept without work."""
        if not self.is_over:
            self.wait_until(self.horizon)
            self._steps.append(Step(action=WAIT, start_month=self.horizon, months=0))
        return as_people_read(tuple(self._steps)), tuple(self._notes)

    def _work(self, rule: Rule, until: int) -> None:
        """Work in-house for a stage, or until the next rule is due."""
        end = min(until, self._state.month + self._in_house_months)
        if end <= self._state.month:
            self.note(rule, t("the next rule is due when the account is free"))
        while self._state.month < end:
            named = self._account.transitions(self._state)
            self._take(next(move for move in named if move.name == Option.IN_HOUSE))

    def _open_name(self, rule: Rule) -> str | None:
        """Return the move a rule stands for now, None (and a note) if it can have none."""
        state, name = self._state, rule.action
        if name in (*PLACEMENTS, PLACE):
            return self._next_placement(rule)
        if name == Option.PAYMENT_ORDER.value and state.order:
            self.note(rule, t("a plan has one payment order, and it was tried"))
            return None
        if name == Option.PAYMENT_ORDER.value and not self._account.may_order:
            self.note(rule, t("a payment order is not open to this account"))
            return None
        return name

    def _next_placement(self, rule: Rule) -> str | None:
        had = self._state.placements
        wanted = had + 1 if rule.action == PLACE else PLACEMENTS.index(rule.action) + 1
        if had >= len(PLACEMENTS) or had >= wanted:
            self.note(rule, t("placements by then: {count}, so this one is not next", count=had))
            return None
        if wanted > had + 1:
            self.note(
                rule,
                t("only placement {next} can come next, so that is made", next=had + 1),
            )
        return PLACEMENTS[had]

    def _start(self, rule: Rule, name: str) -> None:
        """Start a stage, or note why it cannot."""
        barred = self._clock >= self._account.limitation_months
        named = [move for move in self._account.transitions(self._state) if move.name == name]
        started = [move for move in named if move.may_start(self._masses, barred=barred)]
        if started:
            self._take(started[0])
        elif named:
            self.note(rule, t("no agency takes these accounts: they would lose it money"))
        elif name == Option.LAW_LETTER:
            self.note(rule, t("one more letter cannot earn its cost, or too many were written"))
        else:
            self.note(
                rule,
                t("it does not end within the horizon of {months} months", months=self.horizon),
            )

    def _end(self, rule: Rule) -> None:
        barred = self._clock >= self._account.limitation_months
        if rule.action in dict(self._account.ends(self._state, barred=barred)):
            self._steps.append(Step(action=rule.action, start_month=self._state.month, months=0))
            self.is_over = True
        elif rule.action == Option.SALE:
            self.note(rule, t("no buyer is known for this kind of claim, or it is too young"))
        else:
            self.note(rule, t("the claim is too young for it"))

    def _take(self, move: Transition) -> None:
        state: State = self._state
        self._clock = clock_after(
            self._clock, move, month=state.month, limit=self._account.limitation_months
        )
        self._masses, self._state = move.matrix @ self._masses, move.after
        self._steps.append(
            Step(action=move.name, start_month=state.month, months=move.after.month - state.month)
        )
