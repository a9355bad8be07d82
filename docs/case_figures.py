"""What the worked cases ask of the commands, the figures they take from it, and what they presume.

A case is a text in two languages with places for figures (`docs/cases/templates`). A sentence may
rest on how figures lie to each other, such as that selling all leaves less than working it. Every
such thing is a claim, and a text is not written where a claim does not hold.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from docs.make_guide import CALL, called

Answers = Mapping[str, Any]
"""What commands answered in JSON, by the name a case gives them."""

Claims = Mapping[str, bool]

OUT = "agency_1", "agency_2", "agency_3"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A page as a reader sees it, with the book of the case open."""

    page: str
    """Its address."""
    height: int = 900
    """Pixels that are shown."""
    rules: int | None = None
    """What its first slider is set to, on the page Policy."""
    LEAST: ClassVar[int] = 1
    """Where that slider begins."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A decision: its book, the commands that answer it, and what the text takes from them."""

    key: str
    sample: str
    commands: Mapping[str, str]
    """By name, as typed."""
    figures: Callable[[Answers], Mapping[str, Any]]
    claims: Callable[[Answers], Claims]
    pictures: tuple[Picture, Picture]
    given: tuple[str, ...] = ()
    """Numbers of the invented situation, which no command says."""

    def answers(self) -> Answers:
        """Return what every command answers today."""
        return {name: answered(command) for name, command in self.commands.items()}

    def filled(self) -> Mapping[str, Any]:
        """Return what a text is filled with.

        Raises:
            ValueError: A claim does not hold any more, so that the text has to be written anew.
        """
        found = self.answers()
        broken = [claim for claim, holds in self.claims(found).items() if not holds]
        if broken:
            raise ValueError(f"docs/cases, {self.key}: no longer true: {'; '.join(broken)}")
        return {**found, **self.figures(found), "command": self.commands}


@cache
def answered(command: str) -> Any:
    """Return what a command answers in JSON."""
    out, err = called(f"{command} --json", "en")
    if not out.startswith("{"):
        raise ValueError(f"{command} --json: {err}")
    return json.loads(out)


def by(rows: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """Return rows by what one of their columns says."""
    return {str(row[key]): row for row in rows}


def begun(rank: Answers) -> dict[str, dict[str, Any]]:
    """Return what a book is begun with, by move; nothing for a move that no segment begins with."""
    nothing = {"accounts": 0, "balance": 0.0, "net": 0.0, "total_cash": 0.0}
    moves = ("wait", "in_house", *OUT, "law_letter", "payment_order", "lawsuit", "sale")
    return dict.fromkeys(moves, nothing) | by(rank["mix_to_begin"], "first_move")


def _bank_card(found: Answers) -> Mapping[str, Any]:
    rank, card = found["rank"], found["card"]
    moves = begun(rank)
    after_tax = 1.0 - card["inputs"]["tax_rate"]
    short = rank["lead"]["net"] - rank["total"]["sale"]
    return {
        "move": moves,
        "placed": sum(moves[each]["accounts"] for each in OUT),
        "left_out": rank["excluded"]["rows"],
        "short": short,
        "times": 1.0 + short / (after_tax * rank["total_parts"]["sale"]["total_cash"]),
        "closed": by(card["options"], "option"),
        "lead": card["options"][0]["net"] - card["options"][1]["net"],
        "driver": by(card["drivers"], "path")["bank_card.sale.price"],
    }


def _bank_card_claims(found: Answers) -> Claims:
    rank, card = found["rank"], found["card"]
    total, moves = rank["total"], begun(rank)
    return {
        "the plan beats placing all": rank["lead"]["net"] > total["next_agency"],
        "placing all beats selling all": total["next_agency"] > total["sale"],
        "selling all beats writing all off": total["sale"] > total["write_off"],
        "letters are begun with most": moves["law_letter"]["accounts"]
        == max(row["accounts"] for row in moves.values()),
        "one card closed at its end is sold": card["best"] == "sale",
        "an agency is next": card["options"][1]["option"] == "agency_1",
        "the price of a sale swings it most": card["drivers"][0]["path"] == "bank_card.sale.price",
    }


def _telecom(found: Answers) -> Mapping[str, Any]:
    bulk, single = found["bulk"], found["single"]
    letter, stop = by(bulk["options"], "option")["law_letter"], single["lead"]["net"]
    after_tax = 1.0 - bulk["inputs"]["tax_rate"]
    price = bulk["inputs"]["law_letter"]["cost"]
    return {
        "rule": found["policy"]["rules"],
        "letter": letter,
        "letter_single": by(single["options"], "option")["law_letter"],
        "stop": stop,
        "price": price,
        "single_price": single["inputs"]["law_letter"]["cost"],
        "dear": price + (letter["net_with_follow_up"] - stop) / after_tax,
        "waits": sum(
            each["accounts"] for each in found["policy"]["rules"] if each["then"] == "wait"
        ),
        "accounts": sum(each["accounts"] for each in found["policy"]["rules"]),
        "owed": sum(each["balance"] for each in found["policy"]["rules"]),
    }


def _telecom_claims(found: Answers) -> Claims:
    rules = found["policy"]["rules"]
    return {
        "four rules: in-house, letter, wait, wait": [each["then"] for each in rules]
        == ["in_house", "law_letter", "wait", "wait"],
        "the bands are as told": [each["if"] for each in rules]
        == [
            {"up_to_days": 90.0},
            {"over_days": 90.0, "up_to_days": 365.0, "balance_from": 200.0},
            {"over_days": 90.0, "balance_below": 200.0},
            {"over_days": 365.0, "balance_from": 200.0},
        ],
        "a letter leads at the bulk price": found["bulk"]["lead"]["first_move"] == "law_letter",
        "it does not at the single price": found["single"]["lead"]["first_move"] != "law_letter",
        "no agency takes the bill": not by(found["bulk"]["options"], "option")["agency_1"][
            "available"
        ],
    }


def _property_fee(found: Answers) -> Mapping[str, Any]:
    rank, part = found["rank"], found["part"]
    return {
        "move": begun(rank),
        "short": rank["best_mix"] - rank["total"]["next_agency"],
        "gain": part["at_quoted"]["creditor_net_with_follow_up"] - part["best_other"]["net"],
        "share": part["balance"] / rank["balance"],
        "keeps": part["at_quoted"]["creditor_net_with_follow_up"],
        "earns": part["at_quoted"]["agency_profit"],
    }


def _property_fee_claims(found: Answers) -> Claims:
    rank, part = found["rank"], found["part"]
    return {
        "placing all leaves less than the best of each": rank["total"]["next_agency"]
        < rank["best_mix"],
        "placing all leaves more than writing all off": rank["total"]["next_agency"]
        > rank["total"]["write_off"],
        "only a part is begun with a placement": part["accounts"] < rank["accounts"],
        "a deal on the part": part["deal"],
        "the quote lies in the zone": part["zone"][0] < part["quoted"] < part["zone"][1],
        "the quote is the creditor's best, to a tenth of a point": abs(
            part["quoted"] - part["best_to_begin"]
        )
        < 0.001,
        "between floor and zone the creditor does not gain": part["floor"] < part["zone"][0],
        "the agency earns at the quote": part["at_quoted"]["agency_profit"] > 0.0,
    }


def _logistics(found: Answers) -> Mapping[str, Any]:
    young, old = found["young"], found["old"]
    return {
        "move": begun(found["rank"]),
        "step": young["plan"],
        "suit_at": 5 + young["plan"][-1]["start_month"],
        "waiting": -young["value_of_waiting"],
        "sued_now": young["value"] - young["act_now"]["lawsuit"],
        "dear_suit": found["dear"]["plan"][-1]["start_month"] + 5,
        "dear_loss": young["value"] - found["dear"]["value"],
        "older": young["value"] - old["value"],
    }


def _logistics_claims(found: Answers) -> Claims:
    young, moves = found["young"], begun(found["rank"])
    return {
        "in-house, a letter, a suit": [step["action"] for step in young["plan"]]
        == ["in_house", "law_letter", "lawsuit"],
        "a year late: a letter, a suit": [step["action"] for step in found["old"]["plan"]]
        == ["law_letter", "lawsuit"],
        "waiting costs": young["value_of_waiting"] < 0.0,
        "suing now leaves less": young["act_now"]["lawsuit"] < young["value"],
        "a dear suit still ends in court": found["dear"]["plan"][-1]["action"] == "lawsuit",
        "no placement begins the book": sum(moves[each]["accounts"] for each in OUT) == 0,
        "suing all leaves more than writing all off": found["rank"]["total"]["lawsuit"]
        > found["rank"]["total"]["write_off"],
        "suing all leaves less than the plans": found["rank"]["total"]["lawsuit"]
        < found["rank"]["lead"]["net"],
    }


def _software(found: Answers) -> Mapping[str, Any]:
    rank, claim = found["rank"], found["claim"]
    return {
        "rule": found["policy"]["rules"],
        "worked": sum(
            each["accounts"] for each in found["policy"]["rules"] if each["then"] == "in_house"
        ),
        "loss": rank["lead"]["net"] - rank["total"]["lawsuit"],
        "below": rank["total"]["write_off"] - rank["total"]["lawsuit"],
        "cost": claim["inputs"]["lawsuit"]["case_cost"],
        "win": claim["inputs"]["lawsuit"]["win"],
        "price": by(claim["drivers"], "path")["software_retainage.debtor.holding_cost_rate"],
    }


def _software_claims(found: Answers) -> Claims:
    rank, claim = found["rank"], found["claim"]
    return {
        "suing all leaves less than writing all off": rank["total"]["lawsuit"]
        < rank["total"]["write_off"],
        "three rules: in-house, wait, in-house": [each["then"] for each in found["policy"]["rules"]]
        == ["in_house", "wait", "in_house"],
        "the claim is kept in-house": claim["best"] == "in_house",
        "a write-off is the rival": claim["stability"]["rival"] == "write_off",
        "a holding cost turns it": by(claim["drivers"], "path")[
            "software_retainage.debtor.holding_cost_rate"
        ]["best_high"]
        == "write_off",
    }


CARD = "--sector bank_card --balance 7000 --age 7 --draws 500"
BILL = "--sector telecom --balance 200 --age 6"
FREIGHT = "--sector logistics --balance 150000"
CLAIM = "--sector software_retainage --balance 220000 --age 14 --draws 200"

CASES = (
    Case(
        key="bank_card",
        sample="bank_card.csv",
        commands={
            "rank": f"{CALL}rank data/samples/bank_card.csv",
            "card": f"{CALL}simulate {CARD}",
        },
        figures=_bank_card,
        claims=_bank_card_claims,
        pictures=(Picture(page="options"), Picture(page="uncertainty")),
    ),
    Case(
        key="telecom",
        sample="telecom.csv",
        commands={
            "policy": f"{CALL}policy data/samples/telecom.csv --rules 4",
            "bulk": f"{CALL}value {BILL}",
            "single": f"{CALL}value {BILL} --set telecom.law_letter.cost=20",
        },
        figures=_telecom,
        claims=_telecom_claims,
        pictures=(Picture(page="policy", rules=4), Picture(page="decision_map")),
        given=("30", "800", "90", "91", "365"),
    ),
    Case(
        key="property_fee",
        sample="property_fee.xlsx",
        commands={
            "rank": f"{CALL}rank data/samples/property_fee.xlsx",
            "part": f"{CALL}deal data/samples/property_fee.xlsx --best-placed",
        },
        figures=_property_fee,
        claims=_property_fee_claims,
        pictures=(Picture(page="deal_zone", height=1100), Picture(page="options")),
    ),
    Case(
        key="logistics",
        sample="logistics.parquet",
        commands={
            "rank": f"{CALL}rank data/samples/logistics.parquet",
            "young": f"{CALL}when {FREIGHT} --age 5",
            "old": f"{CALL}when {FREIGHT} --age 14",
            "dear": f"{CALL}when {FREIGHT} --age 5 --set logistics.lawsuit.case_cost=20000",
        },
        figures=_logistics,
        claims=_logistics_claims,
        pictures=(Picture(page="timing"), Picture(page="options")),
    ),
    Case(
        key="software_retainage",
        sample="software_retainage.csv",
        commands={
            "rank": f"{CALL}rank data/samples/software_retainage.csv",
            "policy": f"{CALL}policy data/samples/software_retainage.csv --rules 3",
            "claim": f"{CALL}simulate {CLAIM}",
        },
        figures=_software,
        claims=_software_claims,
        pictures=(Picture(page="policy", rules=3), Picture(page="options")),
        given=("200,000",),
    ),
)
"""One of each sector."""
