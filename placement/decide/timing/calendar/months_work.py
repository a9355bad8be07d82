"""Writes down the months of work and letters."""

import numpy as np

from placement.decide.timing.calendar.ledger import PAID
from placement.decide.timing.calendar.running import Running
from placement.decide.timing.calendar.step_terms import StepTerms
from placement.domain.types import Component
from placement.odds.debtor import follow


def write_work(run: Running, step: StepTerms) -> None:
    """Write months in which debtors pay on contact or by themselves: waiting, in-house, agency.

    paid_k = w mu / (mu + lambda) (1 - exp(-(mu + lambda))),  mu = mu0 + i / omega
    """
    rows, start, book = step.segment, step.start, run.ledger
    k = np.arange(1, int(step.months.max()) + 1)
    runs = k <= step.months[:, None]
    contacts = step.contacts_per_month[:, None] * (k <= step.worked_months[:, None]) * runs
    hazard = (step.self_cure_rate[:, None] + contacts / step.contacts_per_willing[:, None]) * runs
    path = follow(run.willing[rows], hazard=hazard, fade_rate=run.fade[rows])
    paid = path.paid * runs
    is_open = run.is_open[rows][:, None] - (1.0 - path.open_before)
    ends = start[:, None] + k
    collected = run.paid_value[rows][:, None] * paid
    book.add(Component.COLLECTED, rows, ends, collected, runs)
    book.add(Component.COMMISSION, rows, ends, -step.commission[:, None] * collected, runs)
    book.add(
        Component.OPERATING_COST,
        rows,
        ends,
        -step.cost_per_contact[:, None] * contacts * is_open,
        runs,
    )
    book.add(Component.OPERATING_COST, rows, start, -step.cost_at_start * run.is_open[rows])
    run.charge_relationship(step)
    run.hold(step, is_open, runs)
    book.stay(PAID, rows, ends, paid, runs)
    run.is_open[rows] -= paid.sum(axis=1)
    run.willing[rows] *= np.exp(-hazard.sum(axis=1) - run.fade[rows] * step.months)
    run.reluctant[rows] *= np.exp(-run.fade[rows] * step.months)
    contacted = (step.contacts_per_month > 0.0) & (step.worked_months > 0)
    demanded = step.months - np.minimum(step.worked_months, step.months)
    run.tick(rows, step.months, np.where(contacted, demanded, np.inf))


def write_letter(run: Running, step: StepTerms) -> None:
    """Write a letter: its cost now, p_w w + p_r r answers a month later."""
    rows, start, book = step.segment, step.start, run.ledger
    letter, one = step.later.letter, np.ones(len(rows), dtype=np.int64)
    willing, reluctant = (
        step.pick(letter.willing_response),
        step.pick(letter.reluctant_response),
    )
    answered = willing * run.willing[rows] + reluctant * run.reluctant[rows]
    collected = run.paid_value[rows] * answered
    book.add(Component.LEGAL_COST, rows, start, -step.pick(letter.cost) * run.is_open[rows])
    book.add(Component.COLLECTED, rows, start + 1, collected)
    commission = -step.pick(letter.commission) * collected
    book.add(Component.COMMISSION, rows, start + 1, commission)
    run.charge_relationship(step)
    run.hold(step, run.is_open[rows][:, None], one[:, None] > 0)
    book.stay(PAID, rows, start + 1, answered)
    faded = np.exp(-run.fade[rows])
    run.willing[rows] *= (1.0 - willing) * faded
    run.reluctant[rows] *= (1.0 - reluctant) * faded
    run.is_open[rows] -= answered
    run.tick(rows, one, one.astype(float))
