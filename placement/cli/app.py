"""The command line that every command registers with."""

from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Placement Desk: what each option for overdue receivables would leave in hand.",
)


@app.callback()
def _every_command(
    lang: Annotated[
        str | None,
        typer.Option(
            help="Language of the answer, en or zh; before or behind the command. Default: "
            "PLACEMENT_LANG, else the system's. JSON is in English always."
        ),
    ] = None,
) -> None:
    # `main` takes the option out of the call before Typer reads it; here it is listed.
    del lang
