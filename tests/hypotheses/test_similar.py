"""The memory of answers, measured: a hypothesis in other words is recognised, another one is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from boards import actions
from boards.models import Board, Card
from hypotheses import actions as research
from hypotheses.models import Verdict
from hypotheses.similar import ALIKE, Draft, similar
from hypotheses.similar_card import draft_of
from tests.api.caller import caller_for
from tests.pages import client_of, words
from tests.world import World

OWN = {
    "churn": "Customers who called support twice in a month will churn, because nobody calls them back",
    "distil": "A fine-tuned DistilBERT will identify complaints with precision above .95 and recall above .7",
    "int8": "Quantising the ranker to int8 will cost less than half a point of NDCG",
    "basket": "A gradient boosted tree on basket data will predict the next purchase better than chance",
    "weekly": "Weekly retraining keeps the error of the energy forecast below four percent",
    "bilder": "Einbettungen der Produktbilder verbessern Empfehlungen für neue Artikel",
    "重复": "我们相信句向量能找出重复的工单",
}
# The same in other words, and what is about something else although it uses the language of the trade.
AGAIN = {
    "churn": "Two calls to support within a month predict that customers leave us (churn)",
    "distil": "DistilBERT fine-tuned on our complaints reaches a precision of .9",
    "int8": "The ranker survives int8 quantisation with hardly any loss of NDCG",
    "basket": "Predicting the next purchase from basket data with boosted trees",
    "weekly": "If we retrain weekly the energy forecast has a smaller error",
    "bilder": "Empfehlungen neuer Artikel profitieren von Einbettungen der Bilder",
    "重复": "用句向量查找重复工单",
}
APART = (
    "Dropout after the encoder lowers the loss on the test set",
    "Training on more data from last year raises accuracy above .9",
    "Uplift modelling finds whom a voucher convinces",
    "A transformer on click streams predicts the next page",
    "Our new model will be better than the baseline, because it sees more data",
    "Label smoothing improves calibration of the fraud model",
)
REAL_AGAIN = {
    "h057": "Giving critical requests priority in the wait queue cuts their TTFT P99",
    "h059": "Compound strategy near saturation must not hurt cluster-wide TTFT P99",
    "h061": "Priority keeps its critical TTFT gain when there are fewer KV blocks",
    "h065": "Dropping kv-util makes no difference as long as memory is abundant",
    "h072": "More depth makes up for losing the zero state",
    "h081": "Shuffle the data to test whether bad data causes it",
    "h083": "lm loss jumps and goes to NaN after some iterations",
    "h091": "Box and mask min AP of 0.38 and 0.34",
    "h093": "Reach a mean DICE score of 0.91",
    "h094": "Mask-LM accuracy above 0.72",
}


@pytest.fixture
def board(world: World) -> Board:
    return world.board()


def answered(world: World, board: Board, title: str, belief: str, **said: str) -> Card:
    card = world.running(board, title, belief=belief, outcome="", because="", signal="")
    research.record_verdict(
        cause=world.by("petra"), card=card, value="inconclusive", **{"learned": "It said nothing clear.", **said}
    )
    return card


def best(world: World, text: str) -> list[tuple[str, float]]:
    found = similar(world.ben, world.at, Draft(text=text))
    return [(each.verdict.round.card.title, each.score) for each in found]


def test_own_statements_in_other_words_come_first_and_others_not_at_all(world: World, board: Board) -> None:
    for name, text in OWN.items():
        answered(world, board, name, text)
    first = {name: (best(world, text) or [("none", 0.0)])[0][0] for name, text in AGAIN.items()}
    assert first == {name: name for name in AGAIN}
    assert {text: best(world, text) for text in APART} == {text: [] for text in APART}


def test_real_statements_in_other_words(world: World, board: Board, shared_data: Path) -> None:
    lines = (shared_data / "hypotheses" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        answered(world, board, row["id"], row["text"])
    first = {name: (best(world, text) or [("none", 0.0)])[0][0] for name, text in REAL_AGAIN.items()}
    assert first == {name: name for name in REAL_AGAIN}
    assert {text: best(world, text) for text in APART} == {text: [] for text in APART}


def test_it_reads_while_the_sentence_is_being_typed(world: World, board: Board) -> None:
    answered(world, board, "distil", OWN["distil"])
    answered(world, board, "int8", OWN["int8"])
    assert best(world, "We believe a") == []
    assert best(world, "We believe a fine-tuned DistilBERT")[0][0] == "distil"


def test_metric_and_data_set(world: World, board: Board) -> None:
    card = world.running(board, "By metric")
    research.add_run(
        cause=world.by(), card=card, metrics={"val.auc": 0.7}, status="finished", started_at=world.at,
        ended_at=world.at, dataset="tickets-2025",
    )  # fmt: skip
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", learned="Not worth its cost.")
    same = similar(world.ben, world.at, Draft(metric="VAL.AUC"))
    assert [(each.same_metric, each.same_dataset) for each in same] == [(True, False)]
    assert similar(world.ben, world.at, Draft(dataset="tickets-2025"))
    assert similar(world.ben, world.at, Draft(metric="val.auc", dataset="tickets-2025", text="Something else"))
    assert similar(world.ben, world.at, Draft(metric="val.auc", text="Something quite different here")) == []


def test_only_concluded_ones_the_person_sees_and_never_the_card_itself(world: World, board: Board) -> None:
    card = answered(world, board, "distil", OWN["distil"])
    running = world.hypothesis(board, "Open")
    world.write(running, belief=OWN["distil"])
    draft = Draft(text=OWN["distil"])
    assert [each.verdict.round.card for each in similar(world.ben, world.at, draft)] == [card]
    assert similar(world.dan, world.at, draft) == []
    assert similar(world.ben, world.at, draft_of(card)) == []
    assert [each.verdict.round.card for each in similar(world.ben, world.at, draft_of(running))] == [card]
    actions.trash_card(cause=world.by(), card=card)
    assert similar(world.ben, world.at, draft) == []


def test_the_page_says_it_in_one_line(world: World, board: Board) -> None:
    card = answered(world, board, "distil", OWN["distil"], learned="<b>Too</b> slow for the gain.")
    response = client_of(world.ben).get("/boards/CHURN/similar/", {"text": AGAIN["distil"]})
    assert re.search(r"Inconclusive in November( 2026)?: distil", words(response))
    assert f"/c/{card.ref}/" in response.content.decode()
    assert "<b>Too</b>" not in response.content.decode()
    empty = client_of(world.ben).get("/boards/CHURN/similar/", {"text": "nothing like it at all"})
    assert empty.content.strip() == b""
    assert client_of(world.dan).get("/boards/CHURN/similar/").status_code == 404


@pytest.mark.parametrize("text", ["(a+)+$", "'\" OR 1=1", "x" * 10_000, "a\x00b c", "模" * 5_000, "the and of"])
def test_whatever_is_typed(world: World, board: Board, text: str) -> None:
    answered(world, board, "distil", OWN["distil"])
    response = client_of(world.ben).get("/boards/CHURN/similar/", {"text": text, "metric": text, "card": text})
    assert response.status_code in (200, 400)


def test_over_rest(world: World, board: Board) -> None:
    answered(world, board, "distil", OWN["distil"])
    ben = caller_for(world, "ben", "read")
    (found,) = ben.get("/similar?text=A%20DistilBERT%20fine-tuned%20on%20complaints").json["results"]
    assert found["learning"]["title"] == "distil"
    assert ALIKE <= found["score"] <= 1
    card = world.hypothesis(board, AGAIN["distil"])
    assert len(ben.get(f"/cards/{card.ref}/similar").json["results"]) == 1
    assert ben.get("/similar").json["results"] == []
    assert caller_for(world, "dan").get(f"/cards/{card.ref}/similar").status == 404
    assert Verdict.objects.count() == 1
