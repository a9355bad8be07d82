"""Numbers in a text with commas, as decimals or with their percent sign."""


def decimals(text: str) -> tuple[float, ...]:
    """Return the numbers in a text such as "0.6, 40%", a number with % as its hundredth.

    Raises:
        ValueError: A part is no number.
    """
    return tuple(_decimal(part.strip()) for part in text.replace("，", ",").split(","))


def _decimal(text: str) -> float:
    for sign in "%％":
        if text.endswith(sign):
            return float(text.removesuffix(sign)) / 100.0
    return float(text)
