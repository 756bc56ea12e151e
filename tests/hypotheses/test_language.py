"""What is kept, and what programs are told, does not depend on who happens to read which language."""

from __future__ import annotations

import pytest
from django.utils.translation import get_language, override

from boards.models import Card
from hypotheses import counting, criteria, evaluation, preflight
from hypotheses.actions import record_verdict
from hypotheses.criteria_table import table
from hypotheses.learnings import Learning, learning_as_dict
from hypotheses.models import Round, Run, Verdict
from hypotheses.research import research_of, results_by_key
from hypotheses.results import results_of
from hypotheses.round_json import run_as_dict
from tests.world import World, last_event

pytestmark = pytest.mark.django_db
MARK = "«"


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word of the rules that is said in German wears a mark."""

    def said(text: str) -> str:
        return f"{MARK}{text}" if get_language() == "de" else text

    for module in (counting, criteria, evaluation, preflight):
        monkeypatch.setattr(module, "_", said)


def test_pages_speak_the_language_of_who_reads(world: World, card: Card) -> None:
    world.push(card, **{"val.auc": 0.7})
    with override("de"):
        assert MARK in results_of(Round.objects.get(card=card)).criteria[0].why


def test_the_event_of_a_run_tells_why_in_english(world: World, card: Card) -> None:
    with override("de"):
        world.push(card, **{"val.auc": 0.7})
        told = run_as_dict(card.ref, Run.objects.get())
    assert last_event(card.board, "evidence.added").data["why"].startswith("It finished")
    assert told["why"].startswith("It finished")


def test_a_verdict_keeps_english_and_is_read_in_german(world: World, card: Card) -> None:
    world.push(card, **{"val.auc": 0.7})
    with override("de"):
        record_verdict(cause=world.by(), card=card, value="refuted", learned="The text repeats the tariff.")
        round_ = research_of(card).current
        assert round_ is not None
        shown = results_by_key(round_, None)
        assert MARK in next(iter(shown.values())).why
    assert MARK not in str(Verdict.objects.get().evidence)


def test_a_reason_that_cannot_be_said_again_stays_as_it_was_kept(world: World, card: Card) -> None:
    record_verdict(cause=world.by(), card=card, value="inconclusive", learned="Nobody had the time for a run.")
    round_ = research_of(card).current
    assert round_ is not None
    with override("de"):
        shown = results_by_key(round_, None)
    assert next(iter(shown.values())).why == "It needs 1 counting runs and has 0."


def test_what_was_learned_is_told_to_programs_in_english(world: World, card: Card) -> None:
    world.push(card, **{"val.auc": 0.7})
    record_verdict(cause=world.by(), card=card, value="refuted", learned="The text repeats the tariff.")
    english = learning_as_dict(Learning(Verdict.objects.get()))
    with override("de"):
        assert learning_as_dict(Learning(Verdict.objects.get())) == english


def test_the_rows_have_a_word_for_a_cell_and_one_for_a_line(card: Card) -> None:
    row = table(Round.objects.get(card=card), {})[0]
    assert (row.word, row.word_inside) == ("No data", "no data")
