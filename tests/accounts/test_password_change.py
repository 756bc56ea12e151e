"""Changing the known password: the current one is asked for, and every other session ends."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import AuditRecord
from tests.pages import client_of, invalid_fields, words
from tests.world import PASSWORD, World

NEW = "quite-another-battery"


def change(client: Client, current: str = PASSWORD, new: str = NEW) -> Any:
    return client.post("/password/change/", {"current": current, "password": new})


def test_the_session_goes_on_under_a_new_id_and_all_others_end(world: World) -> None:
    here, elsewhere = client_of(world.ben), client_of(world.ben)
    before = here.session.session_key

    assert change(here)["Location"] == "/profile/"

    assert here.session.session_key != before
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert AuditRecord.objects.filter(kind="password.changed", actor=world.ben).exists()


def test_the_current_password_is_needed(world: World) -> None:
    answer = change(client_of(world.ben), current="not-my-password")

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"current"}
    world.ben.refresh_from_db()
    assert world.ben.check_password(PASSWORD)


def test_a_borrowed_session_cannot_guess_it_for_long(world: World) -> None:
    client = client_of(world.ben)
    answers = [change(client, current=f"guess-{number}") for number in range(8)]

    assert "Too many tries" in words(answers[-1])
    assert "Too many tries" in words(change(client))


def test_a_password_like_the_name_is_refused(world: World) -> None:
    answer = change(client_of(world.ben), new="ben@example.org")

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"password"}


def test_no_password_comes_back_with_the_page(world: World) -> None:
    page = change(client_of(world.ben), current="not-my-password").content.decode()

    assert "not-my-password" not in page
    assert NEW not in page
