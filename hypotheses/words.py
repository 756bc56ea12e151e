"""How pages say what the evaluation, the lock and the log mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Final

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as noop

from accounts.access import Role
from boards.fragments import VERDICTS
from hypotheses.evaluation import Evaluation, Reason
from hypotheses.models import Criterion, LogEntry, Round, Verdict

ANSWERS: Final[Mapping[str, str]] = {
    Verdict.Value.SUPPORTED: noop("supported"),
    Verdict.Value.REFUTED: noop("refuted"),
    Verdict.Value.INCONCLUSIVE: noop("inconclusive"),
    Verdict.Value.INVALID: noop("invalid"),
    Verdict.Value.NOT_TESTED: noop("not tested"),
}
ROLES: Final = {
    Role.ADMIN: noop("admin"),
    Role.PRODUCT_OWNER: noop("product owner"),
    Role.MEMBER: noop("member"),
    Role.VIEWER: noop("viewer"),
}
ENTRY_KINDS: Final = {
    LogEntry.Kind.NOTE: (noop("Note"), noop("note"), noop("Notes")),
    LogEntry.Kind.RESULT: (noop("Result"), noop("result"), noop("Results")),
    LogEntry.Kind.DECISION: (noop("Decision"), noop("decision"), noop("Decisions")),
    LogEntry.Kind.DEVIATION: (noop("Deviation"), noop("deviation"), noop("Deviations")),
    LogEntry.Kind.HELP: (noop("Help"), noop("help"), noop("Calls for help")),
}
POLICIES: Final = [
    (Round.RunPolicy.DESIGNATED, noop("the run that is designated, or else the last one")),
    (Round.RunPolicy.LATEST_FINISHED, noop("the run that finished last")),
    (Round.RunPolicy.MEAN_OF_SEEDS, noop("the mean over the seeds")),
    (Round.RunPolicy.BEST, noop("the best run, if most runs pass")),
]
LOOKED: Final = [
    (Round.Looked.NO, noop("No"), noop("Nobody has seen a result on this data.")),
    (Round.Looked.PARTLY, noop("Partly"), noop("Some results were seen: the round counts as exploratory.")),
    (Round.Looked.YES, noop("Yes"), noop("The results are known: the round counts as exploratory.")),
]
REASONS: Final = {
    Reason.NO_EVIDENCE: noop("no finished run has begun since the lock"),
    Reason.KILL_CRITERION_MET: noop("a criterion that ends the test has been reached"),
    Reason.INSUFFICIENT_RUNS: noop("there are fewer runs than a criterion asks for"),
    Reason.GUARDRAIL_FAILED: noop("a guardrail does not hold"),
    Reason.TARGET_MISSED: noop("a target is missed"),
    Reason.TARGET_UNKNOWN: noop("a target has no value yet"),
    Reason.GUARDRAIL_UNKNOWN: noop("a guardrail has no value yet"),
    Reason.SELECTION_NOISE: noop("only the best run passes, and most runs do not"),
    Reason.ALL_MET: noop("every criterion is met"),
}
_SHOWN_BY: Final = {
    Reason.KILL_CRITERION_MET: ("kill", "fail"),
    Reason.GUARDRAIL_FAILED: ("guardrail", "fail"),
    Reason.TARGET_MISSED: ("success", "fail"),
    Reason.TARGET_UNKNOWN: ("success", "unknown"),
    Reason.GUARDRAIL_UNKNOWN: ("guardrail", "unknown"),
}


def as_stored() -> AbstractContextManager[None]:
    """What is kept, or told to programs, says the same whoever asks."""
    return override(settings.LANGUAGE_CODE)


def verdict_word(value: str) -> str:
    return gettext(VERDICTS[value])


def answer_word(value: str) -> str:
    """A verdict inside a sentence."""
    return gettext(ANSWERS[value])


def suggested_word(value: str) -> str:
    """The answer that the evidence suggests, inside a sentence; nothing while it suggests nothing."""
    return answer_word(value) if value else ""


def role_word(role: str) -> str:
    """A role inside a sentence."""
    return gettext(ROLES[Role(role)])


def entry_kinds() -> list[tuple[str, str]]:
    return [(kind.value, gettext(word)) for kind, (word, *_) in ENTRY_KINDS.items()]


def entry_kinds_many() -> list[tuple[str, str]]:
    """What several entries of a kind are called."""
    return [(kind.value, gettext(words[2])) for kind, words in ENTRY_KINDS.items()]


def entry_kind_word(kind: str) -> str:
    """The kind of an entry as a tag beside it."""
    return gettext(ENTRY_KINDS[LogEntry.Kind(kind)][1])


def too_long(most: int) -> str:
    return gettext("Keep it to %(most)s characters.") % {"most": number_format(most, force_grouping=True)}


def reason_in_words(evaluation: Evaluation, criteria: Iterable[Criterion]) -> str:
    """Why the evidence suggests what it does, with the first criterion that shows it."""
    said = gettext(REASONS[evaluation.reason])
    rows = {row.key: row for row in criteria}
    wanted = _SHOWN_BY.get(evaluation.reason)
    shown = next((r for r in evaluation.criteria if (rows[r.key].kind, r.result.value) == wanted), None)
    if shown is None:
        return f"{said}."
    row = rows[shown.key]
    return f"{said}: {row.metric or row.statement}, {in_signs(_goes_on(shown.why, row.metric))}"


def _goes_on(why: str, metric: str) -> str:
    """A sentence as the end of another; it begins with a small word in every language, or a metric."""
    return why if metric and why.startswith(metric) else why[:1].lower() + why[1:]


def in_signs(why: str) -> str:
    """A reason of the evaluation with the signs that pages show."""
    for written, sign in (("<=", "≤"), (">=", "≥")):
        why = why.replace(written, sign)
    return why
