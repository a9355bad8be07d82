"""Command: the odds that five well-known numbers imply."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.options import Age, Balance, Json, Overlays, Sector, Sets, UnderScenario
from placement.cli.show import left, print_json
from placement.cli.under import under
from placement.domain.text import about, t

if TYPE_CHECKING:
    from placement.api import ImpliedAnswer, Range

NAMES = (
    "willing_hard",
    "contacts_per_hard",
    "pay_hazard",
    "contacts_per_month",
    "contacts_per_success",
    "ultimate",
)


@app.command("implied")
def implied_command(
    sector: Sector,
    balance: Balance,
    age: Age,
    liquidation: Annotated[
        str, typer.Option(help="Share of the balance that came in, 0.1, or a range, 0.08:0.14.")
    ],
    months: Annotated[int, typer.Option(help="Months in which it came in.")],
    first_months: Annotated[
        int | None, typer.Option(help="Months for which --first-share says how much was in.")
    ] = None,
    first_share: Annotated[
        str | None,
        typer.Option(help="Share of what came in that was in by --first-months; a range too."),
    ] = None,
    contacts_per_success: Annotated[
        str | None, typer.Option(help="Calls for each account that paid; a range too.")
    ] = None,
    accounts_per_seat: Annotated[
        str | None, typer.Option(help="Accounts that a collector works at a time; a range too.")
    ] = None,
    commission: Annotated[
        str | None, typer.Option(help="What the agency takes, a share; checks the rest.")
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(help="What a buyer pays, a share of the balance; checks the rest."),
    ] = None,
    save_overlay: Annotated[
        Path | None,
        typer.Option(help="Write the odds as TOML, for --assumptions of any command."),
    ] = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
) -> None:
    """Odds from what people know: what came in, how fast, calls a success, commission, price."""
    from placement import api

    assumptions = under(sets, overlays, scenario=scenario).assumptions

    def ranged(text: str | None, name: str) -> "Range | None":
        return None if text is None else api.answer_range(text, name)

    found = api.implied(
        api.Questions(
            sector=sector,
            balance=balance,
            age=age,
            liquidation=api.answer_range(liquidation, "liquidation"),
            months=months,
            first_months=first_months,
            first_share=ranged(first_share, "first_share"),
            contacts_per_success=ranged(contacts_per_success, "contacts_per_success"),
            accounts_per_seat=ranged(accounts_per_seat, "accounts_per_seat"),
            commission=ranged(commission, "commission"),
            price=ranged(price, "price"),
        ),
        assumptions,
    )
    if save_overlay is not None:
        from placement.report.files import write_whole

        write_whole(save_overlay, found.overlay(assumptions).toml.encode())
        print(t("Written: {file}", file=str(save_overlay)), file=sys.stderr)
    if as_json:
        print_json(implied_answer(found))
        return
    for line in _lines(found):
        print(line)


def implied_answer(found: "ImpliedAnswer") -> dict[str, Any]:
    """Return the answer by the names of the public interface."""
    return {
        **{name: _range(getattr(found, name)) for name in NAMES},
        "library": {
            name: _range(getattr(found.library, name))
            for name in ("willing_share", "pay_hazard", "fade_rate")
        },
        "checks": [
            {"about": check.about, "is_right": check.is_right, "says": check.says}
            for check in found.checks
        ],
        "curve": [
            {"month": month, "implied": own, "low": low, "high": high, "library": library}
            for month, own, low, high, library in zip(
                found.month.tolist(), found.curve.tolist(), found.low.tolist(),
                found.high.tolist(), found.library_curve.tolist(), strict=True,
            )
        ],
    }  # fmt: skip


def _range(given: "Range") -> dict[str, float]:
    return {"value": given.value, "low": given.low, "high": given.high}


def _lines(found: "ImpliedAnswer") -> list[str]:
    rows = {
        "willing_hard": (t("willing share"), ".2%"),
        "pay_hazard": (t("pay hazard a month"), ".4f"),
        "contacts_per_hard": (t("contacts a hard debtor needs"), ",.1f"),
        "contacts_per_month": (t("contacts an account a month"), ",.2f"),
        "contacts_per_success": (t("contacts a success"), ",.0f"),
        "ultimate": (t("share that comes in in the end"), ".2%"),
    }
    lines = []
    for name, (label, form) in rows.items():
        given = getattr(found, name)
        lines.append(
            f"{left(label, 32)} {given.value:>10{form}}   {given.low:{form}} - {given.high:{form}}"
        )
    if found.without:
        lines.append(
            t(
                "{count} of the ends of your ranges go together with no odds; they were left out.",
                count=found.without,
            )
        )
    return lines + [
        about(t("fits") if check.is_right else t("CLASH"), check.says) for check in found.checks
    ]
