"""Commands: scenarios written, saved, listed, shared."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placement.cli.app import app
from placement.cli.inputs import TapeCall, sets_of
from placement.cli.meaning import Reading, reads_a_tape
from placement.cli.options import (
    AsOf,
    CreditorOfAll,
    HowAgencies,
    Json,
    SectorOfAll,
    Sets,
    UnderScenario,
)
from placement.cli.show import print_json, tell
from placement.cli.under import Under, scenario_in
from placement.domain.errors import InputError
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.api import Saved, ScenarioFile

scenarios = typer.Typer(help="Scenarios: write, save, list, share.", no_args_is_help=True)
app.add_typer(scenarios, name="scenario")

Id = Annotated[str, typer.Argument(metavar="ID", help="Of a saved scenario.")]
AtRevision = Annotated[int | None, typer.Option(help="Default: the newest.")]
Out = Annotated[Path | None, typer.Option(help="File to write; default: standard output.")]


@scenarios.command("new")
@reads_a_tape
def new_command(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    out: Out = None,
    save: Annotated[bool, typer.Option("--save", help="Save it in the database.")] = False,
    scenario: UnderScenario = None,
    id: Annotated[
        str | None, typer.Option("--id", help="Save it as a new revision of this one.")
    ] = None,
    revision: Annotated[
        int | None, typer.Option(help="With --id: the revision that it was made from.")
    ] = None,
    author: Annotated[str, typer.Option(help="Who made it.")] = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
    fees: Annotated[Path | None, typer.Option(help="TOML file with fee terms.")] = None,
    tape: Annotated[
        Path | None,
        typer.Option(help="Its book: the digest, cut-off date and columns are remembered."),
    ] = None,
    keep_book: Annotated[
        bool, typer.Option("--keep-book", help="With --save: keep the file of the book as well.")
    ] = False,
    sector: SectorOfAll = None,
    creditor: CreditorOfAll = None,
    stance: HowAgencies = None,
    as_of: AsOf = None,
    as_json: Json = False,
    sets: Sets = None,
    *,
    reading: Reading,
) -> None:
    """Write a scenario to a file, or save it: a new one, or one changed by --scenario and --set."""
    from placement import api

    library = api.assumptions_in_use()
    base = scenario_in(scenario, library) if scenario else None
    chosen = (base.scenario if base else api.Scenario()).with_values(dict(sets_of(sets)))
    if stance is not None:
        chosen = chosen.with_stance(stance)
    if fees is not None:
        chosen = chosen.with_fees(api.fee_terms_in(fees))
    book, mapping = (base.book, base.mapping) if base else (None, None)
    if tape is not None:
        under = Under(assumptions=chosen.assumptions(library), stance=chosen.stance, file=base)
        call = TapeCall(
            tape=tape, under=under, sector=sector, creditor=creditor, reading=reading, as_of=as_of
        )
        book, mapping = api.reference_of(call.book.tape, name=tape.name), call.whole_mapping
    file = api.read_scenario_file(
        api.scenario_file_text(
            api.ScenarioFile(
                scenario=chosen, name=name, author=author, note=note, book=book, mapping=mapping
            )
        )
    )
    if not save:
        if id is not None or keep_book:
            raise InputError(t("--id and --keep-book are for --save; give it, or leave them out."))
        _write(api.scenario_file_text(file), out)
        return
    kept = _store().scenarios.save(file, at=_now(), id=id, expected_revision=revision)
    if keep_book:
        if tape is None or book is None:
            raise InputError(t("--keep-book needs the book: give it with --tape BOOK."))
        from placement.tape.read import read_bytes

        _store().books.keep(book, read_bytes(tape), at=_now())
    if out is not None:
        _write(api.scenario_file_text(file), out)
    _say(_saved_answer(kept), as_json=as_json)


@scenarios.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A scenario (JSON).")], as_json: Json = False
) -> None:
    """Save the scenario of a file in the database."""
    _say(_saved_answer(_store().scenarios.save(scenario_in(file), at=_now())), as_json=as_json)


@scenarios.command("export")
def export_command(id: Id, revision: AtRevision = None, out: Out = None) -> None:
    """Write a saved scenario to a file."""
    from placement.api import scenario_file_text

    kept = _store().scenarios.load(id, revision)
    _remarks(kept.file)
    _write(scenario_file_text(kept.file), out)


@scenarios.command("list")
def list_command(as_json: Json = False) -> None:
    """Every saved scenario, the last saved first."""
    _say_all(_store().scenarios.list(), as_json=as_json)


@scenarios.command("history")
def history_command(id: Id, as_json: Json = False) -> None:
    """Every revision of a saved scenario, the last first."""
    _say_all(_store().scenarios.history(id), as_json=as_json)


@scenarios.command("show")
def show_command(id: Id, revision: AtRevision = None, as_json: Json = False) -> None:
    """What a saved scenario says."""
    import json

    from placement.api import scenario_file_text

    kept = _store().scenarios.load(id, revision)
    _remarks(kept.file)
    if as_json:
        whole = json.loads(scenario_file_text(kept.file))
        print_json({**_saved_answer(kept), "scenario": whole})
        return
    _say(_saved_answer(kept), as_json=False)
    for path, value in kept.scenario.values:
        print(f"  {path} = {value:g}")
    print(f"  stance = {kept.scenario.stance.value}")


@scenarios.command("link")
def link_command(id: Id, revision: AtRevision = None, as_json: Json = False) -> None:
    """Make a word that opens this revision, for whoever has it and can reach the database."""
    store = _store()
    kept = store.scenarios.load(id, revision)
    word = store.links.make(kept.id, kept.revision, at=_now())
    if as_json:
        print_json({"link": word, "id": kept.id, "revision": kept.revision})
    else:
        print(word)


@scenarios.command("open")
def open_command(
    link: Annotated[str, typer.Argument(help="The word of a link.")], out: Out = None
) -> None:
    """Write the scenario that a link opens to a file."""
    from placement.api import scenario_file_text

    kept = _store().links.follow(link)
    _remarks(kept.file)
    _write(scenario_file_text(kept.file), out)


@scenarios.command("revoke")
def revoke_command(link: Annotated[str, typer.Argument(help="The word of a link.")]) -> None:
    """Make a link lead to nothing from now on."""
    _store().links.revoke(link, at=_now())
    print(t("Revoked."))


@scenarios.command("forget")
def forget_command(id: Id) -> None:
    """Forget a saved scenario with all its revisions and links."""
    _store().scenarios.forget(id)
    print(t("Forgotten."))


def _store() -> Any:
    from placement.api import open_store, rights_of_command

    return open_store(rights=rights_of_command(at=_now()))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text)
        return
    from placement.report.files import write_whole

    write_whole(out, text.encode())
    print(t("Written: {file}", file=str(out)), file=sys.stderr)


def _remarks(file: "ScenarioFile") -> None:
    for remark in file.remarks:
        tell("note", remark)


def _saved_answer(saved: "Saved") -> dict[str, Any]:
    return {
        "id": saved.id,
        "revision": saved.revision,
        "name": saved.name,
        "author": saved.author,
        "note": saved.note,
        "saved_at": saved.saved_at.isoformat(),
    }


def _say_all(found: Any, *, as_json: bool) -> None:
    answers = [_saved_answer(saved) for saved in found]
    if as_json:
        print_json({"scenarios": answers})
        return
    for answer in answers:
        _say(answer, as_json=False)


def _say(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    saved = answer["saved_at"][:16].replace("T", " ")
    print(f"{answer['id']}  {answer['revision']:>4}  {saved}  {answer['name']}  {answer['author']}")
