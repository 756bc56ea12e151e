"""How pages say what the evaluation, the lock and the log mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hypotheses.evaluation import Evaluation, Reason
from hypotheses.models import Criterion, Round, Verdict

VERDICTS: Final = {
    Verdict.Value.SUPPORTED: "Supported",
    Verdict.Value.REFUTED: "Refuted",
    Verdict.Value.INCONCLUSIVE: "Inconclusive",
    Verdict.Value.INVALID: "Invalid",
    Verdict.Value.NOT_TESTED: "Not tested",
}
POLICIES: Final = [
    (Round.RunPolicy.DESIGNATED, "the run that is designated, or else the last one"),
    (Round.RunPolicy.LATEST_FINISHED, "the run that finished last"),
    (Round.RunPolicy.MEAN_OF_SEEDS, "the mean over the seeds"),
    (Round.RunPolicy.BEST, "the best run, if most runs pass"),
]
LOOKED: Final = [
    (Round.Looked.NO, "No", "Nobody has seen a result on this data."),
    (Round.Looked.PARTLY, "Partly", "Some results were seen: the round counts as exploratory."),
    (Round.Looked.YES, "Yes", "The results are known: the round counts as exploratory."),
]
REASONS: Final = {
    Reason.NO_EVIDENCE: "no finished run has begun since the lock",
    Reason.KILL_CRITERION_MET: "a criterion that ends the test has been reached",
    Reason.INSUFFICIENT_RUNS: "there are fewer runs than a criterion asks for",
    Reason.GUARDRAIL_FAILED: "a guardrail does not hold",
    Reason.TARGET_MISSED: "a target is missed",
    Reason.TARGET_UNKNOWN: "a target has no value yet",
    Reason.GUARDRAIL_UNKNOWN: "a guardrail has no value yet",
    Reason.SELECTION_NOISE: "only the best run passes, and most runs do not",
    Reason.ALL_MET: "every criterion is met",
}
_SHOWN_BY: Final = {
    Reason.KILL_CRITERION_MET: ("kill", "fail"),
    Reason.GUARDRAIL_FAILED: ("guardrail", "fail"),
    Reason.TARGET_MISSED: ("success", "fail"),
    Reason.TARGET_UNKNOWN: ("success", "unknown"),
    Reason.GUARDRAIL_UNKNOWN: ("guardrail", "unknown"),
}


def reason_in_words(evaluation: Evaluation, criteria: Iterable[Criterion]) -> str:
    """Why the evidence suggests what it does, with the first criterion that shows it."""
    said = REASONS[evaluation.reason]
    rows = {row.key: row for row in criteria}
    wanted = _SHOWN_BY.get(evaluation.reason)
    shown = next((r for r in evaluation.criteria if (rows[r.key].kind, r.result.value) == wanted), None)
    if shown is None:
        return f"{said}."
    row = rows[shown.key]
    return f"{said}: {row.metric or row.statement}, {in_signs(shown.why[:1].lower() + shown.why[1:])}"


def in_signs(why: str) -> str:
    """A reason of the evaluation with the signs that pages show."""
    for written, sign in (("<=", "≤"), (">=", "≥")):
        why = why.replace(written, sign)
    return why
