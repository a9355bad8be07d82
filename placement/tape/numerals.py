"""Whole numbers in Chinese words: 十二 is 12, 三十 is 30, 一百二十 is 120."""

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def number_in_words(words: str) -> int:
    """Return a number below a thousand in Chinese words."""
    hundreds, hundred, rest = words.rpartition("百")
    if hundred:
        # 一百二 is 120, 一百零二 is 102.
        tens = rest + "十" if len(rest) == 1 and rest != "十" else rest.lstrip("零〇")
        return 100 * number_in_words(hundreds or "一") + (number_in_words(tens) if tens else 0)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS[sign]) for sign in words))
    return 10 * (DIGITS.get(tens, 1)) + DIGITS.get(ones, 0)
