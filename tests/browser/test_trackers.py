"""Trackers in a real browser: connecting one by keyboard, how it does, a run that has changed since the gate."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from boards.models import Card
from hypotheses.models import Run
from integrations.actions import note_failure
from integrations.models import TrackerConnection
from integrations.trackers.adapter import HostBlocked
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.integrations.playing import Playing, playing
from tests.integrations.trackers import connect, tick

pytestmark = pytest.mark.browser
SCREENS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
PAGE = "/teams/demo/trackers/"


@pytest.fixture
def mlflow(settings: Settings) -> Iterator[Playing]:
    with playing() as played:
        settings.OUTBOUND_NETWORKS = [ip_network("127.0.0.1")]
        settings.OUTBOUND_PORTS = {443, urlsplit(played.url).port}
        yield played


@pytest.fixture
def drifted(desk: Desk, mlflow: Playing) -> Card:
    """A run that the tracker tells otherwise since the verdict, and a tracker in trouble."""
    from hypotheses.actions import record_verdict

    world, card = desk.world, Card.objects.get(title="E")
    at = int(world.at.timestamp() * 1000)
    made = connect(world, mlflow.url)
    key = mlflow.add(card.ref, {"val.auc": 0.7, "ece": 0.031}, started=at, ended=at + 1, name="distilbert, seed 7")
    tick(world, made)
    record_verdict(cause=world.by(), card=card, value="refuted", learned="Too few tickets to tell.")
    mlflow.set(key, **{"val.auc": 0.9})
    tick(world, made, hours=25)
    trouble = connect(world, "https://mlflow.example.org", name="Staging", experiments=["churn"])
    hint = 'Start it with --allowed-hosts "mlflow:*,localhost:*".'
    note_failure(connection=trouble, error=HostBlocked("MLflow refuses the name mlflow.", hint), at=world.at)
    return card


def look(desk: Desk, scheme: Any, width: int) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 900})


def test_an_admin_connects_one_by_keyboard(desk: Desk, mlflow: Playing) -> None:
    desk.sign_in("ada")
    desk.page.goto(desk.server + PAGE)
    desk.page.locator("#id_name").focus()
    desk.page.keyboard.type("Ours")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type(mlflow.url)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".trackers > li")).to_contain_text(
        "MLflow 3.17.2 answers; 2 experiments can be read."
    )
    assert TrackerConnection.objects.get().state == "ok"


def test_runs_are_looked_for_on_the_card(desk: Desk, mlflow: Playing) -> None:
    connect(desk.world, mlflow.url)
    card = Card.objects.get(title="E")
    mlflow.add(card.ref, {"val.auc": 0.7}, name="found by its tag")
    desk.page.goto(f"{desk.server}/c/{card.ref}/")
    desk.ready()
    desk.page.click("#runs-search")
    expect(desk.page.locator("#runs")).to_contain_text("found by its tag")
    expect(desk.page.locator("#runs")).to_contain_text("MLflow")
    assert Run.objects.count() == 1


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_neither_page_has_a_barrier(desk: Desk, drifted: Card, scheme: str, width: int) -> None:
    look(desk, scheme, width)
    desk.sign_in("ada")
    for path in (PAGE, f"{PAGE}{TrackerConnection.objects.get(name='Staging').pk}/", f"/c/{drifted.ref}/"):
        desk.page.goto(desk.server + path)
        assert violations(desk) == [], path
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    expect(desk.page.locator("#runs")).to_contain_text("changed since")
