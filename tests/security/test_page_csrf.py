"""No other site makes a person's browser do anything here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.pages import client_of
from tests.security.doors import DOORS, Door
from tests.security.scene import Scene, fill, make_scene
from tests.world import PASSWORD, World

# One door is for mail programs, which have no session: its signed address stops mail and does nothing else.
POSTS = [door for door in DOORS if door.method == "POST" and door.name != "unsubscribe"]
# A refusal may be told to the audit; sessions are the browser's own.
SOME = ("teams", "board_removal", "new_card")
ROOMS = ("accounts", "boards", "hypotheses", "timeboxes", "modelversions", "cadence", "webhooks")
NOT_COUNTED = {"Session", "AuditRecord"}


@pytest.fixture
def scene(world: World) -> Iterator[Scene]:
    with time_machine.travel(world.at, tick=False) as clock:
        made = make_scene(world)
        clock.move_to(world.at)
        yield made


def everything() -> dict[str, list[Any]]:
    """Every row of our own tables."""
    models = [model for app in apps.get_app_configs() for model in app.get_models()]
    ours = [model for model in models if model._meta.app_label in ROOMS]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in ours
        if model.__name__ not in NOT_COUNTED
    }


def attempts(client: Client, path: str, data: dict[str, Any], token: str) -> Iterator[Any]:
    """What a page of another site, or a link, can make a browser send."""
    yield client.post(path, data)
    yield client.post(path, {**data, "csrfmiddlewaretoken": "x" * 64})
    yield client.post(path, {**data, "csrfmiddlewaretoken": token})
    yield client.post(path, "{}", content_type="text/plain")
    yield client.post(path, data, HTTP_ORIGIN="https://evil.example", HTTP_X_CSRFTOKEN=own_token(client))
    yield client.put(path, data)
    yield client.delete(path)


def own_token(client: Client) -> str:
    return str(client.get("/password/reset/").context["csrf_token"])


def test_nothing_is_changed_without_the_token_of_the_session(scene: Scene) -> None:
    client = client_of(scene.world.ada, enforce_csrf_checks=True)
    before = everything()
    stranger = own_token(Client())
    for door in POSTS:
        path, data = reverse(door.name, args=fill(scene, door.args)), fill(scene, door.data)
        answers = [answer.status_code for answer in attempts(client, path, data, stranger)]
        assert all(status in (401, 403, 404, 405) for status in answers), f"{door}: {answers}"

    assert everything() == before


@pytest.mark.parametrize(
    "door", [door for door in POSTS if door.name in ("teams", "board_removal", "new_card")], ids=str
)
def test_with_the_token_it_works(scene: Scene, door: Door) -> None:
    """So the refusals above are not for another reason."""
    client = client_of(scene.world.ada, enforce_csrf_checks=True)
    path, data = reverse(door.name, args=fill(scene, door.args)), fill(scene, door.data)

    answer = client.post(path, {**data, "csrfmiddlewaretoken": own_token(client)})

    assert answer.status_code in (201, 302)


def test_nobody_is_signed_in_by_another_site(world: World) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/sign-in/", {"username": "dan", "password": PASSWORD})

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_refused_form_says_how_to_go_on(world: World) -> None:
    answer = client_of(world.ada, enforce_csrf_checks=True).post("/teams/", {"name": "New"})

    assert answer.status_code == 403
    assert "load the page again and send it once more" in answer.content.decode()


def test_a_method_cannot_be_put_on_top(world: World) -> None:
    client = client_of(world.ada)

    answer = client.get("/teams/", {"_method": "POST", "name": "New"}, HTTP_X_HTTP_METHOD_OVERRIDE="POST")

    assert answer.status_code == 200
    assert not world.ada.memberships.filter(team__name="New").exists()
