"""Who meets whom, when, at which table. Pure: no web, no database, no clock (docs/composing.md)."""

from eventsapp.jobdating.composing.checking import check
from eventsapp.jobdating.composing.composer import can_prove, compose, prove
from eventsapp.jobdating.composing.problem import Candidate, Interview, Locked, Problem, Result, Table, WrongProblem
from eventsapp.jobdating.composing.quality import Quality, quality
from eventsapp.jobdating.composing.reasons import Reason, explain

__all__ = [
    "Candidate", "Interview", "Locked", "Problem", "Quality", "Reason", "Result", "Table", "WrongProblem",
    "can_prove", "check", "compose", "explain", "prove", "quality",
]  # fmt: skip
