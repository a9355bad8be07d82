"""The what-if panel: six numbers that move the ranking, kept in the scenario.

A slider and the box beside it show what the scenario holds and write back what they are set to. A
number moved back to where the library has it leaves the scenario, so that "differs from the
library" stays true.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement.assume.library import load_library
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.domain.types import Stance
from placement.scenario.scenario import Scenario
from placement.ui import cached, session
from placement.ui.inputs import as_share, percent, percent_in, typed_number
from placement.ui.language import in_readers_language
from placement.ui.panel import side_panel
from placement.words.glossary import meaning
from placement.words.markdown import plain
from placement.words.numbers import as_percent

COMMISSION = "what_if.commission_points"
ODDS = "what_if.odds_factor"
CONTACT_COST = "what_if.contact_cost_factor"
DISCOUNT = "market.discount_rate_per_year"
INCOME_TAX = "tax.income_tax_rate"
PATHS = (COMMISSION, ODDS, CONTACT_COST, DISCOUNT, INCOME_TAX)
OF_BOTH = (COMMISSION, ODDS)
"""Numbers that belong to neither side; what work and money cost is each side's own."""

TYPED_WIDTH = 66
"""Pixels of the box beside a slider."""

_STANCE, _FAULT = "what_if_stance", "what_if_fault"


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A number of the panel: how it is called and how far it goes."""

    path: str
    label: str
    help: str
    low: float
    high: float
    step: float
    is_share: bool
    """Shown in percent; else as a factor."""

    @property
    def key(self) -> str:
        """Key of its slider."""
        return f"what_if_{self.path}"

    def shown(self, value: float) -> str:
        """Return the value as people read it."""
        return f"{as_percent(value):g} %" if self.is_share else f"× {value:g}"


def levers() -> tuple[Lever, ...]:
    """Return the panel's numbers, in the reader's language."""
    return (
        Lever(
            path=COMMISSION,
            label=t("Agency commission, points added"),
            help=t("Added to every agency's commission. 2 turns a commission of 20 % into 22 %."),
            low=-0.15,
            high=0.3,
            step=0.01,
            is_share=True,
        ),
        Lever(
            path=ODDS,
            label=t("Odds of payment (× factor)"),
            help=t(
                "Multiplies the share of debtors who pay once reached. 1 is the library's; 0.8 "
                "means that a fifth of them are lost."
            ),
            low=0.2,
            high=2.0,
            step=0.05,
            is_share=False,
        ),
        Lever(
            path=CONTACT_COST,
            label=t("Cost per contact (× factor)"),
            help=t("Multiplies what a call or message costs, your own people's and agencies'."),
            low=0.2,
            high=3.0,
            step=0.05,
            is_share=False,
        ),
        Lever(
            path=DISCOUNT,
            label=t("Discount rate per year"),
            help=t("What a year's wait costs you: later money is worth less by this rate."),
            low=0.0,
            high=0.4,
            step=0.005,
            is_share=True,
        ),
        Lever(
            path=INCOME_TAX,
            label=t("Income tax rate"),
            help=t("Costs and losses save this share of themselves. 0 switches all tax off."),
            low=0.0,
            high=0.4,
            step=0.01,
            is_share=True,
        ),
    )


def frame() -> DeltaGenerator:
    """Return what holds the panel: in sight beside the ranking, behind one button on a phone."""
    return side_panel(t("What if"))


def panel(*, shared: bool = False) -> None:
    """Draw the panel where it is called.

    Args:
        shared: Two sides look at it, so that only numbers of both stand on it.
    """
    library, current = load_library(), session.scenario()
    values = dict(current.values)
    for lever in levers():
        if shared and lever.path not in OF_BOTH:
            continue
        _slider(lever, values.get(lever.path, library.entries[lever.path].value))
    st.session_state[_STANCE] = current.stance
    st.radio(
        t("Agencies' stance"),
        options=list(Stance),
        format_func={
            Stance.PROFIT_SEEKING: t("Own profit"),
            Stance.CONTRACTUAL: t("By contract"),
        }.__getitem__,
        help=meaning("stance"),
        key=_STANCE,
        on_change=in_readers_language(_stance_chosen),
    )
    _steps(current)
    if fault := st.session_state.pop(_FAULT, None):
        st.error(fault)
    if shared:
        st.caption(t("Costs, discount and tax are each side's own: they stand on the own desk."))
    else:
        _differences(current)


def differs(scenario: Scenario) -> bool:
    """Return whether anything but the bands differs from the library."""
    return scenario != Scenario(bands=scenario.bands)


def without_what_if(scenario: Scenario) -> Scenario:
    """Return the scenario with the panel's numbers given back to the library."""
    return scenario.with_values(dict.fromkeys(PATHS)).with_stance(Stance.PROFIT_SEEKING)


def _slider(lever: Lever, value: float) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False, gap="small"):
        _moved(lever, value)
        _typed(lever, value)


def _moved(lever: Lever, value: float) -> None:
    # A value set elsewhere may lie beyond the slider's ends; then they move out to it.
    low, high = min(lever.low, value), max(lever.high, value)
    if lever.is_share:
        percent(
            lever.label,
            share=value,
            key=lever.key,
            low=low,
            high=high,
            step=lever.step,
            help=lever.help,
            on_change=_mover(lever.path, lambda: percent_in(lever.key)),
            slider=True,
        )
        return
    st.session_state[lever.key] = value
    st.slider(
        lever.label,
        min_value=low,
        max_value=high,
        step=lever.step,
        format="%.4g",
        key=lever.key,
        help=lever.help,
        on_change=_mover(lever.path, lambda: float(st.session_state[lever.key])),
        persist_state="session",
    )


def _typed(lever: Lever, value: float) -> None:
    """Draw the box beside a slider: any value, in the ways people write numbers."""
    key = f"{lever.key}_typed"
    st.session_state[key] = f"{as_percent(value) if lever.is_share else value:.10g}"
    st.text_input(
        t("{name}, typed", name=lever.label),
        key=key,
        label_visibility="collapsed",
        width=TYPED_WIDTH,
        on_change=in_readers_language(_take_typed),
        args=(lever, key),
    )


def _take_typed(lever: Lever, key: str) -> None:
    number = typed_number(st.session_state[key])
    if number is None:
        st.session_state[_FAULT] = t(
            "{name}: {text} is no number. Write it like 12.5.",
            name=lever.label,
            text=plain(str(st.session_state[key])) or "—",
        )
        return
    # Of a factor, 50 % is a half; a box of percent says so itself.
    is_percent = "%" in unicodedata.normalize("NFKC", st.session_state[key])
    _set(lever.path, as_share(number) if lever.is_share or is_percent else number)


def _mover(path: str, read: Callable[[], float]) -> Callable[[], None]:
    return in_readers_language(lambda: _set(path, read()))


def _set(path: str, number: float) -> None:
    # Sliders count in steps of a float; the tail of digits would differ from the library.
    value = round(number, 10)
    library = load_library().entries[path].value
    _try(session.scenario().with_values({path: None if value == library else value}))


def _try(new: Scenario) -> None:
    """Make a scenario the session's if the library accepts it; else say why not."""
    try:
        # Kept for the ranking that follows, so that the numbers are laid over only once.
        cached.assumptions(new.digest, new)
    except PlacementError as error:
        st.session_state[_FAULT] = str(error)
    else:
        session.change(new)


def _stance_chosen() -> None:
    session.change(session.scenario().with_stance(Stance(st.session_state[_STANCE])))


def _reset() -> None:
    session.change(without_what_if(session.scenario()))


def _steps(current: Scenario) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            t("Undo"),
            on_click=session.undo,
            disabled=not session.can_undo(),
            key="what_if_undo",
        )
        st.button(
            t("Redo"),
            on_click=session.redo,
            disabled=not session.can_redo(),
            key="what_if_redo",
        )
        st.button(
            t("Reset"),
            on_click=_reset,
            disabled=without_what_if(current) == current,
            help=t("Gives the numbers of this panel back to the library."),
            key="what_if_reset",
        )


def _differences(current: Scenario) -> None:
    library, values = load_library(), dict(current.values)
    changed = [
        t(
            "{name}: {value} (library {library})",
            name=lever.label,
            value=lever.shown(values[lever.path]),
            library=lever.shown(library.entries[lever.path].value),
        )
        for lever in levers()
        if lever.path in values
    ]
    if current.stance is not Stance.PROFIT_SEEKING:
        changed.append(t("Agencies work by contract (usual: for their own profit)"))
    elsewhere = sum(path not in PATHS for path in values)
    if elsewhere:
        changed.append(t("Set on the page Assumptions: {count} values", count=elsewhere))
    if changed:
        st.caption(t("Different from the library:") + "\n" + "\n".join(f"- {x}" for x in changed))
    else:
        st.caption(t("All as in the library."))
