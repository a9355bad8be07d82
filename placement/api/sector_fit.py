"""The odds of one sector's batches, and the numbers of the library that show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from placement.api.calibration_words import Compared
from placement.api.fitted import (
    blended_covariance,
    covariance_of_fit,
    covariance_with_contacts,
    exactly,
    joint_of,
    with_contacts,
)
from placement.api.library_odds import Entry, LibraryOdds, Overlay, Range, overlay_of
from placement.api.paying import Paying
from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint
from placement.domain.types import FloatArray
from placement.odds.calibrate import Estimate, Fit
from placement.odds.chain_ladder import ChainLadder
from placement.odds.contacts import Needed
from placement.odds.credibility import WithPrior
from placement.tape.remittances import Remittances

__all__ = ["AgeFit", "CurvePoint", "SectorFit"]


@dataclass(frozen=True, kw_only=True)
class AgeFit:
    """Batches of one age band, fitted alone with the library's rate of fading."""

    age: float
    batches: int
    ultimate: Estimate
    speed: Estimate
    willing_share: Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class CurvePoint:
    """Running share of what was placed that came in by each month: seen, and fitted.

    Arrays have shape (months,); over the batches of one age seen that long.
    """

    age: float
    batches: int
    month: FloatArray
    seen: FloatArray
    fitted: FloatArray
    low: FloatArray
    """Lower end of the 95 % interval of the fitted curve; the batches' own scatter comes on top."""

    high: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class SectorFit:
    """The odds of one sector's batches."""

    sector: str
    batches: Remittances
    """Those that were fitted."""

    fit: Fit
    library: LibraryOdds
    """At the reference age, the youngest at placement."""

    by_age: tuple[AgeFit, ...]
    compared: tuple[Compared, ...]
    curves: tuple[CurvePoint, ...]
    chain_ladder: ChainLadder | None
    chain_ladder_note: str
    """Why there is none; empty where there is one."""

    expected_share: float
    """Share of what was placed that the fit expects in the end, over all batches, as paid."""

    expected_share_seen: float
    """The same by the last month that any batch was seen, where chain-ladder ends."""

    words: tuple[str, ...]
    """What the batches can tell and what not."""

    paying: Paying
    """How payers are taken to pay."""

    source: str

    def overlay(
        self,
        assumptions: Assumptions,
        *,
        blended: bool = False,
        contacts: Needed | None = None,
    ) -> Overlay:
        """Return the numbers to lay over the library, with ranges from the errors.

        Args:
            assumptions: The numbers in use.
            blended: Each number blended with the library's by its credibility.
            contacts: What a log says that a hard debtor needs. Then the pay hazard says how many
                accounts a collector has, where else it says how many contacts a debtor needs.

        Raises:
            InputError: No number of the library shows such odds.
        """
        found = {
            each.name: _range(each.own, each.blend if blended else None)
            for each in self.compared
            if each.blend is not None
        }
        overlay = overlay_of(
            assumptions,
            self.sector,
            self.fit.odds.reference_age,
            source=self.source,
            willing_share=found.get("willing_share"),
            pay_hazard=found.get("pay_hazard"),
            fade_rate=found.get("fade_rate"),
            easy_share=found.get("easy_share"),
            easy_hazard=self._easy_hazard,
        )
        joint = self._joint(assumptions, contacts, blended=blended)
        if contacts is not None:
            overlay = with_contacts(assumptions, self.sector, overlay, contacts.contacts)
        return replace(
            overlay,
            entries=(*overlay.entries, *self.paying.entries(self.sector)),
            joints=() if joint is None else (joint,),
        )

    def _joint(
        self, assumptions: Assumptions, contacts: Needed | None, *, blended: bool
    ) -> Joint | None:
        """Return how the errors of the overlay's numbers go together."""

        def entries(at: Sequence[float]) -> Sequence[Entry]:
            found = overlay_of(
                assumptions,
                self.sector,
                self.fit.odds.reference_age,
                source="",
                **{name: exactly(x) for name, x in zip(names, at, strict=False)},
            )
            if contacts is None:
                return found.entries
            needs = exactly(at[-1])
            return with_contacts(assumptions, self.sector, found, needs, whole=False).entries

        names = [each.name for each in self.compared]
        values = [
            each.blend.blended if blended and each.blend is not None else each.own.value
            for each in self.compared
        ]
        if self.fit.easy_share is not None:
            # How fast the easy pay stands behind the odds that are compared.
            values.append(self.fit.odds.easy_hazard)
            if self._easy_hazard is not None:
                names.append("easy_hazard")
        covariance = covariance_of_fit(self.fit, self.library)
        if blended:
            covariance = blended_covariance(covariance, self.fit, self.library)
        if contacts is not None:
            values.append(contacts.contacts.value)
            covariance = covariance_with_contacts(covariance, contacts)
        shares = [at for at, name in enumerate(names) if name.endswith("_share")]
        return joint_of(assumptions, entries, values, covariance, shares=shares)

    @property
    def _easy_hazard(self) -> Range | None:
        """How fast the easy pay, where the batches tell it."""
        easy = self.fit.easy
        if easy is None or not easy.is_shown or easy.hazard.se == 0.0:
            return None
        return Range(value=easy.hazard.value, low=easy.hazard.low, high=easy.hazard.high)


def _range(own: Estimate, blend: WithPrior | None) -> Range:
    if blend is None:
        return Range(value=own.value, low=own.low, high=own.high)
    return Range(value=blend.blended, low=blend.low, high=blend.high)
