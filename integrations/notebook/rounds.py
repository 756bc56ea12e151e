"""The rounds of a card in a notebook: what was believed, promised, measured and concluded."""

from __future__ import annotations

from collections.abc import Iterator

from hypotheses.criteria_table import table as criteria_of
from hypotheses.models import Round, Run, Verdict
from hypotheses.research import results_by_key, verdict_of
from hypotheses.results import counts, results_of
from hypotheses.search_texts import hypothesis_sentence
from hypotheses.words import VERDICTS
from integrations.notebook.markdown import heading, line, said, table, when

METRICS_SHOWN = 12


def round_lines(round_: Round, level: int) -> Iterator[str]:
    """1. the hypothesis  2. criteria with results  3. runs  4. forecasts  5. amendments  6. the verdict."""
    mark = ", exploratory" if round_.exploratory else ""
    yield from heading(level, f"Round {round_.n} ({round_.get_state_display().lower()}{mark})")
    yield from said("Hypothesis", hypothesis_sentence(round_))
    yield from said("If it passes", round_.plan_if_pass)
    yield from said("If it does not", round_.plan_if_fail)
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
    who = round_.locked_by.name if round_.locked_by else "somebody"
    yield f"Pre-registered {when(round_.locked_at)} by {line(who)}, SHA-256 `{round_.registration_hash}`"
    yield ""


def _criteria(round_: Round) -> Iterator[str]:
    evaluation = results_of(round_) if round_.is_locked and verdict_of(round_) is None else None
    rows = criteria_of(round_, results_by_key(round_, evaluation))
    head = ("Criterion", "Note", "Baseline", "Needed", "Value", "Result")
    yield from table(head, [(r.name, r.note, r.baseline, r.needed, r.observed, r.word) for r in rows])


def _runs(round_: Round) -> Iterator[str]:
    head = ("Run", "Status", "Started", "Metrics", "Data", "Commit", "Counts", "Link")
    yield from table(head, [_run(round_, run) for run in round_.runs.all()])


def _run(round_: Round, run: Run) -> tuple[str, ...]:
    metrics = [f"{name}={value}" for name, value in sorted(run.metrics.items())[:METRICS_SHOWN]]
    counting, why = counts(round_, run)
    return (
        run.title or f"{run.source}:{run.external_id}",
        run.status,
        when(run.started_at),
        ", ".join(metrics),
        run.dataset,
        run.git,
        "yes" if counting else f"no: {why}",
        run.url,
    )


def _forecasts(round_: Round) -> Iterator[str]:
    rows = [
        (each.person.name, f"{each.p:.0%}", when(each.at), "results known" if each.informed else "", each.reason)
        for each in round_.forecasts.all()
    ]
    yield from table(("Forecast by", "Supported", "At", "", "Reason"), rows)


def _amendments(round_: Round) -> Iterator[str]:
    rows = [
        (when(each.at), each.get_kind_display(), each.get_state_display(), each.author.name, each.reason)
        for each in round_.amendments.all()
    ]
    yield from table(("Amendment", "Kind", "State", "By", "Reason"), rows)


def verdict_lines(verdict: Verdict, level: int) -> Iterator[str]:
    by = verdict.author.name if verdict.author else "the clock"
    yield from heading(level, f"Verdict: {VERDICTS[Verdict.Value(verdict.value)]}")
    yield f"{when(verdict.at)} by {line(by)}"
    yield ""
    yield from said("Learned", verdict.learned)
    yield from said("Observed", verdict.observed)
    yield from said("Therefore", verdict.therefore)
    yield from said("What would change our mind", verdict.change_mind)
    if verdict.override_reason:
        agreed = (
            f", confirmed by {line(verdict.confirmed_by.name)}" if verdict.confirmed_by else ", not confirmed yet"
        )
        yield f"Against the suggestion ({verdict.suggested}){agreed}"
        yield ""
        yield from said("Reason", verdict.override_reason)
