"""What is said when there is nothing to show: readable, with a way back, and without telling what is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.pages import client_of, words
from tests.world import World


def test_hidden_and_missing_are_the_same_page(world: World) -> None:
    world.board("CHURN")
    dan = client_of(world.dan)
    hidden, missing = dan.get("/boards/CHURN/"), dan.get("/boards/NOPE/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert words(hidden) == words(missing)
    assert "There is nothing here, or you cannot see it." in words(hidden)
    assert 'href="/"' in hidden.content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
def test_an_unknown_address_is_a_page_like_the_others(world: World, signed_in: bool) -> None:
    answer = client_of(world.ben if signed_in else None).get("/nothing/here/")

    assert answer.status_code == 404
    assert "There is nothing here" in words(answer)
    assert "/nothing/here/" not in words(answer)


def test_a_forbidden_act_says_why(world: World) -> None:
    world.board("CHURN")
    answer = client_of(world.ben).post("/boards/CHURN/removal/", {"typed": "CHURN"})

    assert answer.status_code == 403
    assert "Only an admin changes a board." in words(answer)


def test_a_host_that_is_not_ours_gets_no_page(db: None) -> None:
    answer: Any = Client().get("/sign-in/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert "Not understood" in words(answer)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_every_error_page_can_be_drawn_and_leads_back(world: World, rf: Any, name: str) -> None:
    request = rf.get("/")
    request.user = world.ben
    page = render_to_string(f"{name}.html", request=None if name in ("400", "500", "403_csrf") else request)

    assert 'href="/"' in page
    assert "style=" not in page
    assert "<script>" not in page


def test_a_fragment_is_told_in_words_and_not_in_a_page(world: World) -> None:
    answer = client_of(world.ben).get("/boards/NOPE/backlog/", HTTP_HX_REQUEST="true")

    assert answer.status_code == 404
    assert "There is nothing here" in answer["HX-Trigger"]
    assert answer.content == b""
