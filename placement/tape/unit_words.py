"""Words that say in what an amount is written: 万元, RMB'000, (in thousands), 单位：千元, USD."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from placement.tape.spelling import narrow

_TIMES = {
    "十万": 1e5, "百万": 1e6, "千万": 1e7, "百": 1e2, "千": 1e3, "仟": 1e3, "万": 1e4, "萬": 1e4,
    "亿": 1e8, "億": 1e8, "十亿": 1e9,
    "thousands": 1e3, "thousand": 1e3, "tausend": 1e3, "tsd": 1e3,
    "ths": 1e3, "thou": 1e3, "000s": 1e3, "000": 1e3, "k": 1e3,
    "tenthousands": 1e4, "tenthousand": 1e4, "tensofthousands": 1e4, "lakh": 1e5, "lakhs": 1e5,
    "hundredthousands": 1e5, "hundredthousand": 1e5, "hundredsofthousands": 1e5,
    "millions": 1e6, "million": 1e6, "millionen": 1e6, "mio": 1e6, "mln": 1e6, "mn": 1e6,
    "mm": 1e6, "crore": 1e7, "crores": 1e7, "billions": 1e9, "billion": 1e9, "bn": 1e9,
    "milliarden": 1e9, "mrd": 1e9, "milliers": 1e3, "migliaia": 1e3, "miles": 1e3, "milioni": 1e6,
    "w": 1e4, "wan": 1e4, "角": 1e-1, "分": 1e-2, "cents": 1e-2, "cent": 1e-2, "cts": 1e-2,
    "ct": 1e-2, "pence": 1e-2,
}  # fmt: skip
"""What one of each is in single units."""

_ROUND = {
    "1,000": 1e3, "1000": 1e3, "1k": 1e3, "10,000": 1e4, "10000": 1e4, "10k": 1e4,
    "10thousand": 1e4, "0,000": 1e4, "10万": 1e5, "100,000": 1e5, "100000": 1e5, "100k": 1e5,
    "1,000,000": 1e6, "1000000": 1e6,
}  # fmt: skip
"""Numbers that are a unit only where a word before them or a currency says so."""

_CURRENCIES = {
    "人民币元": "CNY", "人民币": "CNY", "元人民币": "CNY", "rmb": "CNY", "cny": "CNY", "cnh": "CNY",
    "yuan": "CNY", "¥": "CNY", "元": "CNY", "圆": "CNY",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "usdollars": "USD",
    "dollars": "USD", "dollar": "USD", "$": "USD",
    "港元": "HKD", "港币": "HKD", "港纸": "HKD", "港幣": "HKD", "hkd": "HKD", "hk$": "HKD",
    "欧元": "EUR", "eur": "EUR", "euros": "EUR", "euro": "EUR", "€": "EUR",
    "英镑": "GBP", "gbp": "GBP", "£": "GBP", "日元": "JPY", "日圆": "JPY", "jpy": "JPY",
    "新台币": "TWD", "台币": "TWD", "twd": "TWD", "nt$": "TWD", "新加坡元": "SGD", "新元": "SGD",
    "sgd": "SGD", "s$": "SGD", "澳元": "AUD", "aud": "AUD", "澳门元": "MOP", "mop": "MOP",
    "加元": "CAD", "cad": "CAD", "韩元": "KRW", "krw": "KRW", "瑞士法郎": "CHF", "chf": "CHF",
    "卢布": "RUB", "rub": "RUB", "卢比": "INR", "inr": "INR", "₹": "INR", "泰铢": "THB",
    "thb": "THB", "林吉特": "MYR", "myr": "MYR", "越南盾": "VND", "vnd": "VND", "pln": "PLN",
}  # fmt: skip
"""Currencies by their words; a sign that several share stands for the one most tapes mean."""


_LETTERS = {"t": 1e3, "m": 1e6}
"""Letters that are a unit right before a currency."""


def _any_of(words: dict[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LEAD = (
    r"(?:金额|货币|计量)?(?:单位|币种|币别)|units?|currency|amounts?|figures?|values?|balances?|all"
    r"|alle|angaben|beträge|werte|in|of|are|is"
)
_CURRENCY, _TIME = _any_of(dict(_CURRENCIES)), _any_of(dict(_TIMES))
_PHRASE = re.compile(
    rf"(?P<lead>(?:{_LEAD}|[:,/])*)(?P<before>{_CURRENCY})?(?:in|[,/:])?"
    # TEUR and m€, but no lone t or m.
    rf"(?:(?P<round>[x×]?(?:{_any_of(dict(_ROUND))}))|(?P<times>{_TIME}|[tm](?={_CURRENCY})))?"
    rf"(?:of|de|di|d)?(?P<behind>{_CURRENCY})?[:,/]*"
)
_MILLION_OF = re.compile(rf"(?P<before>{_CURRENCY})m")
_BRACKETED = re.compile(r"[(（\[［{｛【「]([^()（）\[\]［］{}｛｝【】「」]*)[)）\]］}｝】」]")
_SAID = re.compile(r"(?:单位|币种|币别|unit|currency)\s*:?\s*([^\s,;)\]】]+)")

_AT_AN_END = re.compile(rf"^(?:{_CURRENCY}|{_TIME})|(?:{_CURRENCY}|{_TIME})\W*$")

_FOREIGN = "美元|美金|港元|港币|港幣|欧元|英镑|日元|日圆|新台币|台币|澳元|加元|韩元"
_LARGE = "十万|百万|千万|十亿|百|千|仟|万|萬|亿|億"
_NO_UNIT_BEFORE = r"(?<![\d.一二两三四五六七八九十几数超过逾满达近约足上低高大小于])(?<!\d\s)"
_ENDS = r"(?=\s*(?:$|[\s,;:/|、。)\]】」]|[计为表列填口]))"
_IN_CHINESE = re.compile(
    rf"{_NO_UNIT_BEFORE}((?:人民币)?(?:{_LARGE})(?:元|圆|{_FOREIGN})|(?<=[以为按折:/、,\s])"
    rf"(?:元|人民币|{_FOREIGN})|(?<=[以为位:])[万萬亿億千])(?:人民币)?{_ENDS}"
)
"""A unit in a sentence: 金额均为万元, 户、万元, 以美元计; but no sum, as in 5万元 and 超万元."""

_LOOSE = re.compile(rf"人民币|{_FOREIGN}")
_WORD = re.compile(r"[^\s,;:()\[\]{}|。、]+(?:,\d{3})*")
_LEADS = frozenset(
    {"in", "unit", "units", "currency", "amounts", "amount", "figures", "values", "balances"}
    | {"all", "alle", "angaben", "beträge", "werte"}
)
_MOST_WORDS = 4
"""Words that a unit takes at most, as in `figures in USD millions`."""

_LONGEST = 500
"""Letters of a line that are looked at."""


@dataclass(frozen=True)
class UnitWord:
    """What a text says of the amounts beside it."""

    times: float | None = None
    """What one is in single units; None if the text names none."""

    currency: str | None = None
    """Code of the currency; None if the text names none."""

    is_any_currency: bool = field(default=False, compare=False)
    """The currency is only named by 元, which dollars are called too: 单位：万元 币种：美元."""

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
    times = _times(found)
    if times is None and currency in ("元", "圆", "人民币元"):
        times = 1.0
    code = _CURRENCIES[currency] if currency else None
    return UnitWord(times, code, is_any_currency=currency in ("元", "圆"))


def _times(found: "re.Match[str]") -> float | None:
    if written := found["round"]:
        is_told = found["before"] or found["behind"] or found["lead"] or written[0] in "x×"
        return _ROUND[written.lstrip("x×")] if is_told else None
    if (word := found["times"]) in _LETTERS:
        return _LETTERS[word]
    return _TIMES[word] if word else None


def unit_alone(cell: str) -> UnitWord:
    """Return what a cell says that holds a unit and nothing else, maybe in brackets."""
    return unit_word(cell.strip().strip("()（）[]［］【】"))


def unit_in_brackets(text: str) -> UnitWord:
    """Return what the brackets of a heading or title say, the first that says anything.

    Beside its unit a bracket may say more: 余额（含息，万元）, Balance (incl. fees, USD).
    """
    inside = map(narrow, bracketed(text))
    found = (unit_word(each) or _unit_within(each, is_short=True) for each in inside)
    return next((each for each in found if each), NOTHING)


def bracketed(text: str) -> list[str]:
    """Return what stands in the brackets of a text."""
    return _BRACKETED.findall(text)


def unit_in_title(line: str) -> UnitWord:
    """Return what a line above the headings says: 单位：万元, (in thousands), Angaben in TEUR."""
    narrowed = narrow(line)[:_LONGEST]
    said = [unit_word(phrase) for phrase in _SAID.findall(narrowed)]
    return _first_of(
        *said,
        unit_in_brackets(narrowed),
        unit_word(narrowed),
        _unit_within(narrowed, is_short=False),
    )


def _first_of(*words: UnitWord) -> UnitWord:
    """Return the first unit and the first currency that are said."""
    said = currency_said(words)
    return UnitWord(
        next((each.times for each in words if each.times is not None), None),
        said.currency,
        is_any_currency=said.is_any_currency,
    )


def currency_said(words: Iterable[UnitWord]) -> UnitWord:
    """Return the first word that names a currency, one that may be any only if it is alone."""
    named = [each for each in words if each.currency is not None]
    return next((each for each in named if not each.is_any_currency), (*named, NOTHING)[0])


def _unit_within(text: str, *, is_short: bool) -> UnitWord:
    """Return the unit that a text says among other words.

    Args:
        text: The text, narrowed.
        is_short: It is so short that a word for a unit is meant as one; in a sentence, `USD` or
            `million` may be about anything, unless `in` stands before it or both stand together.
    """
    chinese = [unit_word(found) for found in _IN_CHINESE.findall(text)]
    if is_short:
        chinese += [unit_word(found) for found in _LOOSE.findall(text)]
    return _first_of(*chinese, *_in_words(text, is_short=is_short))


def _in_words(text: str, *, is_short: bool) -> Iterator[UnitWord]:
    words = _WORD.findall(text)
    for start in range(len(words)):
        for count in range(min(_MOST_WORDS, len(words) - start), 0, -1):
            some = words[start : start + count]
            before = words[start - 1] if start else ""
            found = unit_word(" ".join(some))
            is_led = before in _LEADS or not _LEADS.isdisjoint(some)
            both = found.times is not None and found.currency is not None
            # `over RMB 10,000` is a sum and `in RMB 10,000` a unit; `w/ fees` is with fees.
            is_told = is_short or (both and not any("1" in word for word in some))
            is_sum = before[-1:].isdigit() or some[-1].endswith("/")
            if found and (is_led or (is_told and not is_sum)):
                yield found


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
