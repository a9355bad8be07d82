"""Plan against actual: months simulated account by account from the debtor's hidden types."""

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest

from placement import api
from placement.api.actual import PlanAgainstActual
from placement.assume.library import lay_over, load_library
from placement.domain.errors import InputError, PlacementError
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option, Stance
from placement.risk.against_plan import said_of
from placement.risk.alarms import benjamini_hochberg
from placement.value.effort import choose_effort
from placement.value.resolve import resolve_terms

LIBRARY = load_library()
HEADINGS = ("account_id", "sector", "balance", "days_past_due", "as_of")
FIRST, NEXT = "2025-12-31", "2026-01-31"
Row = dict[str, object]


def tape(rows: list[Row], name: str = "tape.csv") -> api.Book:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return api.open_tape(target.getvalue().encode(), filename=name, assumptions=LIBRARY)


def rows_of(seed: int = 4) -> list[Row]:
    """Return 2,200 accounts: telecom bills and cards of a few ages."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    groups = (
        ("telecom", 150.0, 45, 700), ("telecom", 150.0, 150, 700), ("bank_card", 8_000.0, 50, 500),
        ("bank_card", 9_000.0, 500, 300),
    )  # fmt: skip
    for sector, typical, days, size in groups:
        for balance in typical * np.exp(0.5 * rng.standard_normal(size)):
            rows.append(
                dict(zip(HEADINGS, (f"N{len(rows):05d}", sector, f"{balance:.2f}", days, FIRST),
                         strict=True))
            )  # fmt: skip
    return rows


def month_on(rows: list[Row], money: FloatArray, *, date: str = NEXT, days: int = 31) -> list[Row]:
    """Return the rows a month later, less what came in of each account."""
    return [
        {**row, "balance": f"{float(str(row['balance'])) - paid:.6f}",
         "days_past_due": int(str(row["days_past_due"])) + days, "as_of": date}
        for row, paid in zip(rows, money.tolist(), strict=True)
    ]  # fmt: skip


def months_simulated(
    found: PlanAgainstActual, book: api.Book, times: int, seed: int, factor: float = 1.0
) -> FloatArray:
    """Return what each account brings in a month, from hidden types and days, (times, accounts).

    Everybody has a type, a day on which he pays under the plan's work and a day on which he turns
    lost; of letters, a share of each type answers. Nothing of `follow` or the calendar is used.
    """
    segments = found.segmentation.segments
    terms = resolve_terms(segments, LIBRARY, stance=Stance.PROFIT_SEEKING)
    debtor, own, letter = terms.debtor, terms.in_house, terms.letter
    rng, index = np.random.default_rng(seed), found.segmentation.index
    money = np.zeros((times, len(index)))
    for at, plan in enumerate(found.plans):
        here = np.flatnonzero(index == at)
        move = plan.steps[0].action
        types = np.array([debtor.willing_easy[at], debtor.willing_hard[at]]) * factor
        u = rng.random((times, len(here)))
        easy, hard = u < types[0], (u >= types[0]) & (u < types.sum())
        reluctant = (u >= types.sum()) & (u < types.sum() + debtor.reluctant[at])
        if move == Option.LAW_LETTER:
            answers = rng.random(u.shape)
            pays = (easy | hard) & (answers < letter.willing_response[at])
            pays |= reluctant & (answers < letter.reluctant_response[at])
        elif move in (Option.PAYMENT_ORDER, Option.LAWSUIT, Option.SALE, Option.WRITE_OFF):
            pays = np.zeros(u.shape, dtype=bool)
        else:
            contacts, needed = 0.0, np.ones(2)
            if move == Option.IN_HOUSE:
                contacts, needed = own.contacts_per_month[at], own.contacts_per_willing[:, at, 0]
            elif move in [option.value for option in AGENCY_OPTIONS]:
                agency = terms.agency[Option(move)]
                contacts = choose_effort(terms, agency).contacts_per_month[at]
                needed = agency.contacts_per_willing[:, at, 0]
            hazard = debtor.self_cure_rate[at] + contacts / needed
            day = rng.exponential(1.0, u.shape) / np.where(easy, hazard[0], hazard[1])
            lost = rng.exponential(1.0, u.shape) / debtor.fade[at, 0]
            pays = (easy | hard) & (day < 1.0) & (day < lost)
        sector = segments.sector[at]
        number = float(LIBRARY.number(f"{sector}.debtor.instalment_months"))
        share = float(LIBRARY.number(f"{sector}.debtor.settlement_share")) / number
        money[:, here] = pays * share * book.tape.balance[here]
    return money


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return rows_of()


@pytest.fixture(scope="module")
def book(rows) -> api.Book:
    return tape(rows, "first.csv")


@pytest.fixture(scope="module")
def against(book, rows) -> Callable[[FloatArray], PlanAgainstActual]:
    def run(money: FloatArray, **more: object) -> PlanAgainstActual:
        later = tape(month_on(rows, money), "later.csv")
        return api.plan_against_actual(book, later, draws=40, **more)

    return run


@pytest.fixture(scope="module")
def found(against, rows) -> PlanAgainstActual:
    return against(np.zeros(len(rows)))


@pytest.fixture(scope="module")
def simulated(found, book) -> FloatArray:
    """1,500 months by the plan's own odds, shape (months, groups)."""
    return by_group(found, months_simulated(found, book, 1_500, seed=11))


def by_group(found: PlanAgainstActual, money: FloatArray) -> FloatArray:
    name = [
        (found.segmentation.segments.sector[at], plan.steps[0].action,
         int(found.segmentation.age_band[at]))
        for at, plan in enumerate(found.plans)
    ]  # fmt: skip
    places = {each: place for place, each in enumerate(dict.fromkeys(name))}
    group = np.array([places[each] for each in name])[found.segmentation.index]
    return np.stack([np.bincount(group, row, minlength=len(places)) for row in money])


def test_the_expectation_is_that_of_the_hidden_types(found, simulated) -> None:
    judged = found.readings[0].judged
    error = simulated.std(axis=0) / np.sqrt(len(simulated))
    assert (judged.expected > 0).sum() >= 4
    assert np.all(np.abs(simulated.mean(axis=0) - judged.expected) <= 4.5 * error + 1e-9)
    np.testing.assert_allclose(simulated.var(axis=0), judged.luck, rtol=0.15)


def test_ranges_of_luck_hold_what_they_promise(found, simulated) -> None:
    """Eight and nine chances in ten, over groups of more than a few payers."""
    judged = found.readings[0].judged
    many = judged.payers > 8.0
    assert many.sum() >= 3
    for share in (0.8, 0.9):
        low, high = judged.luck_interval(share)
        held = ((simulated >= low - 0.01) & (simulated <= high + 0.01))[:, many].mean()
        assert held == pytest.approx(share, abs=0.03)


def test_alarms_where_nothing_is_wrong_are_as_rare_as_promised(found, simulated) -> None:
    judged = found.readings[0].judged
    rings = 0
    for came in simulated[:400]:
        chance = said_of(judged, came).by_luck
        rings += benjamini_hochberg(chance[~np.isnan(chance)], rate=0.1).any()
    assert rings / 400 <= 0.1 + 3 * np.sqrt(0.09 / 400)


def test_a_month_by_the_plan_gives_no_alarm(against, found, book) -> None:
    money = months_simulated(found, book, 1, seed=3)[0]
    again = against(money)
    assert set(again.status) <= {"expected", "not_judged"}
    assert "No alarm" in api.actual_verdict(again)
    np.testing.assert_allclose(again.readings[0].came.sum(), money.sum(), atol=0.01)
    whole = api.actual_answer(again)
    judged = [row for row in whole["rows"] if row["status"] != "not_judged"]
    assert sum(row["came"] for row in judged) == pytest.approx(whole["total"]["came"])
    assert sum(row["came"] for row in whole["sectors"]) == pytest.approx(whole["total"]["came"])


def test_half_the_willing_ring_and_are_found_again(against, found, book) -> None:
    """Planted: half the willing share. Got back within its 95 % interval, and in an overlay."""
    money = months_simulated(found, book, 1, seed=5, factor=0.5)[0]
    again = against(money)
    assert {"alarm", "beyond"} & set(again.status)
    said, judged = again.readings[0].said, again.readings[0].judged
    many = judged.payers > 8.0
    inside = (said.factor_low <= 0.5) & (said.factor_high >= 0.5)
    assert inside[many].mean() >= 0.7
    rung = [row for row in api.actual_rows(again) if row["status"] in api.ALARMS]
    assert all(row["ratio"] < 1.0 for row in rung)
    assert "would explain it" in api.row_words(rung[0])
    telecom = next(each for each in again.odds if each.sector == "telecom")
    assert abs(telecom.factor - 0.5) <= 3.0 * telecom.error
    assert telecom.overlay is not None
    moved = lay_over(LIBRARY, tomllib_of(telecom.overlay.toml))
    odds = api.library_odds(moved, "telecom", telecom.age)
    assert odds.willing_share.value == pytest.approx(telecom.blend.blended, rel=1e-6)
    assert odds.willing_share.value < telecom.library.value


def tomllib_of(text: str) -> dict[str, object]:
    import tomllib

    return tomllib.loads(text)


def test_implied_shares_cover_the_truth_over_many_months(found, book) -> None:
    """Halved willing shares, 300 months: 95 % intervals hold it about 95 times."""
    judged = found.readings[0].judged
    came = by_group(found, months_simulated(found, book, 300, seed=21, factor=0.5))
    many = judged.payers > 12.0
    held = []
    for month in came:
        said = said_of(judged, month)
        held.append(((said.factor_low <= 0.5) & (said.factor_high >= 0.5))[many])
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_one_segment_by_hand() -> None:
    """One telecom bill at 45 days, in-house: B * s * sum of w_j mu_j/S_j (1 - e^-S_j)."""
    rows = rows_of()[:700]
    one = tape(rows)
    found = api.plan_against_actual(one, tape(month_on(rows, np.zeros(700))), draws=2)
    assert {group.move for group in found.groups} == {"in_house"}
    total = 0.0
    terms = resolve_terms(found.segmentation.segments, LIBRARY, stance=Stance.PROFIT_SEEKING)
    for at, size in enumerate(np.bincount(found.segmentation.index).tolist()):
        for kind, share in enumerate((terms.debtor.willing_easy, terms.debtor.willing_hard)):
            mu = terms.debtor.self_cure_rate[at] + (
                terms.in_house.contacts_per_month[at]
                / terms.in_house.contacts_per_willing[kind, at, 0]
            )
            speed = mu + terms.debtor.fade[at, 0]
            paid = share[at] * mu / speed * (1.0 - np.exp(-speed))
            total += size * terms.debtor.balance[at] * 0.97 * paid
    assert found.readings[0].judged.expected.sum() == pytest.approx(total, rel=1e-9)
    assert found.readings[0].planned.sum() == pytest.approx(total, rel=1e-9)


def test_the_gone_are_read_both_ways_and_a_rise_is_no_payment(rows, book) -> None:
    later = month_on(rows, np.zeros(len(rows)))
    later[0]["balance"] = float(str(rows[0]["balance"])) + 30.0
    kept = [{**row, "account_status": "open"} for row in later[50:]]
    kept[0] |= {"account_status": "settled", "balance": 0}
    kept[1] |= {"account_status": "withdrawn"}
    kept.append({**later[0], "account_status": ""})
    found = api.plan_against_actual(book, tape(kept), draws=4)
    assert [reading.gone for reading in found.readings] == ["paid", "otherwise"]
    assert found.gone.sum() == 49
    assert found.left.sum() == 1
    assert found.charged.sum() == pytest.approx(30.0)
    paid, otherwise = found.readings
    settled = 0.97 * float(str(rows[50]["balance"]))
    assert otherwise.came.sum() == pytest.approx(settled)
    gone = sum(float(str(row["balance"])) for row in rows[1:50])
    assert paid.came.sum() == pytest.approx(settled + 0.97 * gone)
    # Who left otherwise is expected to bring nothing.
    assert paid.judged.accounts.sum() == len(rows) - 1
    assert otherwise.judged.accounts.sum() == len(rows) - 50
    assert otherwise.judged.expected.sum() < paid.judged.expected.sum()
    told = api.plan_against_actual(book, tape(kept), draws=4, gone="otherwise")
    np.testing.assert_allclose(told.readings[0].came, otherwise.came)
    some = {str(rows[1]["account_id"]): 12.5, "not there": 7.0}
    reported = api.plan_against_actual(book, tape(kept), draws=4, payments=some)
    assert reported.gone.sum() == 48
    assert reported.readings[1].came.sum() == pytest.approx(settled + 12.5)
    assert reported.payments.unmatched == pytest.approx(7.0)


def test_what_was_done_instead_counts(rows, book) -> None:
    """Bills planned in-house that went to an agency are held against an agency's month."""
    later = month_on(rows, np.zeros(len(rows)))
    later = [
        {**row, "placement_status": "placed" if place < 300 else "in house"}
        for place, row in enumerate(later)
    ]
    found = api.plan_against_actual(book, tape(later), draws=4)
    place = [(g.sector, g.move) for g in found.groups].index(("telecom", "in_house"))
    assert found.otherwise[place] == 300
    assert found.done[place] == {"agency": 300}
    reading = found.readings[0]
    assert reading.planned[place] != pytest.approx(reading.judged.expected[place])
    row = next(r for r in api.actual_rows(found) if r["move"] == "in_house" and r["otherwise"])
    assert row["came"] - row["planned"] == pytest.approx(row["difference"] + row["by_treatment"])
    as_planned = api.plan_against_actual(book, tape(month_on(rows, np.zeros(len(rows)))), draws=4)
    assert as_planned.otherwise.sum() == 0
    assert any("does not say what was done" in line for line in api.actual_notes(as_planned))


def test_no_order_of_rows_and_no_chance_moves_the_answer(rows, book, against, found) -> None:
    again = against(np.zeros(len(rows)))
    np.testing.assert_array_equal(
        again.readings[0].judged.by_luck, found.readings[0].judged.by_luck
    )
    np.testing.assert_array_equal(
        again.readings[0].judged.in_draws, found.readings[0].judged.in_draws
    )


def changed(rows: list[Row], **by: object) -> list[Row]:
    return [{**row, **by} for row in month_on(rows, np.zeros(len(rows)))]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda rows: rows, "same file"),
        (lambda rows: changed(rows, as_of="2025-11-30"), "older than the first"),
        (lambda rows: changed(rows, as_of="2026-01-10"), "10 days apart"),
        (lambda rows: changed(rows, as_of="2029-01-10"), "months apart"),
        (lambda rows: changed(rows, currency="USD"), "is in USD"),
        (lambda rows: [{**r, "balance": float(str(r["balance"])) / 10_000}
                       for r in changed(rows)], "another unit"),
        (lambda rows: changed(rows, sector="logistics"), "another sector"),
        (lambda rows: [{**r, "account_id": f"X{r['account_id']}"} for r in changed(rows)],
         "no account in common"),
    ],
)  # fmt: skip
def test_tapes_that_do_not_fit_are_refused(rows, book, make, says: str) -> None:
    with pytest.raises(PlacementError, match=says):
        api.plan_against_actual(book, tape(make(rows), "first.csv"), draws=2)


def test_answers_that_break_a_rule_are_refused(rows, book) -> None:
    later = tape(changed(rows))
    with pytest.raises(InputError, match="gone must be one of"):
        api.plan_against_actual(book, later, gone="perhaps")
    with pytest.raises(InputError, match="not 3"):
        api.plan_against_actual(book, later, months=3)
    with pytest.raises(InputError, match="from 1 to 24"):
        api.plan_against_actual(book, later, months=0)
