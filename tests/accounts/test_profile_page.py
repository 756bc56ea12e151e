"""A person's own page: name, look and hours, each saved by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.calendar_spec import WEEKDAYS
from accounts.models import AuditRecord, Person
from tests.pages import client_of, invalid_fields, said, words
from tests.world import PASSWORD, World

OFFICE = {f"{day}_1_from": "9" for day in WEEKDAYS[:5]} | {f"{day}_1_to": "17:30" for day in WEEKDAYS[:5]}


@pytest.fixture
def ben(world: World) -> Client:
    return client_of(world.ben)


def now(world: World) -> Person:
    return Person.objects.get(pk=world.ben.pk)


def test_name_and_mail_are_saved(world: World, ben: Client) -> None:
    answer = ben.post("/profile/", {"name": "Ben T."}, follow=True)

    assert said(answer) == ["Saved."]
    assert (now(world).name, now(world).mail_reminders) == ("Ben T.", False)


def test_another_address_needs_the_password_and_is_told_to_the_old_one(
    world: World, ben: Client, mailoutbox: list[Any]
) -> None:
    ben.post("/profile/email/", {"email": "B@Example.org", "current": PASSWORD})

    assert now(world).email == "b@example.org"
    assert mailoutbox[0].to == ["ben@example.org"]
    assert "is now b@example.org" in mailoutbox[0].body
    assert AuditRecord.objects.filter(kind="email.changed", actor=world.ben).exists()


def test_a_borrowed_session_cannot_redirect_the_mail(world: World, ben: Client, mailoutbox: list[Any]) -> None:
    answer = ben.post("/profile/email/", {"email": "thief@example.org", "current": "a-guess"})
    ben.post("/profile/", {"name": "Ben", "email": "thief@example.org"})

    assert answer.status_code == 422
    assert invalid_fields(answer) == {"current"}
    assert 'value="thief@example.org"' in answer.content.decode()
    assert (now(world).email, mailoutbox) == ("ben@example.org", [])


@pytest.mark.parametrize(
    ("path", "data", "field"),
    [("", {"name": " "}, "name"), ("email/", {"email": "nowhere", "current": PASSWORD}, "email")],
)
def test_what_is_wrong_stands_beside_its_field(
    world: World, ben: Client, path: str, data: dict[str, str], field: str
) -> None:
    answer = ben.post(f"/profile/{path}", data)

    assert answer.status_code == 422
    assert invalid_fields(answer) == {field}
    assert (now(world).name, now(world).email) == ("Ben", "ben@example.org")


def test_the_address_of_somebody_else_is_refused(world: World, ben: Client) -> None:
    answer = ben.post("/profile/email/", {"email": "ADA@example.org", "current": PASSWORD})

    assert answer.status_code == 422
    assert "Another person uses this e-mail address" in words(answer)


def test_nothing_else_of_the_person_can_be_set(world: World, ben: Client) -> None:
    ben.post(
        "/profile/", {"name": "Ben", "username": "root", "is_staff": "1", "is_superuser": "1", "auth_epoch": "9"}
    )

    person = now(world)
    assert (person.username, person.is_staff, person.is_superuser, person.auth_epoch) == ("ben", False, False, 0)


def test_the_look_is_saved_and_shown_at_once(world: World, ben: Client) -> None:
    answer = ben.post("/profile/look/", {"theme": "dark", "density": "compact"}, follow=True)

    page = answer.content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert 'data-keys="off"' in page
    assert now(world).density == "compact"


def test_a_theme_that_does_not_exist_is_refused(world: World, ben: Client) -> None:
    assert ben.post("/profile/look/", {"theme": "pink", "density": "compact"}).status_code == 422


def test_hours_of_ones_own_are_saved(world: World, ben: Client) -> None:
    ben.post("/profile/hours/", {"tz": "Europe/Berlin", "own": "on", **OFFICE})

    person = now(world)
    assert person.time_zone == "Europe/Berlin"
    week = (person.working_hours or {})["week"]
    assert (week["mon"], week["sat"]) == ([["09:00", "17:30"]], [])


def test_without_hours_of_ones_own_only_the_zone_is_kept(world: World, ben: Client) -> None:
    ben.post("/profile/hours/", {"tz": "Asia/Tokyo", "mon_1_from": "nonsense"})

    assert (now(world).time_zone, now(world).working_hours) == ("Asia/Tokyo", None)


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"mon_1_to": ""}, "mon_1_to"),
        ({"mon_1_from": "18", "mon_1_to": "9"}, "mon_1_from"),
        ({"tue_1_from": "9", "tue_1_to": "25"}, "tue_1_from"),
        ({"wed_1_from": "9", "wed_1_to": "12", "wed_2_from": "11", "wed_2_to": "15"}, "wed_1_from"),
    ],
)
def test_a_day_that_cannot_be_is_marked(world: World, ben: Client, times: dict[str, str], field: str) -> None:
    answer = ben.post("/profile/hours/", {"tz": "UTC", "own": "on", **OFFICE, **times})

    assert answer.status_code == 422
    assert field in invalid_fields(answer)
    assert now(world).working_hours is None


def test_what_is_wrong_with_a_week_is_named_by_its_day(ben: Client) -> None:
    week = {"tz": "UTC", "own": "on", "tue_1_from": "9", "tue_1_to": "8"}
    page = words(ben.post("/profile/hours/", week))

    assert "Look at Tuesday, first span from below." in page


def test_a_zone_that_does_not_exist_is_refused(world: World, ben: Client) -> None:
    assert ben.post("/profile/hours/", {"tz": "Mars/Olympus"}).status_code == 422


def test_the_page_shows_what_is_saved(world: World, ben: Client) -> None:
    ben.post("/profile/hours/", {"tz": "Europe/Berlin", "own": "on", **OFFICE})
    page: Any = ben.get("/profile/")

    form: Any = page.context["hours_form"]
    assert form.initial["tz"] == "Europe/Berlin"
    assert form.initial["fri_1_to"] == "17:30"
    assert form.initial["own"]
