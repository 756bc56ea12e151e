"""The rounds of a card in a notebook: what was believed, promised, measured and concluded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hypotheses.criteria_table import table as criteria_of
from hypotheses.models import Round, Run, Verdict
from hypotheses.research import results_by_key, verdict_of
from hypotheses.results import counts, results_of
from hypotheses.search_texts import hypothesis_sentence
from hypotheses.words import ANSWERS, verdict_word
from integrations.notebook.markdown import by, heading, line, said, table, when
from integrations.notebook.words import AMENDED, AMENDMENTS, ROUNDS, STATUSES

METRICS_SHOWN = 12


def round_lines(round_: Round, level: int) -> Iterator[str]:
    """1. the hypothesis  2. criteria with results  3. runs  4. forecasts  5. amendments  6. the verdict."""
    facts = {"n": round_.n, "state": _(ROUNDS[round_.state])}
    exploratory = _("Round %(n)s (%(state)s, exploratory)")
    yield from heading(level, (exploratory if round_.exploratory else _("Round %(n)s (%(state)s)")) % facts)
    yield from said(_("Hypothesis"), hypothesis_sentence(round_))
    yield from said(_("If it passes"), round_.plan_if_pass)
    yield from said(_("If it does not"), round_.plan_if_fail)
    yield from _registration(round_)
    yield from _criteria(round_)
    yield from _runs(round_)
    yield from _forecasts(round_)
    yield from _amendments(round_)
    verdict = verdict_of(round_)
    if verdict is not None:
        yield from verdict_lines(verdict, level + 1)


def _registration(round_: Round) -> Iterator[str]:
    if not round_.is_locked:
        return
    who = round_.locked_by.name if round_.locked_by else _("somebody")
    facts = {"moment": when(round_.locked_at), "person": line(who), "hash": f"`{round_.registration_hash}`"}
    yield _("Pre-registered %(moment)s by %(person)s, SHA-256 %(hash)s") % facts
    yield ""


def _criteria(round_: Round) -> Iterator[str]:
    evaluation = results_of(round_) if round_.is_locked and verdict_of(round_) is None else None
    rows = criteria_of(round_, results_by_key(round_, evaluation))
    head = (_("Criterion"), _("Note"), _("Baseline"), _("Needed"), _("Value"), _("Result"))
    yield from table(head, [(r.name, r.note, r.baseline, r.needed, r.observed, r.word) for r in rows])


def _runs(round_: Round) -> Iterator[str]:
    head = (_("Run"), _("Status"), _("Started"), _("Metrics"), _("Data"), _("Commit"), _("Counts"), _("Link"))
    yield from table(head, [_run(round_, run) for run in round_.runs.all()])


def _run(round_: Round, run: Run) -> tuple[str, ...]:
    metrics = [f"{name}={value}" for name, value in sorted(run.metrics.items())[:METRICS_SHOWN]]
    counting, why = counts(round_, run)
    return (
        run.title or f"{run.source}:{run.external_id}",
        _(STATUSES[run.status]),
        when(run.started_at),
        ", ".join(metrics),
        run.dataset,
        run.git,
        _("yes") if counting else _("no: %(why)s") % {"why": why},
        run.url,
    )


def _forecasts(round_: Round) -> Iterator[str]:
    rows = [
        (
            each.person.name,
            f"{each.p:.0%}",
            when(each.at),
            _("results known") if each.informed else "",
            each.reason,
        )
        for each in round_.forecasts.all()
    ]
    yield from table((_("Forecast by"), _("Supported"), pgettext("moment", "At"), "", _("Reason")), rows)


def _amendments(round_: Round) -> Iterator[str]:
    rows = [
        (when(each.at), _(AMENDMENTS[each.kind]), _(AMENDED[each.state]), each.author.name, each.reason)
        for each in round_.amendments.all()
    ]
    yield from table((_("Amendment"), _("Kind"), _("State"), pgettext("author", "By"), _("Reason")), rows)


def verdict_lines(verdict: Verdict, level: int) -> Iterator[str]:
    yield from heading(level, _("Verdict: %(verdict)s") % {"verdict": verdict_word(verdict.value)})
    yield by(verdict.at, line(verdict.author.name if verdict.author else _("the clock")))
    yield ""
    yield from said(_("Learned"), verdict.learned)
    yield from said(_("Observed"), verdict.observed)
    yield from said(_("Therefore"), verdict.therefore)
    yield from said(_("What would change our mind"), verdict.change_mind)
    if verdict.override_reason:
        suggested = ANSWERS.get(verdict.suggested)
        facts = {"suggested": _(suggested) if suggested else ""}
        if verdict.confirmed_by:
            facts["person"] = line(verdict.confirmed_by.name)
            yield _("Against the suggestion (%(suggested)s), confirmed by %(person)s") % facts
        else:
            yield _("Against the suggestion (%(suggested)s), not confirmed yet") % facts
        yield ""
        yield from said(_("Reason"), verdict.override_reason)
