"""The texts of research that are searched: hypotheses, entries of the log, verdicts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from boards.models import Board, Event, SearchDocument
from boards.search.sources import Key, Source, Text
from hypotheses.models import LogEntry, Round, Run, Verdict
from hypotheses.statement import Parts, render_sentence

ROUND_FACTS = ("round.drafted", "round.reopened", "round.amended", "evidence.added", "verdict.recorded")
PLANS = ("plan_if_pass", "plan_if_fail")


def _of_round(event: Event) -> list[Key]:
    return [Key(event.card_id, event.data["n"])] if event.card_id else []


def _of_entry(event: Event) -> list[Key]:
    return [Key(event.card_id, event.data["entry"])] if event.card_id else []


def _rounds(keys: Collection[Key]) -> Iterator[Text]:
    """The sentence as title; metrics, attested statements, plans and data sets as body."""
    wanted = set(keys)
    found = Round.objects.filter(card__in={key.card_id for key in keys}, n__in={key.part for key in keys})
    for round_ in found.prefetch_related("criteria"):
        key = Key(round_.card_id, round_.n)
        text = hypothesis_text(round_)
        if key in wanted and text != ("", ""):
            yield Text(key, *text, round_.created_at)


def hypothesis_sentence(round_: Round) -> str:
    return render_sentence(Parts(**{each.name: getattr(round_, each.name) for each in fields(Parts)}))


def hypothesis_text(round_: Round) -> tuple[str, str]:
    sentence = hypothesis_sentence(round_)
    criteria = [each.metric or each.statement for each in round_.criteria.all()]
    plans = [getattr(round_, name) for name in PLANS]
    return sentence, "\n".join(filter(None, (*criteria, *datasets_of(round_), *plans)))


def datasets_of(round_: Round) -> list[str]:
    named = Run.objects.filter(round=round_).exclude(dataset="")
    return list(named.order_by("dataset").values_list("dataset", flat=True).distinct())


def _entries(keys: Collection[Key]) -> Iterator[Text]:
    """Entries that are not removed; what an entry said before an edit is not found any more."""
    for entry in LogEntry.objects.filter(pk__in={key.part for key in keys}, removed_at=None):
        yield Text(Key(entry.card_id, entry.pk), "", entry.body, entry.created_at)


def _verdicts(keys: Collection[Key]) -> Iterator[Text]:
    """What was learned as title; what was observed, what follows and what would change our mind as body."""
    wanted = set(keys)
    cards, rounds = {key.card_id for key in keys}, {key.part for key in keys}
    for verdict in Verdict.objects.filter(round__card__in=cards, round__n__in=rounds).select_related("round"):
        key = Key(verdict.round.card_id, verdict.round.n)
        body = "\n".join(filter(None, (verdict.observed, verdict.therefore, verdict.change_mind)))
        if key in wanted:
            yield Text(key, verdict.learned, body, verdict.at)


def _rounds_of(board: Board) -> list[Key]:
    return [Key(*row) for row in Round.objects.filter(card__board=board).values_list("card_id", "n")]


def _entries_of(board: Board) -> list[Key]:
    found = LogEntry.objects.filter(card__board=board, removed_at=None)
    return [Key(*row) for row in found.values_list("card_id", "pk")]


def _verdicts_of(board: Board) -> list[Key]:
    found = Verdict.objects.filter(round__card__board=board)
    return [Key(*row) for row in found.values_list("round__card_id", "round__n")]


SOURCES = (
    Source(
        kind=SearchDocument.Kind.HYPOTHESIS,
        facts=frozenset(
            {"round.drafted", "round.reopened", "round.amended", "evidence.added", "verdict.recorded"}
        ),
        keys=_of_round,
        texts=_rounds,
        of_board=_rounds_of,
    ),
    Source(
        kind=SearchDocument.Kind.LOG,
        facts=frozenset({"log.added", "log.edited", "log.removed"}),
        keys=_of_entry,
        texts=_entries,
        of_board=_entries_of,
    ),
    Source(
        kind=SearchDocument.Kind.VERDICT,
        facts=frozenset({"verdict.recorded"}),
        keys=_of_round,
        texts=_verdicts,
        of_board=_verdicts_of,
    ),
)
