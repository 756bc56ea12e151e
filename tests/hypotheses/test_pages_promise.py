"""Forecasts and amendments on the card's page."""

from __future__ import annotations

from typing import Any

import pytest

from boards.models import Card
from hypotheses.actions import propose_amendment
from hypotheses.models import Amendment, Forecast, Round
from tests.card_doors import HTMX, post, told
from tests.pages import client_of, invalid_fields, words
from tests.world import AUC, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def page(world: World, card: Card, who: str = "petra") -> str:
    return client_of(world.cast[who]).get(f"/c/{card.ref}/").content.decode()


def rows(**row: str) -> dict[str, str]:
    """The one criterion of the round as the dialog sends it."""
    first = {"key": "auc", "kind": "success", "mode": "metric", "metric": "val.auc", "op": ">=", "target": "0.82"}
    count = {"criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "1"}
    return {**count, **{f"criteria-0-{name}": value for name, value in {**first, **row}.items()}}


def sent(**more: str) -> dict[str, str]:
    """The whole dialog, with the text as it was locked."""
    text = {
        "belief": "a fine-tuned DistilBERT",
        "outcome": "identify churn in support tickets",
        "plan_if_pass": "build it into the nightly scoring",
        "plan_if_fail": "keep the keyword rule",
        "run_policy": "designated",
    }
    return {**text, **rows(target="0.9"), "kind": "tighten", "reason": "The rule reaches .88", **more}


def waiting(world: World, card: Card, who: str = "ben") -> Amendment:
    stricter: dict[str, Any] = {"changes": {}, "criteria": [{**AUC, "target": 0.9}]}
    return propose_amendment(cause=world.by(who), card=card, kind="tighten", reason="It is time", **stricter)


def test_the_dialog_shows_the_locked_text_and_sends_it_to_be_approved(world: World, card: Card) -> None:
    opened = client_of(world.ben).get(f"/c/{card.ref}/amendments/", headers=HTMX).content.decode()
    assert 'value="0.82"' in opened
    assert "a fine-tuned DistilBERT</textarea>" in opened
    assert "checked" not in opened
    assert 'name="forecast"' not in opened
    answer = post(world, "ben", card, "amendments/", sent())
    assert answer.status_code == 200
    assert told(answer)["toast"]["text"].startswith("Proposed")
    assert "waits for a second person" in words(answer)
    assert "≥ 0.82 becomes val.auc ≥ 0.9" in words(answer)
    assert Amendment.objects.get().after["criteria"][0]["target"] == 0.9
    assert set(Amendment.objects.get().after) == {"criteria"}


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world: World, card: Card) -> None:
    empty = post(world, "ben", card, "amendments/", sent(kind="", reason=""))
    assert empty.status_code == 422
    assert invalid_fields(empty) == {"kind", "reason"}
    other = post(world, "ben", card, "amendments/", sent(kind="clarify"))
    assert "What changes is of the kind tighten" in words(other)
    assert 'value="0.9"' in other.content.decode()
    same = post(world, "ben", card, "amendments/", sent(**rows()))
    assert "Nothing would change" in words(same)
    assert not Amendment.objects.exists()


def test_rows_are_added_and_dropped_in_the_dialog(world: World, card: Card) -> None:
    added = post(world, "ben", card, "amendments/", sent(do="add")).content.decode()
    assert 'name="criteria-1-metric"' in added
    assert "The rule reaches .88</textarea>" in added
    dropped = post(world, "ben", card, "amendments/", sent(do="drop-0")).content.decode()
    assert 'name="criteria-0-metric"' not in dropped


def test_approving_is_offered_to_everybody_but_its_author(world: World, card: Card) -> None:
    asked = waiting(world, card)
    approve, decline = (f'id="amendment-{asked.pk}-{act}"' for act in ("approve", "decline"))
    assert approve in page(world, card, "petra")
    assert approve not in page(world, card, "ben")
    assert decline in page(world, card, "ben")
    assert "Withdraw" in page(world, card, "ben")
    assert approve not in page(world, card, "vera")
    assert decline not in page(world, card, "vera")
    assert post(world, "ben", card, f"amendments/{asked.pk}/approval/").status_code == 403
    answer = post(world, "petra", card, f"amendments/{asked.pk}/approval/")
    assert "approved by Petra" in words(answer)
    assert Round.objects.get().criteria.get().target == 0.9


def test_whoever_approves_is_warned_when_results_are_known(world: World, card: Card) -> None:
    asked = waiting(world, card)
    assert "the round is exploratory and stays out" not in page(world, card)
    world.push(card, **{"val.auc": 0.85})
    assert "the round is exploratory and stays out" in page(world, card)
    assert "exploratory" in words(post(world, "petra", card, f"amendments/{asked.pk}/approval/"))


def test_a_decline_says_why(world: World, card: Card) -> None:
    asked = waiting(world, card)
    answer = post(world, "petra", card, f"amendments/{asked.pk}/decline/", {"note": "Later, perhaps"})
    assert "Petra: Later, perhaps" in words(answer)
    other = world.running(card.board, "another")
    assert post(world, "petra", other, f"amendments/{asked.pk}/approval/").status_code == 404


def test_a_draft_and_a_concluded_round_are_not_amended(world: World, card: Card) -> None:
    draft = world.hypothesis(card.board, "draft")
    world.write(draft)
    assert post(world, "ben", draft, "amendments/", sent()).status_code == 409
    assert 'id="amend-open"' not in page(world, draft, "ben")
    assert 'id="amend-open"' in page(world, card, "ben")


def test_a_forecast_is_said_on_the_card_and_thought_over(world: World, card: Card) -> None:
    answer = post(world, "petra", card, "forecasts/", {"forecast": "30", "reason": "seen it fail"})
    assert "30 % Petra" in words(answer)
    assert told(answer)["card:focus"] == {"id": "forecast-save"}
    again = words(post(world, "petra", card, "forecasts/", {"forecast": "40", "reason": ""}))
    assert "40 % Petra" in again
    assert "before: 30 %" in again
    assert [row.p for row in Forecast.objects.all()] == [0.6, 0.3, 0.4]


def test_a_forecast_that_is_none_comes_back_as_it_was_typed(world: World, card: Card) -> None:
    answer = post(world, "petra", card, "forecasts/", {"forecast": "100"})
    assert answer.status_code == 422
    assert 'value="100"' in answer.content.decode()
    assert invalid_fields(answer) == {"forecast"}


def test_the_form_goes_with_the_first_result(world: World, card: Card) -> None:
    assert 'id="forecast-save"' in page(world, card)
    assert 'id="forecast-save"' not in page(world, card, "vera")
    world.push(card, **{"val.auc": 0.85})
    assert 'id="forecast-save"' not in page(world, card)
    assert "closed by the first result" in page(world, card)
    assert 'id="forecast-save"' in page(world, card, "ben")


def test_the_best_of_several_runs_says_of_how_many(world: World) -> None:
    card = world.running(world.board(), run_policy="best")
    for value in (0.7, 0.9, 0.6):
        world.push(card, **{"val.auc": value})
    shown = page(world, card)
    assert "the best of 3 runs, of which 1 meet every criterion" in shown
    assert "best run" in shown
