"""Command: a book's best moves as few rules, changed by hand, replayed, and written as files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    CreditorOfAll,
    HowAgencies,
    Json,
    Overlays,
    SectorOfAll,
    Sets,
    UnderScenario,
)
from placement.cli.progress import tell_accounts
from placement.cli.show import finding_answer, print_json
from placement.cli.under import under
from placement.domain.text import clauses, t

if TYPE_CHECKING:
    from placement.api import ByAccount, PolicyBook
    from placement.decide.rules.policy import PolicyValue


@app.command("policy")
@reads_a_tape
def policy_command(
    tape: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Parquet file.")],
    rules: Annotated[
        int | None,
        typer.Option(
            help="Most rules, 1 to 100. Default: 12; with --policy as many as its table has."
        ),
    ] = None,
    changed: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            help="A decision table changed by hand (.csv, .xlsx, or the .json of --json): what it "
            "is worth, and what each change costs.",
        ),
    ] = None,
    last_month: Annotated[
        Path | None,
        typer.Option(help="Last month's book: who moves under the same rules, and the money."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Also write the rules: a decision table (.csv, .xlsx, .dmn) or sentences (.txt)."
        ),
    ] = None,
    alone: Annotated[
        bool,
        typer.Option("--alone", help="Count every move closed at its end, with nothing after it."),
    ] = False,
    by_account: Annotated[
        bool,
        typer.Option(
            "--by-account", help="Measure on every account valued on its own, not on some drawn."
        ),
    ] = False,
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    overlays: Overlays = None,
    scenario: UnderScenario = None,
    *,
    reading: Reading,
) -> None:
    """A book's best moves as few rules, and how much of the best value they keep."""
    from placement import api
    from placement.decide.rules.best import require_rules
    from placement.decide.rules.policy import MOST_RULES
    from placement.report.files import check_format
    from placement.report.policy_answer import policy_answer
    from placement.report.policy_files import FORMATS, read_policy_rows, write_policy

    if rules is not None:
        require_rules(rules)
    if out:
        check_format(out, FORMATS)
    rows = read_policy_rows(changed, filename=changed.name) if changed else None
    # A table is held against the proposal of its own size, unless another one is asked for.
    most = rules or (min(len(rows), MOST_RULES) if rows else api.USUAL_RULES)
    chosen = under(sets, overlays, scenario=scenario, stance=stance)

    def called(file: Path) -> TapeCall:
        return TapeCall(
            tape=file, under=chosen, sector=sector, creditor=creditor, reading=reading, as_of=as_of
        )

    ranked = called(tape).ranked()
    followed = None
    if not alone:
        followed = api.begun(ranked.ranking, chosen.assumptions, stance=chosen.stance)
    book = api.policy_book(ranked, followed)
    policies = api.find_policies(book, most)
    found = api.value_policy(policies.policy(most), book)
    price = None
    if rows is not None:
        proposed = found
        policy = api.changed_policy(rows, book, chosen.assumptions)
        found = api.value_policy(policy, book)
        price = api.price_of_change(found, proposed)
    checked = api.check_policy_by_account(
        found,
        book,
        chosen.assumptions,
        stance=chosen.stance,
        most=None if by_account else api.POLICY_DRAWN,
        progress=tell_accounts if by_account else None,
    )
    answer = policy_answer(found, is_closed=alone, policies=policies, price=price)
    for row, reasons in zip(answer["rules"], api.not_open_reasons(found, book), strict=True):
        row["shut"] = [{"why": why, "accounts": count} for why, count in reasons]
    answer["change"] = None if price is None else float(price.sum())
    answer["by_account"] = _by_account(checked)
    answer["findings"] = [finding_answer(finding) for finding in ranked.book.findings]
    answer["last_month"] = None
    if last_month is not None:
        replay = api.replay_policy(
            found,
            book,
            called(last_month).book,
            chosen.assumptions,
            stance=chosen.stance,
            bands=chosen.bands,
        )
        answer["last_month"] = api.replay_answer(replay)
    if out:
        from placement.report.made_with import MadeWith

        made_with = MadeWith(
            assumptions=chosen.assumptions,
            library=api.assumptions_in_use(),
            stance=chosen.stance,
            as_of=ranked.book.tape.as_of,
            book=tape.name,
        )
        currency = ranked.book.tape.currency
        write_policy(found, out, currency=currency, is_closed=alone, made_with=made_with)
        print(t("Written: {file}", file=str(out)), file=sys.stderr)
    if as_json:
        print_json(answer)
    else:
        _print(answer, found, book, checked)


def _by_account(checked: "ByAccount") -> dict[str, Any]:
    return {
        "accounts": checked.accounts,
        "of": checked.of,
        "value": checked.total,
        "best_value": checked.best,
        "lost": checked.lost,
        "lost_error": checked.error,
        "kept": checked.kept,
    }


def _print(
    answer: dict[str, Any], found: "PolicyValue", book: "PolicyBook", checked: "ByAccount"
) -> None:
    from placement.report.policy_words import (
        account_words,
        not_open_words,
        policy_headline,
        policy_measures,
        replay_words,
        rule_move_names,
    )
    from placement.words.numbers import in_one_form

    currency, names = book.ranked.book.tape.currency, rule_move_names()
    print(policy_headline(found, currency=currency))
    print(account_words(checked.kept, checked.accounts, checked.of, checked.lost, checked.error))
    for line in policy_measures(found, currency=currency, is_closed=book.is_closed):
        print(line)
    print()
    for number, row in enumerate(answer["rules"], start=1):
        print(f"{number:>3}. {row['reads']}")
        owed, value, lost = in_one_form(row["balance"], row["value"], max(row["lost"], 0.0))
        parts = [
            t(
                "{move}: {accounts:,} accounts, {balance} owed",
                move=names[row["then"]],
                accounts=row["accounts"],
                balance=owed,
            ),
            t(
                "leaves {value}, {lost} less than account by account",
                value=value,
                lost=lost,
            ),
        ]
        if row["not_open"]:
            parts.append(not_open_words([(one["why"], one["accounts"]) for one in row["shut"]]))
        if "change" in row and abs(row["change"]) >= 0.5:
            parts.append(t("{change:+,.0f} against the proposal", change=row["change"]))
        print(f"     {clauses(parts)}")
    if answer["change"] is not None:
        print()
        print(
            t(
                "The changed rules leave {change:+,.0f} {currency} against the proposal.",
                change=answer["change"],
                currency=currency,
            )
        )
    if answer["last_month"] is not None:
        print()
        for line in replay_words(answer["last_month"], currency=currency):
            print(line)
