"""A log of contacts becomes contacts a success, what a hard debtor needs, and an overlay."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import InputError, TapeError

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LIBRARY = load_library()


def opened(text: str, **more: object) -> api.ContactLog:
    return api.open_contact_log(text.encode(), filename="log.csv", **more)


@pytest.fixture(scope="module")
def cards() -> api.Calibration:
    name = "remittances_bank_card.csv"
    return api.calibrate_file(api.open_remittances(SAMPLES / name, filename=name), LIBRARY)


@pytest.fixture(scope="module")
def sample() -> api.ContactLog:
    name = "contacts_bank_card.csv"
    return api.open_contact_log(SAMPLES / name, filename=name)


def test_the_sample_gives_back_what_it_was_drawn_by(
    cards: api.Calibration, sample: api.ContactLog
) -> None:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    (found,) = api.fit_contacts(sample, LIBRARY, fitted=cards)
    assert found.needed is not None
    assert not found.needed.tells_willing
    assert found.needed.contacts.low < maker.CONTACTS_NEEDED < found.needed.contacts.high
    assert found.average.contacts == sample.contacts.sum()
    assert sum(row.average.successes for row in found.by_age) == found.average.successes


def test_both_together_show_the_fitted_hazard(
    cards: api.Calibration, sample: api.ContactLog
) -> None:
    """What a debtor needs is the log's, how fast they pay the remittances': so is the caseload."""
    logged = api.fit_contacts(sample, LIBRARY, fitted=cards)
    (overlay,) = api.overlays_of(cards, logged, LIBRARY)
    laid = lay_over(LIBRARY, parse_overlay(overlay.toml.encode(), name="own.toml"))
    fit = cards.sectors[0].fit
    shown = api.library_odds(laid, "bank_card", fit.odds.reference_age)
    assert shown.pay_hazard.value == pytest.approx(fit.odds.pay_hazard, rel=2e-3)
    assert shown.willing_share.value == pytest.approx(fit.odds.willing_share, rel=1e-6)
    needed = logged[0].needed
    assert needed is not None
    entry = laid.entries["bank_card.agency.contacts_per_hard"]
    assert entry.value == needed.contacts.value
    (joint,) = laid.joints
    assert "bank_card.agency.accounts_per_seat" in joint.numbers
    # Given more willing, the log says that each needs more: the two go together.
    at = [joint.numbers.index(f"bank_card.{n}") for n in ("debtor.hard_share",
                                                         "agency.contacts_per_hard")]  # fmt: skip
    assert joint.correlation[at[0]][at[1]] > 0.1
    wide = (needed.contacts.se / needed.contacts.value) ** 2
    wide += needed.slope**2 * fit.covariance[0, 0]
    assert joint.errors[at[1]] == pytest.approx(np.sqrt(wide), rel=1e-3)


def test_a_log_by_batch_tells_contacts_a_success_alone() -> None:
    (found,) = api.fit_contacts(
        opened("batch,date,calls,payers\nA,2025-01-31,5000,40\n", sector="bank_card", age=8.0),
        LIBRARY,
    )
    assert found.average.value == 125.0
    assert found.needed is None
    assert "by batch" in found.words[0]
    assert api.overlays_of(None, [found], LIBRARY) == ()


def test_what_came_after_the_payment_moved_nobody() -> None:
    """Nor does a row that only notes the payment count as a contact; it marks who paid."""
    plain = "account,date,calls,paid,months past due\n"
    rows = [f"a{i},2025-01-0{1 + i % 9},2,{'yes' if i % 10 == 0 else 'no'},8\n" for i in range(200)]
    more = [f"a{i},2025-02-01,9,no,9\n" for i in range(0, 200, 10)]
    noted = [
        row.replace(",2,yes,", ",2,no,") + row.replace(",2,yes,", ",0,yes,")
        if ",yes," in row
        else row
        for row in rows
    ]
    fits = [
        api.fit_contacts(opened(plain + "".join(each), sector="telecom"), LIBRARY)[0].needed
        for each in (rows, rows + more, noted)
    ]
    values = [each.contacts.value for each in fits if each is not None]
    assert values == pytest.approx([values[0]] * 3, rel=1e-6)


def test_young_accounts_and_those_who_paid_unasked_are_left_out_and_named() -> None:
    text = "account,date,calls,paid,months past due\n" + "".join(
        f"y{i},2025-01-01,1,yes,1\nn{i},2025-01-01,0,yes,8\no{i},2025-01-01,4,no,8\n"
        for i in range(20)
    )
    text += "o0,2025-02-01,1,yes,9\no1,2025-02-01,1,yes,9\n"
    (found,) = api.fit_contacts(opened(text, sector="telecom"), LIBRARY)
    said = " ".join(found.words)
    assert "20 accounts younger than 3 months are left out" in said
    assert "20 accounts paid before any contact" in said
    assert found.needed is not None


def test_what_cannot_be_told_is_said() -> None:
    with pytest.raises(InputError, match="does not say the sector"):
        api.fit_contacts(opened("account,date,paid\na,2025-01-01,yes\n"), LIBRARY)
    with pytest.raises(TapeError, match="a promise is no success"):
        api.fit_contacts(
            opened("account,date,outcome\na,2025-01-01,ptp\n", sector="telecom"), LIBRARY
        )


def test_a_sum_for_each_batch_needs_no_date() -> None:
    text = "批次,拨打次数,还款户数\nb1,4000,30\nb2,2000,20\nb3,4000,30\n"
    (found,) = api.fit_contacts(opened(text, sector="bank_card"), LIBRARY)
    assert found.average.value == pytest.approx(10_000 / 80)
    assert found.average.successes == 80
    assert np.isnan(found.connected)
    assert found.needed is None
    with pytest.raises(TapeError, match="lacks date"):
        opened("account_id,contacts,paid\n1,4,1\n")
