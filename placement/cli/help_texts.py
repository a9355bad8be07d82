"""The help of every command and option, in the reader's language.

Help is written where a command is, and read when that is imported; it is translated in the built
commands, so that no command has to know a language before it is imported.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from placement.domain.text import t

if TYPE_CHECKING:
    from typer import Typer

Command = Any
"""A command of Typer, or a group of them; its classes are not public."""


def help_texts(command: Command) -> Iterator[str]:
    """Yield the help of a command, of its options and of all commands below it."""
    yield from (text for text in (command.help, *_of_parameters(command)) if text)
    for below in getattr(command, "commands", {}).values():
        yield from help_texts(below)


def _of_parameters(command: Command) -> list[str]:
    return [parameter.help for parameter in command.params if getattr(parameter, "help", None)]


def speak(command: Command) -> None:
    """Say the help of a command and of all below it in the reader's language."""
    import typer

    if command.help:
        command.help = t(command.help)
    command.options_metavar = t("[OPTIONS]")
    usage = command.get_usage
    command.get_usage = lambda context: usage(context).replace("Usage:", t("Usage:"), 1)
    helps = command.get_help_option(typer.Context(command))
    if helps is not None:
        helps.help = t("Show this message and exit.")
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = t(parameter.help)
    if (commands := getattr(command, "commands", None)) is not None:
        command.subcommand_metavar = t("COMMAND [ARGS]...")
        for below in commands.values():
            speak(below)


def speak_frames() -> None:
    """Say what Typer writes around the help in the reader's language."""
    from rich.text import Text
    from typer import rich_utils

    def folded(parts: Sequence[Text]) -> Text:
        """Return the parts of an option's help, broken anywhere: Chinese has no blanks."""
        return Text(" ", overflow="fold").join(parts)

    setattr(rich_utils, "Columns", folded)  # noqa: B010 - a name of another's module
    rich_utils.ARGUMENTS_PANEL_TITLE = t("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = t("Options of the command")
    rich_utils.COMMANDS_PANEL_TITLE = t("Commands")
    rich_utils.REQUIRED_LONG_STRING = t("[required]")
    rich_utils.DEFAULT_STRING = t("[default: {}]")


def built(app: "Typer") -> Command:
    """Return a command line with all its commands, as it is run."""
    from typer.main import get_command

    return get_command(app)
