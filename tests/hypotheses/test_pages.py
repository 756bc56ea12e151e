"""Writing a hypothesis on a card's page: who may, what comes back, what is never lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hypotheses import actions as research
from hypotheses.models import Round
from tests.card_doors import HTMX, LEARNED, post, told
from tests.pages import client_of, invalid_fields, words
from tests.world import World, last_event

pytestmark = pytest.mark.django_db
SENTENCE = (
    "We believe a fine-tuned DistilBERT will identify cases with precision of greater than .95"
    " and a recall of greater than .7, because agents note the reason."
)


def form_of(**more: Any) -> dict[str, Any]:
    """The form of the hypothesis with one row."""
    return {
        "belief": "boosted trees",
        "outcome": "rank churners",
        "budget": "5d",
        "forecast": "60",
        "run_policy": "designated",
        "criteria-TOTAL_FORMS": "1",
        "criteria-INITIAL_FORMS": "0",
        "criteria-0-kind": "success",
        "criteria-0-mode": "metric",
        "criteria-0-metric": "val.auc",
        "criteria-0-op": ">=",
        "criteria-0-target": ".82",
        "criteria-0-versus": "absolute",
        **more,
    }


DOORS: dict[str, dict[str, Any]] = {
    "hypothesis/": form_of(),
    "lock/": {},
    "evidence/": {"what": "auc=.83"},
    "attestations/": {"key": "useful", "met": "yes"},
    "verdict/": {"value": "inconclusive", "learned": LEARNED},
    "verdict/confirmation/": {},
    "reopening/": {},
    "log/": {"body": "Tried it.", "kind": "note"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_viewer_may_not_write_a_stranger_sees_nothing_and_nobody_signs_in_first(world: World, door: str) -> None:
    card = world.running(world.board())
    assert post(world, "vera", card, door, DOORS[door]).status_code == 403
    assert post(world, "dan", card, door, DOORS[door]).status_code == 404
    assert Client().post(f"/c/{card.ref}/{door}", DOORS[door]).status_code == 302
    assert Client().post(f"/c/{card.ref}/{door}", DOORS[door], headers=HTMX).status_code == 401


def test_a_viewer_reads_everything_and_finds_nothing_to_press(world: World) -> None:
    card = world.running(world.board())
    world.push(card, **{"val.auc": 0.79})
    research.add_log_entry(cause=world.by(), card=card, body="Tried it.")
    page = client_of(world.vera).get(f"/c/{card.ref}/")
    assert page.status_code == 200
    assert "a fine-tuned DistilBERT" in words(page)
    assert "The evidence suggests refuted" in words(page)
    body = page.content.decode()
    assert 'id="log-body"' not in body
    assert 'id="attach-edit"' not in body
    assert 'id="hypothesis-edit"' not in body


def test_a_hypothesis_is_written_in_place(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = post(world, "ben", card, "hypothesis/", form_of())
    assert answer.status_code == 200
    assert 'hx-target="#part-criteria"' in answer.content.decode()
    assert told(answer)["card:focus"] == {"id": "hypothesis-edit"}
    round_ = Round.objects.get(card=card)
    assert (round_.belief, round_.budget_minutes, round_.forecast) == ("boosted trees", 2400, 0.6)
    criterion = round_.criteria.get()
    assert (criterion.metric, criterion.target, criterion.decimals) == ("val.auc", 0.82, 3)


def test_without_scripts_the_same_form_goes_on_to_the_page(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = client_of(world.ben).post(f"/c/{card.ref}/hypothesis/", form_of())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{card.ref}/")


def test_one_sentence_is_shown_as_parts_before_anything_is_saved(world: World) -> None:
    card = world.hypothesis(world.board())
    seq = last_event(card.board).seq
    answer = post(world, "ben", card, "hypothesis/", {"sentence": SENTENCE, "do": "read"})
    body = answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#part-hypothesis"
    assert ">a fine-tuned DistilBERT</textarea>" in body
    assert ">agents note the reason</textarea>" in body
    assert 'value="precision"' in body
    assert 'value="0.95"' in body
    assert 'value="recall"' in body
    assert last_event(card.board).seq == seq


def test_what_could_not_be_read_is_listed(world: World) -> None:
    card = world.hypothesis(world.board())
    sentence = "We believe it will work on 33 boards."
    answer = post(world, "ben", card, "hypothesis/", {"sentence": sentence, "do": "read"})
    assert "Not read as a criterion" in words(answer)
    assert "33 boards" in words(answer)


def test_a_sentence_that_was_not_read_yet_is_read_instead_of_lost(world: World) -> None:
    card = world.hypothesis(world.board())
    answer = post(world, "ben", card, "hypothesis/", form_of(sentence=SENTENCE))
    assert "Look through what was understood" in words(answer)
    saved = post(world, "ben", card, "hypothesis/", form_of(sentence=SENTENCE, was_read=SENTENCE))
    assert told(saved)["card:focus"] == {"id": "hypothesis-edit"}


def test_rows_are_added_and_dropped_without_losing_what_was_typed(world: World) -> None:
    card = world.hypothesis(world.board())
    more = post(world, "ben", card, "hypothesis/", form_of(do="add", belief="half a thought")).content.decode()
    assert 'name="criteria-1-metric"' in more
    assert ">half a thought</textarea>" in more
    assert 'value="val.auc"' in more
    fewer = post(world, "ben", card, "hypothesis/", form_of(do="drop-0")).content.decode()
    assert 'value="val.auc"' not in fewer


def test_a_mistake_stands_beside_its_field_and_the_text_stays(world: World) -> None:
    card = world.hypothesis(world.board())
    wrong = form_of(**{"criteria-0-target": "high", "budget": "soon", "belief": "half a thought"})
    answer = post(world, "ben", card, "hypothesis/", wrong)
    assert answer.status_code == 422
    assert ">half a thought</textarea>" in answer.content.decode()
    assert 'value="soon"' in answer.content.decode()
    assert invalid_fields(answer) & {"budget", "criteria-0-target"}
    assert not Round.objects.get(card=card).belief


def test_a_locked_text_is_not_edited_any_more(world: World) -> None:
    card = world.running(world.board())
    assert post(world, "ben", card, "hypothesis/", form_of()).status_code == 409
    assert 'id="hypothesis-edit"' not in client_of(world.ben).get(f"/c/{card.ref}/").content.decode()
