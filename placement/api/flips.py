"""What would change the best option."""

from placement.assume.assumptions import Assumptions
from placement.decide.option_flips import OptionFlips
from placement.decide.option_flips import option_flips as find_option_flips
from placement.domain.types import Segments, Stance


def option_flips(
    account: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> OptionFlips:
    """Return where balance, commission, odds or a buyer's price change an account's best option.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers in use.
        stance: How agencies set their effort.

    Raises:
        InputError: There is not exactly one segment.
    """
    return find_option_flips(account, assumptions, stance=stance)
