"""The verdicts on five sectors as claims: where each holds, by how much, what it hangs on.

The sectors and the judgements are those of the field note the library is built on. A claim is
held over a range of balances and ages, never at one point, and where it can be in two ways: options
closed when they end, and plans. `make_verdicts.py` prints them, `tests/verdicts` checks them.
"""

from functools import partial

from docs.verdict_claims import (
    AGENCIES,
    CARD_BANKS,
    MANY_COMPOUNDS,
    ONE_COMPOUND,
    Claim,
    Closed,
    Followed,
    Hang,
    Miss,
    Way,
    agency_earns,
    agency_loses,
    agency_reaches_more,
    at_their_low,
    beats,
    best,
    contract_loses,
    contract_pays,
    kept_beyond,
    never_best,
)
from docs.verdict_plans import GIVE_UP, begins, does_without, never_begins, uses
from placement.domain.types import Option, Stance

BALANCE_DOWN, BALANCE_UP = Hang(on="balance", toward=1.0), Hang(on="balance", toward=1e8)
LEAD = "lead over the next option"
BEGINS = "lead over plans that begin otherwise"

CARDS = (
    Claim(
        key="cards-in-house-first",
        sector="bank_card",
        text="In-house comes first: reminders and self-cures.",
        balances=(3_000, 30_000),
        ages=(0, 3),
        creditors=CARD_BANKS,
        at=(7_000, 2),
        closed=Closed(
            gap=best(Option.IN_HOUSE),
            money=LEAD,
            hangs=(
                Hang(on="age", toward=24),
                Hang(on="bank_card.in_house.contacts_per_hard", toward=200),
                Hang(on="bank_card.agency.contacts_per_hard", toward=5),
                Hang(on="bank_card.relationship.agency", toward=0),
            ),
        ),
        followed=Followed(
            gap=begins(Option.IN_HOUSE),
            money=BEGINS,
            hangs=(
                Hang(on="age", toward=24),
                Hang(on="bank_card.in_house.contacts_per_hard", toward=200),
            ),
        ),
    ),
    Claim(
        key="cards-outsource-after",
        sector="bank_card",
        text="After the in-house stages an agency gets them.",
        balances=(3_000, 30_000),
        ages=(6, 24),
        creditors=CARD_BANKS,
        at=(7_000, 12),
        closed=Closed(gap=best(Option.AGENCY_1), money=LEAD),
        followed=Followed(
            gap=uses("agency"),
            money="what agencies add to the best plan",
            hangs=(
                Hang(on="balance", toward=1_000),
                Hang(on="bank_card.sale.price", toward=3),
                Hang(on="bank_card.debtor.hard_share", toward=0.02),
                Hang(on="bank_card.agency.contacts_per_hard", toward=380),
                Hang(on="bank_card.agency.accounts_per_seat", toward=10_000),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="bank_card.sale.price", toward=0.5),
                why="closed at its end a placement gives up what a sale after it still brings, so "
                "selling at once looks better; with what follows, placing comes first",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="bank_card.sale.price", toward=0.2, at=(3_000, 12)),
                why="small cards are sold unplaced while packs under a year fetch so much",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="balance", toward=30_000, at=(3_000, 12)),
                why="a card must be large enough for the agency's seat",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="bank_card.agency.contacts_per_hard", toward=4, at=(3_000, 21)),
                why="on small old cards no agency takes the lot",
            ),
        ),
    ),
    Claim(
        key="cards-agency-earns",
        sector="bank_card",
        text="An agency earns at 15 % (state-owned), 23 % (joint-stock) and 30 % past a year.",
        balances=(3_000, 30_000),
        ages=(6, 24),
        creditors=CARD_BANKS,
        at=(7_000, 11),
        closed=Closed(
            gap=agency_earns,
            money="agency's profit per account",
            hangs=(
                BALANCE_DOWN,
                Hang(on="what_if.commission_points", toward=-0.3),
                Hang(on="bank_card.agency.contacts_per_hard", toward=1_000),
                Hang(on="bank_card.agency.seat_cost_per_month", toward=1e6),
                Hang(on="bank_card.debtor.hard_share", toward=0.002),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="bank_card.agency.contacts_per_hard", toward=4, at=(3_000, 12)),
                why="a debt of 3,000 brings less than half of what one of 7,000 does for the same "
                "contacts",
            ),
        ),
    ),
    Claim(
        key="cards-fresh-voice",
        sector="bank_card",
        text="A fresh voice reaches more: fewer contacts per hard debtor than in-house.",
        balances=(3_000, 30_000),
        ages=(6, 24),
        creditors=CARD_BANKS,
        at=(7_000, 12),
        closed=Closed(
            gap=agency_reaches_more,
            money="contacts saved per hard debtor",
            hangs=(
                Hang(on="age", toward=0),
                Hang(on="bank_card.agency.contacts_per_hard", toward=500),
                Hang(on="bank_card.in_house.contacts_per_hard", toward=1),
                Hang(on="bank_card.in_house.age_factor", toward=0.1),
            ),
        ),
    ),
)

TELECOM = (
    Claim(
        key="telecom-phone-loses",
        sector="telecom",
        text="A phone agency that must work small bills loses money.",
        balances=(50, 800),
        ages=(4, 24),
        stance=Stance.CONTRACTUAL,
        at=(200, 12),
        closed=Closed(
            gap=agency_loses,
            money="agency's loss per account under a fixed service level",
            hangs=(
                BALANCE_UP,
                Hang(on="what_if.commission_points", toward=0.75),
                Hang(on="telecom.agency.contacts_per_hard", toward=0.5),
                Hang(on="telecom.agency.seat_cost_per_month", toward=10),
            ),
        ),
    ),
    Claim(
        key="telecom-phone-idle",
        sector="telecom",
        text="Left free, it does not take them: loading an account costs more than it earns.",
        balances=(50, 800),
        ages=(4, 24),
        at=(200, 12),
        closed=Closed(
            gap=agency_loses,
            money="agency's loss per account when it chooses its effort",
            hangs=(
                BALANCE_UP,
                Hang(on="what_if.commission_points", toward=0.75),
                Hang(on="telecom.agency.contacts_per_hard", toward=0.5),
            ),
        ),
    ),
    Claim(
        key="telecom-agency-never-best",
        sector="telecom",
        text="So nothing is placed, however small the bill.",
        balances=(20, 800),
        ages=(4, 24),
        at=(200, 12),
        closed=Closed(
            gap=never_best(*AGENCIES),
            money="what the best option is ahead of an agency",
            hangs=(BALANCE_DOWN, BALANCE_UP),
        ),
        followed=Followed(
            gap=does_without("agency"),
            money="what a plan that begins with an agency loses",
            hangs=(Hang(on="balance", toward=8_000),),
        ),
    ),
    Claim(
        key="telecom-letter-best",
        sector="telecom",
        text="A bulk letter campaign is best and leaves money.",
        balances=(100, 800),
        ages=(4, 24),
        at=(200, 6),
        closed=Closed(
            gap=best(Option.LAW_LETTER),
            money=LEAD,
            hangs=(
                BALANCE_DOWN,
                BALANCE_UP,
                Hang(on="telecom.law_letter.cost", toward=500),
                Hang(on="telecom.law_letter.willing_response", toward=0),
                Hang(on="telecom.in_house.contacts_per_hard", toward=0.5),
            ),
        ),
        followed=Followed(
            gap=begins(Option.LAW_LETTER),
            money=BEGINS,
            hangs=(
                Hang(on="balance", toward=20),
                Hang(on="age", toward=36),
                Hang(on="telecom.law_letter.cost", toward=20),
                Hang(on="telecom.law_letter.willing_response", toward=0.1),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="telecom.law_letter.cost", toward=0.5, at=(200, 18)),
                why="a letter earns its 3 yuan on young or large bills only",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="telecom.law_letter.willing_response", toward=5, at=(200, 18)),
                why="the response falls with age, and keeping the claim without work costs nothing",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="balance", toward=800, at=(100, 12)),
                why="the smaller the bill, the sooner nothing more is done",
            ),
        ),
    ),
    Claim(
        key="telecom-single-letter-loses",
        sector="telecom",
        text="A single lawyer's letter, at 20 and more, does not pay on a typical bill.",
        balances=(50, 200),
        ages=(4, 24),
        sets={"telecom.law_letter.cost": 20.0},
        at=(200, 12),
        closed=Closed(
            gap=beats(Option.WRITE_OFF, Option.LAW_LETTER),
            money="what writing off is ahead of the letter",
            hangs=(BALANCE_UP, Hang(on="telecom.law_letter.cost", toward=0.5)),
        ),
        followed=Followed(
            gap=never_begins(Option.LAW_LETTER),
            money="what a plan that begins with the letter loses",
            hangs=(
                Hang(on="balance", toward=5_000),
                Hang(on="telecom.law_letter.cost", toward=1),
            ),
        ),
    ),
)

PROPERTY = (
    Claim(
        key="property-letter-and-phone",
        sector="property_fee",
        text="Letter and phone are best once the own reminders are through.",
        balances=(1_000, 20_000),
        ages=(6, 36),
        at=(3_000, 12),
        closed=Closed(
            gap=best(Option.LAW_LETTER, *AGENCIES),
            money=LEAD,
            hangs=(
                BALANCE_DOWN,
                BALANCE_UP,
                Hang(on="age", toward=0),
                Hang(on="property_fee.agency.contacts_per_hard", toward=200),
            ),
        ),
        followed=Followed(
            gap=begins(Option.LAW_LETTER, *AGENCIES),
            money=BEGINS,
            hangs=(
                Hang(on="balance", toward=100_000),
                Hang(on="age", toward=0),
                Hang(on="property_fee.agency.contacts_per_hard", toward=200),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="property_fee.lawsuit.settle_willing", toward=0, at=(6_000, 12)),
                why="most suits are settled at filing, so closed at its end a suit is a letter "
                "that is answered, at any balance that carries its cost; with what follows, letter "
                "and phone come before it",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="property_fee.lawsuit.settle_willing", toward=0, at=(20_000, 24)),
                why="most suits are settled at filing, so large old fees go to court at once",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="balance", toward=100, at=(20_000, 18)),
                why="large enough, a fee is sued for first",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="property_fee.law_letter.willing_response", toward=10, at=(1_000, 30)),
                why="on small old fees a payment order costs less than it brings and a letter is "
                "hardly answered",
            ),
        ),
    ),
    Claim(
        key="property-collectable",
        sector="property_fee",
        text="Cheap: over two thirds of what is collected are left, before tax.",
        balances=(1_000, 20_000),
        ages=(6, 36),
        at=(3_000, 12),
        closed=Closed(
            gap=kept_beyond,
            money="what is left beyond two thirds of what is collected",
            hangs=(
                BALANCE_DOWN,
                Hang(on="what_if.commission_points", toward=0.5),
                Hang(on="property_fee.relationship.agency", toward=50),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="balance", toward=20_000, at=(1_000, 24)),
                why="on small old fees what a step costs is more than a third of what it brings",
            ),
        ),
    ),
    Claim(
        key="property-one-compound",
        sector="property_fee",
        text=f"Signing a company with {ONE_COMPOUND} accounts in arrears loses money.",
        balances=(2_000, 6_000),
        ages=(6, 24),
        at=(3_000, 12),
        closed=Closed(
            gap=partial(contract_loses, accounts=ONE_COMPOUND),
            money="loss on the contract",
            hangs=(BALANCE_UP, Hang(on="what_if.commission_points", toward=0.8)),
        ),
    ),
    Claim(
        key="property-many-compounds",
        sector="property_fee",
        text=f"Signing a company with {MANY_COMPOUNDS} accounts in arrears pays.",
        balances=(2_000, 6_000),
        ages=(6, 24),
        at=(3_000, 12),
        closed=Closed(
            gap=partial(contract_pays, accounts=MANY_COMPOUNDS),
            money="profit on the contract",
            hangs=(
                BALANCE_DOWN,
                Hang(on="age", toward=36),
                Hang(on="what_if.commission_points", toward=-0.15),
                Hang(on="property_fee.agency.contacts_per_hard", toward=200),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="property_fee.agency.contacts_per_hard", toward=1, at=(3_000, 24)),
                why="who has not paid for two years takes more work than the contract's fixed cost "
                "leaves room for",
            ),
        ),
    ),
)

LOGISTICS = (
    Claim(
        key="logistics-in-house",
        sector="logistics",
        text="Keep in-house while the customer still ships.",
        balances=(5_000, 300_000),
        ages=(0, 9),
        at=(50_000, 6),
        closed=Closed(
            gap=best(Option.IN_HOUSE),
            money=LEAD,
            hangs=(
                BALANCE_UP,
                Hang(on="age", toward=36),
                Hang(on="logistics.in_house.contacts_per_hard", toward=500),
                Hang(on="logistics.agency.contacts_per_hard", toward=2),
                Hang(on="logistics.relationship", toward=0),
            ),
        ),
        followed=Followed(
            gap=begins(Option.IN_HOUSE),
            money=BEGINS,
            hangs=(
                Hang(on="age", toward=24),
                Hang(on="balance", toward=1_000),
                Hang(on="logistics.in_house.contacts_per_hard", toward=500),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="balance", toward=1_000, at=(300_000, 6)),
                why="above 50,000 a loss is deducted after three years unless a ruling proves it, "
                "so a suit closed at its end also buys the date, and own work closed at its end "
                "gives the suit up; with what follows, own work comes first",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(
                    on="logistics.in_house.contacts_per_seat_month", toward=8_000, at=(5_000, 9)
                ),
                why="a small bill is left alone some months before a payment order, as an account "
                "manager's calls cost more than they bring by then",
            ),
        ),
    ),
    Claim(
        key="logistics-sue-large",
        sector="logistics",
        text="Sue the large debtor who has not paid for a year.",
        balances=(100_000, 2_000_000),
        ages=(12, 24),
        at=(200_000, 15),
        closed=Closed(
            gap=best(Option.LAWSUIT),
            money=LEAD,
            hangs=(
                BALANCE_DOWN,
                Hang(on="age", toward=1),
                Hang(on="logistics.lawsuit.case_cost", toward=1e6),
                Hang(on="logistics.lawsuit.win", toward=0.1),
                Hang(on="logistics.lawsuit.yield", toward=0.05),
                Hang(on="logistics.debtor.reluctant_share", toward=0.001),
            ),
        ),
        followed=Followed(
            gap=uses("lawsuit"),
            money="what a suit adds to the best plan",
            hangs=(
                Hang(on="balance", toward=5_000),
                Hang(on="logistics.lawsuit.case_cost", toward=100_000),
                Hang(on="logistics.debtor.reluctant_share", toward=0.001),
            ),
        ),
    ),
    Claim(
        key="logistics-no-outsourcing",
        sector="logistics",
        text="Nothing is placed, as the missing precedent says.",
        balances=(5_000, 300_000),
        ages=(0, 12),
        at=(50_000, 9),
        closed=Closed(
            gap=never_best(*AGENCIES),
            money="what the best option is ahead of an agency",
            hangs=(
                Hang(on="age", toward=36),
                Hang(on="logistics.agency.contacts_per_hard", toward=2),
                Hang(on="logistics.relationship.agency", toward=0),
            ),
        ),
        followed=Followed(
            gap=does_without("agency"),
            money="what a plan that begins with an agency loses",
            hangs=(Hang(on="logistics.agency.contacts_per_hard", toward=5),),
        ),
    ),
    Claim(
        key="logistics-pilot",
        sector="logistics",
        text="A pilot is worth a try on old middling debts: at the low end of contacts an agency "
        "is best.",
        balances=(10_000, 45_000),
        ages=(18, 24),
        sets=at_their_low(
            "logistics.agency.contacts_per_easy", "logistics.agency.contacts_per_hard"
        ),
        at=(20_000, 18),
        closed=Closed(gap=best(Option.AGENCY_1), money=LEAD),
        followed=Followed(gap=begins(Option.AGENCY_1), money=BEGINS),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="logistics.agency.contacts_per_hard", toward=0.5),
                why="for the same reason as followed up",
            ),
            Miss(
                way=Way.FOLLOWED,
                hang=Hang(on="logistics.agency.contacts_per_hard", toward=0.5),
                why="after a year and a half a tenth of the accounts is willing and twice as many "
                "are reluctant, whom no agency moves but a court does",
            ),
        ),
    ),
)

SOFTWARE = (
    Claim(
        key="software-no-agency",
        sector="software_retainage",
        text="Outsourcing is unlikely: nothing is placed.",
        balances=(10_000, 800_000),
        ages=(3, 24),
        at=(100_000, 6),
        closed=Closed(
            gap=never_best(*AGENCIES),
            money="what the best option is ahead of an agency",
            hangs=(
                BALANCE_UP,
                Hang(on="software_retainage.agency.contacts_per_hard", toward=2),
                Hang(on="software_retainage.agency.onboarding", toward=0.01),
            ),
        ),
        followed=Followed(
            gap=does_without("agency"),
            money="what a plan that begins with an agency loses",
            hangs=(Hang(on="software_retainage.agency.contacts_per_hard", toward=5),),
        ),
    ),
    Claim(
        key="software-agency-loses",
        sector="software_retainage",
        text="An agency that reads one project's papers does not earn them back.",
        balances=(10_000, 200_000),
        ages=(3, 24),
        at=(100_000, 6),
        closed=Closed(
            gap=agency_loses,
            money="agency's loss per account",
            hangs=(
                BALANCE_UP,
                Hang(on="what_if.commission_points", toward=0.75),
                Hang(on="software_retainage.agency.contacts_per_hard", toward=2),
            ),
        ),
    ),
    Claim(
        key="software-settle-or-write-off",
        sector="software_retainage",
        text="Settle with own people, or give it up.",
        balances=(10_000, 800_000),
        ages=(3, 24),
        at=(100_000, 6),
        closed=Closed(
            gap=best(Option.IN_HOUSE, Option.WRITE_OFF),
            money=LEAD,
            hangs=(
                BALANCE_UP,
                Hang(on="software_retainage.lawsuit.win", toward=1),
                Hang(on="software_retainage.lawsuit.case_cost", toward=100),
                Hang(on="software_retainage.relationship.lawsuit", toward=0),
            ),
        ),
        followed=Followed(
            gap=begins(Option.IN_HOUSE, *GIVE_UP),
            money=BEGINS,
            hangs=(
                Hang(on="balance", toward=1e7),
                Hang(on="software_retainage.lawsuit.case_cost", toward=1_000),
            ),
        ),
        misses=(
            Miss(
                way=Way.CLOSED,
                hang=Hang(on="software_retainage.lawsuit.win", toward=0, at=(800_000, 15)),
                why="on the largest sums a suit is worth more than half a year of own work alone; "
                "with what follows, own work comes first",
            ),
        ),
    ),
    Claim(
        key="software-small-written-off",
        sector="software_retainage",
        text="Small ones are given up: staff earn more on the next project.",
        balances=(1_000, 10_000),
        ages=(6, 24),
        at=(5_000, 6),
        closed=Closed(
            gap=best(Option.WRITE_OFF),
            money=LEAD,
            hangs=(
                BALANCE_UP,
                Hang(on="age", toward=0),
                Hang(on="software_retainage.in_house.seat_cost_per_month", toward=100),
            ),
        ),
        followed=Followed(
            gap=begins(*GIVE_UP),
            money=BEGINS,
            hangs=(
                Hang(on="balance", toward=200_000),
                Hang(on="software_retainage.in_house.seat_cost_per_month", toward=1_000),
            ),
        ),
    ),
)

CLAIMS = (*CARDS, *TELECOM, *PROPERTY, *LOGISTICS, *SOFTWARE)
