"""What every question of the door holds its arguments to."""

from placement.domain.errors import InputError


def require(holds: bool, message: str) -> None:
    if not holds:
        raise InputError(message)
