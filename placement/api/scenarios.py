"""Scenarios as a Python user has them: made, written as JSON, read again, known by their book."""

from placement.scenario.book_reference import BookReference, reference_of
from placement.scenario.codec import (
    LibrarySeen,
    ScenarioFile,
    read_scenario,
    read_scenario_file,
    scenario_file_text,
    scenario_text,
)
from placement.scenario.scenario import Scenario

__all__ = [
    "BookReference",
    "LibrarySeen",
    "Scenario",
    "ScenarioFile",
    "read_scenario",
    "read_scenario_file",
    "reference_of",
    "scenario_file_text",
    "scenario_text",
]
