"""The command line that every command registers with."""

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Placement Desk: what each option for overdue receivables would leave in hand.",
)
