"""Words that say in what an amount is written: 万元, RMB'000, (in thousands), 单位：千元, USD."""

import re
from dataclasses import dataclass

from placement.tape.spelling import narrow

_TIMES = {
    "十万": 1e5, "百万": 1e6, "千万": 1e7, "百": 1e2, "千": 1e3, "仟": 1e3, "万": 1e4, "萬": 1e4,
    "亿": 1e8, "億": 1e8, "thousands": 1e3, "thousand": 1e3, "tausend": 1e3, "tsd": 1e3,
    "000s": 1e3, "000": 1e3, "k": 1e3, "lakh": 1e5, "millions": 1e6, "million": 1e6,
    "mio": 1e6, "mn": 1e6, "mm": 1e6, "crore": 1e7, "billions": 1e9,
    "billion": 1e9, "bn": 1e9,
}  # fmt: skip
"""What one of each is in single units."""

_CURRENCIES = {
    "人民币元": "CNY", "人民币": "CNY", "元人民币": "CNY", "rmb": "CNY", "cny": "CNY", "cnh": "CNY",
    "yuan": "CNY", "¥": "CNY", "元": "CNY", "圆": "CNY",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "usdollars": "USD",
    "dollars": "USD", "dollar": "USD", "$": "USD",
    "港元": "HKD", "港币": "HKD", "港幣": "HKD", "hkd": "HKD", "hk$": "HKD",
    "欧元": "EUR", "eur": "EUR", "euros": "EUR", "euro": "EUR", "€": "EUR",
    "英镑": "GBP", "gbp": "GBP", "£": "GBP", "日元": "JPY", "日圆": "JPY", "jpy": "JPY",
    "新台币": "TWD", "台币": "TWD", "twd": "TWD", "nt$": "TWD", "新加坡元": "SGD", "新元": "SGD",
    "sgd": "SGD", "s$": "SGD", "澳元": "AUD", "aud": "AUD", "澳门元": "MOP", "mop": "MOP",
    "加元": "CAD", "cad": "CAD", "韩元": "KRW", "krw": "KRW", "瑞士法郎": "CHF", "chf": "CHF",
    "卢布": "RUB", "rub": "RUB", "卢比": "INR", "inr": "INR", "₹": "INR", "泰铢": "THB",
    "thb": "THB", "林吉特": "MYR", "myr": "MYR", "越南盾": "VND", "vnd": "VND", "pln": "PLN",
}  # fmt: skip
"""Currencies by their words; a sign that several share stands for the one most tapes mean."""


def _any_of(words: dict[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LEAD = r"(?:金额|货币|计量)?(?:单位|币种|币别)|units?|currency|amounts?|figures?|all|in|of|are|is"
_CURRENCY, _TIME = _any_of(dict(_CURRENCIES)), _any_of(dict(_TIMES))
_PHRASE = re.compile(
    rf"(?:{_LEAD}|[:,/])*(?P<before>{_CURRENCY})?(?:in|[,/:])?(?P<times>{_TIME})?(?:of)?"
    rf"(?P<behind>{_CURRENCY})?[:,/]*"
)
_MILLION_OF = re.compile(rf"(?P<before>{_CURRENCY})m")
_BRACKETED = re.compile(r"[(\[{【「]([^()\[\]{}【】「」]*)[)\]}】」]")
_SAID = re.compile(r"(?:单位|币种|币别|unit|currency)\s*:?\s*([^\s,;)\]】]+)")


_AT_AN_END = re.compile(rf"^(?:{_CURRENCY}|{_TIME})|(?:{_CURRENCY}|{_TIME})\W*$")


@dataclass(frozen=True)
class UnitWord:
    """What a text says of the amounts beside it."""

    times: float | None = None
    """What one is in single units; None if the text names none."""

    currency: str | None = None
    """Code of the currency; None if the text names none."""

    def __bool__(self) -> bool:
        return self.times is not None or self.currency is not None


NOTHING = UnitWord()


def unit_word(text: str) -> UnitWord:
    """Return what a text says that consists of words for units and currencies alone.

    元 is a unit and a currency; 美元 and USD name a currency and leave the unit open.
    """
    plain = re.sub(r"[\s'’`_*.-]+", "", narrow(text))
    if found := _MILLION_OF.fullmatch(plain):
        return UnitWord(1e6, _CURRENCIES[found["before"]])
    found = _PHRASE.fullmatch(plain)
    if found is None:
        return NOTHING
    currency = found["behind"] or found["before"]
    times = _TIMES[found["times"]] if found["times"] else None
    if times is None and currency in ("元", "圆", "人民币元"):
        times = 1.0
    return UnitWord(times, _CURRENCIES[currency] if currency else None)


def unit_in_brackets(text: str) -> UnitWord:
    """Return what the brackets of a heading or title say, the first that says anything."""
    found = (unit_word(inside) for inside in _BRACKETED.findall(narrow(text)))
    return next((each for each in found if each), NOTHING)


def unit_in_title(line: str) -> UnitWord:
    """Return what a line above the headings says: 单位：万元, (in thousands), Currency: USD."""
    narrowed = narrow(line)
    said = [unit_word(phrase) for phrase in _SAID.findall(narrowed)]
    candidates = [*said, unit_in_brackets(narrowed), unit_word(narrowed)]
    return UnitWord(
        next((each.times for each in candidates if each.times is not None), None),
        next((each.currency for each in candidates if each.currency is not None), None),
    )


def unit_beside(heading: str) -> UnitWord:
    """Return what the first or last words of a heading say: Balance EUR, USD balance, 余额/万元."""
    words = [word for word in re.split(r"[\s_/:|-]+", narrow(heading)) if word]
    ends = (words[-1:], words[-2:], words[:1]) if len(words) > 1 else ()
    found = (unit_word(" ".join(end)) for end in ends if len(end) < len(words))
    return next((each for each in found if each), NOTHING)


def may_hold_unit(text: str) -> bool:
    """Return whether a text begins or ends like a word for a unit: a quick look before a long."""
    return _AT_AN_END.search(narrow(text)) is not None


SIGNS = {
    "HKD": r"hk\$|hkd|港[元币幣]",
    "TWD": r"nt\$|twd|台币",
    "SGD": r"s\$[^a-z]|sgd",
    "AUD": r"a\$|aud|澳元",
    "USD": r"usd|美元|美金|\$",
    "EUR": "€|eur|欧元",
    "GBP": "£|gbp|英镑",
    "JPY": "jpy|日[元圆]",
    "INR": "₹|inr",
    "CNY": "[¥￥]|rmb|cny|人民币|元",
}
"""Patterns of currencies inside cells, in lower case, the more telling first."""
