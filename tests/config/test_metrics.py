"""What an operator's Prometheus reads, and that nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from boards.readers.follow import all_readers, follow
from tests.world import ROUND_THE_CLOCK, World

TOKEN = "a-token-of-the-tests"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def read() -> dict[tuple[str, str], float]:
    """Each figure by its name and the value of its label."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    samples = [sample for family in families for sample in family.samples]
    return {(each.name, "".join(each.labels.values())): each.value for each in samples}


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer another", TOKEN[:-1]])
def test_without_the_token_there_is_nothing(db: None, header: str) -> None:
    assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


def test_without_the_setting_there_is_nothing(db: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_says_how_far_behind_the_readers_are(world: World) -> None:
    board = world.board()
    world.card(board)
    assert read()["prooflane_events_total", ""] == 2
    assert read()["prooflane_reader_lag_events", "inbox"] == 2
    for reader in all_readers():
        follow(reader, board.pk)
    assert {value for (name, _), value in read().items() if name == "prooflane_reader_lag_events"} == {0}


def test_it_counts_a_box_that_nobody_has_flagged(world: World) -> None:
    world.at = timezone.now() - timedelta(days=3)
    world.running(world.board(calendar=ROUND_THE_CLOCK), budget="24h")
    assert read()["prooflane_boxes_running", ""] == 1
    assert read()["prooflane_boxes_unflagged", ""] == 1


def test_its_queries_do_not_grow(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for key in ("ONE", "TWO", "THREE"):
        world.card(world.board(key))
    with django_assert_max_num_queries(MOST_QUERIES):
        read()
