"""`/boards/{key}/models`, as a client sees it."""

from __future__ import annotations

import pytest

from boards.models import Board
from tests.api.caller import Caller
from tests.api.conftest import Sign
from tests.world import World

pytestmark = pytest.mark.django_db
PATH = "/boards/CHURN/models"


def test_a_version_from_baseline_to_live_and_away(world: World, board: Board, ben: Caller, sign: Sign) -> None:
    petra, card = sign("petra"), world.card(board)
    metric = {"metric": "val.auc", "direction": "higher", "baseline": "the keyword rule", "baseline_value": 0.7}
    assert ben.patch(PATH, metric).status == 403
    assert petra.patch(PATH, metric).json == metric
    made = ben.post(PATH, {"name": "v1", "kind": "mvm", "metrics": {"val.auc": 0.8}, "cards": [card.ref]})
    assert (made.status, made.json["metric_value"], made.json["cards"]) == (201, 0.8, [card.ref])
    here = f"{PATH}/{made.json['id']}"
    numbers = {"compared_value": 0.7, "shipped_value": 0.75, "shipped_compared": 0.7}
    shown = ben.patch(here, numbers).json
    assert (shown["research_effect"], shown["shipped_effect"]) == (pytest.approx(0.1), pytest.approx(0.05))
    assert shown["shrinkage"] == pytest.approx(0.5)
    live = ben.post(f"{here}/release", {"segment": "de"}).json
    assert (live["state"], live["live_for"]) == ("live", ["de"])
    assert ben.delete(here).status == 409
    assert ben.post(f"{here}/retirement").json["state"] == "retired"
    page = ben.get(PATH).json
    assert [each["name"] for each in page["results"]] == ["v1"]
    assert (page["metric"], page["proposals"], page["registry"]) == (metric, [], None)
    assert ben.delete(here).status == 204
    assert ben.get(here).status == 404


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name": "required"}),
        ({"name": "v1", "state": "live"}, {"state": "invalid_choice"}),
        ({"name": "v1", "colour": "red"}, {"colour": "unknown_field"}),
        ({"name": "v1", "metrics": {"auc": "high"}}, {"metrics.auc": "invalid"}),
    ],
)
def test_what_is_wrong_is_named(
    board: Board, ben: Caller, body: dict[str, object], fields: dict[str, str]
) -> None:
    answer = ben.post(PATH, body)
    assert (answer.status, answer.fields) == (400, fields)


def test_the_registry_is_connected_by_an_admin_and_its_secret_shown_once(
    board: Board, ben: Caller, sign: Sign
) -> None:
    ada = sign("ada")
    made = ada.put(f"{PATH}/registry", {"registry_name": "churn"}).json
    assert len(made["secret"]) == 64
    assert "secret" not in ada.get(f"{PATH}/registry").json
    assert ben.get(f"{PATH}/registry").json == {key: made[key] for key in ("registry_name", "live_alias", "url")}
    assert sign("ada", "write").put(f"{PATH}/registry", {"registry_name": "x"}).status == 403
    assert ben.put(f"{PATH}/registry", {"registry_name": "x"}).status == 403
    assert ada.delete(f"{PATH}/registry").status == 204
    assert ben.get(f"{PATH}/registry").json["registry_name"] == ""
