"""A remittance file becomes odds: known odds come back, what is not told is said."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from placement import api
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import InputError, TapeError
from placement.odds.liquidation import Odds, expected_shares

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def known() -> Any:
    """The script that draws the samples, with the odds it draws them by."""
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    return maker


def calibrated(name: str) -> api.Calibration:
    file = SAMPLES / name
    return api.calibrate_file(api.open_remittances(file, filename=name), load_library())


def text_file(text: str, **more: Any) -> api.Calibration:
    opened = api.open_remittances(text.encode(), filename="history.csv", **more)
    return api.calibrate_file(opened, load_library())


def test_the_sample_gives_back_the_odds_it_was_drawn_by(known: Any) -> None:
    """Three agencies pay at 0.75 to 1.3 times the hazard: the fit lies among them."""
    (found,) = calibrated("remittances_bank_card.csv").sectors
    true = known.CARD_HISTORY
    fit = found.fit
    assert fit.tells_fading
    assert fit.willing_share.low - 0.01 <= true.willing_share <= fit.willing_share.high + 0.01
    assert 0.75 * true.pay_hazard < fit.pay_hazard.value < 1.3 * true.pay_hazard
    assert fit.fade_rate.low <= true.fade_rate <= fit.fade_rate.high
    assert [row.age for row in found.by_age] == pytest.approx(list(true.ages))
    assert found.by_age[0].ultimate.value > found.by_age[-1].ultimate.value


def test_of_one_age_the_pair_is_told_and_fading_is_the_librarys(known: Any) -> None:
    (found,) = calibrated("remittances_telecom.csv").sectors
    true = known.TELECOM_HISTORY
    speed = true.pay_hazard + true.fade_rate
    assert not found.fit.tells_fading
    assert "tell two numbers only" in " ".join(found.words)
    assert found.fit.fade_rate.value == found.library.fade_rate.value
    assert found.fit.ultimate.low <= true.willing_share * true.pay_hazard / speed
    assert found.fit.ultimate.high >= true.willing_share * true.pay_hazard / speed
    assert found.fit.speed.low <= speed <= found.fit.speed.high
    assert found.compared[2].blend is None


def test_the_overlay_makes_the_library_show_the_fitted_odds() -> None:
    (found,) = calibrated("remittances_bank_card.csv").sectors
    library = load_library()
    overlay = found.overlay(library)
    laid = lay_over(library, parse_overlay(overlay.toml.encode(), name="own.toml"))
    shown = api.library_odds(laid, "bank_card", found.fit.odds.reference_age)
    for name in ("willing_share", "pay_hazard", "fade_rate"):
        own, now = getattr(found.fit, name), getattr(shown, name)
        assert now.value == pytest.approx(own.value, rel=1e-6)
        assert (now.low, now.high) == pytest.approx((own.low, own.high), rel=1e-4)
    hard = laid.entries["bank_card.debtor.hard_share"]
    assert hard.status == "user"
    assert found.batches.digest[:12] in hard.source
    half_way = found.overlay(library, blended=True).values
    path = "bank_card.agency.contacts_per_hard"
    assert library.entries[path].value < half_way[path] < overlay.values[path]


def test_chain_ladder_and_the_fit_agree_on_batches_that_pay_by_the_odds() -> None:
    for name in ("remittances_bank_card.csv", "remittances_telecom.csv"):
        (found,) = calibrated(name).sectors
        assert found.chain_ladder is not None
        assert found.expected_share_seen == pytest.approx(found.chain_ladder.share, rel=0.03)
        assert found.expected_share > found.expected_share_seen


def test_curves_lie_in_their_band() -> None:
    (found,) = calibrated("remittances_telecom.csv").sectors
    (curve,) = found.curves
    assert ((curve.low <= curve.fitted) & (curve.fitted <= curve.high)).all()
    np.testing.assert_allclose(curve.seen, curve.fitted, rtol=0.04)


def test_a_batch_that_brought_too_much_is_left_out_and_named() -> None:
    text = "sector,batch,age,placed balance,accounts,1,2,3\n" + "".join(
        f"telecom,b{i},6,1000,100,{40 + i},30,20\n" for i in range(4)
    )
    found = text_file(text + "telecom,b9,6,1000,100,900,200,0\n")
    assert len(found.sectors[0].batches) == 4
    assert "b9: 1,100.00 came in" in found.problems[0]


def test_one_batch_is_fitted_and_it_is_said() -> None:
    found = text_file(
        "sector,batch,age,placed balance,accounts,1,2,3\ntelecom,b,6,1000,100,50,40,30\n"
    )
    assert "One batch" in " ".join(found.sectors[0].words)
    assert found.sectors[0].chain_ladder is None
    assert "3 different ages" in found.sectors[0].chain_ladder_note


def test_without_an_age_the_librarys_fading_is_used_and_said() -> None:
    found = text_file("sector,batch,placed balance,1,2,3\ntelecom,b,1000,50,40,30\n")
    assert "fading and the library's odds are those at 6 months" in found.problems[0]
    assert found.sectors[0].fit.odds.reference_age == 6.0


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("batch,age,placed balance,1,2\nb,6,1000,50,40\n", InputError, "--sector bank_card"),
        ("sector,age,placed,1,2\ntelecom,6,1000,5,4\ntelecom,,900,5,4\n", InputError, "others not"),
        ("sector,age,placed,1,2\ntelecom,6,1000,0,0\n", TapeError, "Nothing came in"),
    ],
)
def test_what_cannot_be_fitted_is_said(text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        text_file(text)


def young_book(easy: float) -> str:
    """Return twelve batches of cards placed at 1, 2, 4 and 9 months, by odds known."""
    odds = Odds(
        willing_share=0.2, pay_hazard=0.12, fade_rate=0.03, reference_age=1.0, easy_share=easy,
        easy_hazard=2.5, easy_leaves=2.3,
    )  # fmt: skip
    rng = np.random.default_rng(4)
    ages = np.repeat([1.0, 2.0, 4.0, 9.0], 3)
    shares = 0.93 * expected_shares(odds, ages, 12)
    lines = [
        ",".join(
            [f"b{row}", "bank_card", f"{age:g}", "2000000", "2000",
             *(f"{1_000.0 * rng.poisson(2_000 * x):.0f}" for x in shares[row])]
        )
        for row, age in enumerate(ages.tolist())
    ]  # fmt: skip
    return (
        "batch,sector,age,placed,accounts,"
        + ",".join(map(str, range(1, 13)))
        + "\n"
        + "\n".join(lines)
    )


def test_easy_debtors_of_young_batches_reach_the_library() -> None:
    library = load_library()
    one_go = library.with_values(
        {"bank_card.debtor.instalment_months": 1.0, "bank_card.debtor.settlement_share": 0.93}
    )
    opened = api.open_remittances(young_book(0.3).encode(), filename="young.csv")
    (found,) = api.calibrate_file(opened, one_go).sectors
    fit = found.fit
    assert fit.easy_share is not None
    assert fit.easy_share.low < 0.3 < fit.easy_share.high
    assert fit.willing_share.low < 0.2 < fit.willing_share.high
    assert "Young batches show easy debtors" in " ".join(found.words)
    assert [row.name for row in found.compared][-1] == "easy_share"
    overlay = found.overlay(one_go)
    laid = lay_over(one_go, parse_overlay(overlay.toml.encode(), name="own.toml"))
    shown = api.library_odds(laid, "bank_card", 1.0)
    assert shown.easy_share.value == pytest.approx(fit.easy_share.value, rel=1e-6)
    assert shown.hard_share.value == pytest.approx(fit.willing_share.value, rel=1e-6)
    assert shown.pay_hazard.value == pytest.approx(fit.pay_hazard.value, rel=1e-6)
    (joint,) = laid.joints
    assert {"bank_card.debtor.easy_share", "bank_card.debtor.hard_share"} <= set(joint.numbers)
    for path in ("bank_card.debtor.easy_share", "bank_card.debtor.hard_share"):
        assert joint.errors[joint.numbers.index(path)] > 0.0
    assert found.overlay(one_go, blended=True).joints


def test_young_batches_without_a_fast_part_keep_the_librarys_easy_share() -> None:
    opened = api.open_remittances(young_book(0.0).encode(), filename="young.csv")
    one_go = load_library().with_values({"bank_card.debtor.instalment_months": 1.0})
    (found,) = api.calibrate_file(opened, one_go).sectors
    assert found.fit.easy_share is None
    assert "show no fast part" in " ".join(found.words)
    assert [row.name for row in found.compared] == ["willing_share", "pay_hazard", "fade_rate"]


def test_easy_and_hard_shares_that_history_cannot_have_are_refused() -> None:
    share = api.Range(value=0.5, low=0.4, high=0.6)
    with pytest.raises(InputError, match="cannot be had in the library's history"):
        api.overlay_of(
            load_library(), "bank_card", 6.0, source="", easy_share=share, willing_share=share
        )
