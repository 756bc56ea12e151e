"""The parts of an opened card that are about its research."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext

from accounts.access import Verb, holders, membership_of
from accounts.durations import duration_in_words
from boards.card_parts import Look, Part
from hypotheses import tracking
from hypotheses.criteria_table import Row, table
from hypotheses.draft_form import Draft
from hypotheses.evaluation import Evaluation
from hypotheses.evidence_list import evidence
from hypotheses.models import Round
from hypotheses.research import Research, research_of, results_by_key, verdict_of
from hypotheses.result_forms import RunForm
from hypotheses.words import suggested_word, verdict_word

RUNS_SHOWN = 5


def research(look: Look) -> Research:
    return look.once("research", research_of)


def is_open(round_: Round | None) -> bool:
    return round_ is None or round_.state != Round.State.CONCLUDED


def hypothesis(look: Look) -> dict[str, Any]:
    """The text of the newest round; a form while it is a draft and somebody writes."""
    found = research(look)
    round_ = found.current
    editable = look.writes and look.card.is_circular and not (round_ and round_.is_locked) and is_open(round_)
    writing = editable and look.editing == "hypothesis"
    return {
        "round": round_,
        "editable": editable,
        "draft": (look.forms.get("hypothesis") or Draft.of(round_, look.board)) if writing else None,
        "written": bool(round_ and any(getattr(round_, name) for name in Round.PARTS)),
        "budget": budget_words(look, round_),
        "forecast": in_per_cent(round_),
    }


def rounds(look: Look) -> dict[str, Any]:
    return {"rounds": [earlier(each) for each in research(look).earlier]}


def in_per_cent(round_: Round | None) -> int | None:
    return round(round_.forecast * 100) if round_ and round_.forecast is not None else None


def budget_words(look: Look, round_: Round | None) -> str:
    if round_ is None or not round_.budget_minutes:
        return ""
    per_day = look.board.calendar().hours().minutes_per_day
    return duration_in_words(round_.budget_minutes, minutes_per_day=per_day)


def earlier(round_: Round) -> dict[str, Any]:
    verdict = verdict_of(round_)
    rows = table(round_, results_by_key(round_, None))
    return {
        "round": round_,
        "verdict": verdict,
        "word": verdict_word(verdict.value) if verdict else "",
        "forecast": in_per_cent(round_),
        "rows": rows,
        "has_baseline": any(row.baseline for row in rows),
    }


def criteria(look: Look) -> dict[str, Any]:
    found = research(look)
    round_ = found.current
    rows = table(round_, results_by_key(round_, found.evaluation)) if round_ else []
    testing = bool(round_ and round_.is_locked and is_open(round_))
    return {
        "round": round_,
        "rows": rows,
        "met": sum(row.state == "met" for row in rows),
        "tested": bool(round_ and round_.is_locked),
        "has_baseline": any(row.baseline for row in rows),
        "may_attest": attestable(look, round_, rows) if testing else set(),
        "judged": judged(round_, found.evaluation),
        "suggested": found.suggested if testing else "",
        "suggested_word": suggested_word(found.suggested) if testing else "",
        "reason": found.reason if testing else "",
    }


def judged(round_: Round | None, evaluation: Evaluation | None) -> str:
    """Which of how many runs the results are of; the best of many says less than one that was named before."""
    verdict, runs = verdict_of(round_), 0
    if verdict is not None:
        runs, passing = verdict.evidence.get("candidates", 0), verdict.evidence.get("passing", 0)
    elif evaluation is not None:
        runs, passing = evaluation.candidates, evaluation.passing
    if round_ is None or not runs:
        return ""
    if round_.run_policy == Round.RunPolicy.BEST:
        best = gettext("the best of %(runs)s runs, of which %(passing)s meet every criterion")
        return best % {"runs": runs, "passing": passing} if runs > 1 else gettext("one run")
    if round_.run_policy == Round.RunPolicy.MEAN_OF_SEEDS:
        return ngettext("one seed", "the mean over %(n)s seeds", runs) % {"n": runs}
    return ngettext("one run", "one of %(n)s runs", runs) % {"n": runs}


def attestable(look: Look, round_: Round | None, rows: list[Row]) -> set[str]:
    """The criteria this viewer may confirm: those of their role, in a round that is not theirs."""
    if round_ is None or not look.writes or round_.author_id == look.person.pk:
        return set()
    asked = {row.key: row.attested_by for row in round_.criteria.all() if row.attested_by}
    member = membership_of(look.person, look.board.team_id) if asked else None
    return {row.key for row in rows if member and asked.get(row.key) == member.role}


def verdict(look: Look) -> dict[str, Any]:
    round_ = research(look).current
    found = verdict_of(round_)
    return {
        "round": round_,
        "verdict": found,
        "word": verdict_word(found.value) if found else "",
        "suggested_word": suggested_word(found.suggested) if found else "",
        "asks": bool(round_ and round_.is_locked and found is None),
        "may_confirm": bool(found and look.writes and found.author_id != look.person.pk),
        "alone": bool(found and found.override_reason and not found.confirmed_by_id and is_alone(look)),
    }


def is_alone(look: Look) -> bool:
    """Whether nobody else in the team could be the second person."""
    return len(holders(Verb.WRITE_CARD, look.board.team_id)) < 2


def runs(look: Look) -> dict[str, Any]:
    found = research(look)
    round_ = found.current
    rows = evidence(round_, found.evaluation) if round_ else []
    shown = rows if look.editing == "evidence" else rows[-RUNS_SHOWN:]
    decides = round_ is not None and round_.run_policy == Round.RunPolicy.DESIGNATED
    return {
        "round": round_,
        "rows": shown,
        "total": len(rows),
        "rest": len(rows) - len(shown),
        "counting": sum(row.counts for row in rows),
        "may_designate": decides and look.writes and is_open(round_) and len(rows) > 1,
        "may_add": look.writes and look.card.is_circular,
        "trackers": tracking.names(look.card) if look.writes and look.card.is_circular else [],
    }


def attach(look: Look) -> dict[str, Any]:
    return {"form": look.forms.get("attach") or RunForm(), "may_add": look.writes and look.card.is_circular}


PARTS = (
    Part(name="hypothesis", template="hypotheses/hypothesis.html", place=50, context=hypothesis),
    Part(name="criteria", template="hypotheses/criteria.html", place=60, context=criteria),
    Part(name="verdict", template="hypotheses/verdict.html", place=65, context=verdict),
    Part(name="evidence", template="hypotheses/evidence.html", place=70, context=runs),
    Part(name="attach", template="hypotheses/attach.html", place=75, context=attach),
    Part(name="rounds", template="hypotheses/rounds.html", place=80, context=rounds),
)
