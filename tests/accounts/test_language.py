"""Who reads what in which language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import get_language

from accounts.actions.people import change_profile
from accounts.errors import Invalid, NotFound
from accounts.language import in_language_of
from accounts.models import Person
from accounts.tasks import mail_password_link
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def person(world: World) -> Person:
    return world.ben


def test_a_stranger_reads_what_the_browser_asks_for(client: Client) -> None:
    answer = client.get("/sign-in/", headers=GERMAN)

    assert answer.headers["Content-Language"] == "de"
    assert '<html lang="de"' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "fr", "nonsense;;q=x", "*"])
def test_whoever_asks_for_what_there_is_not_reads_english(client: Client, asked: str) -> None:
    assert '<html lang="en"' in client.get("/sign-in/", headers={"Accept-Language": asked}).text


def test_the_links_at_the_door_outweigh_the_browser(client: Client) -> None:
    client.post("/language/", {"language": "en"}, headers=GERMAN)

    assert client.get("/sign-in/", headers=GERMAN).headers["Content-Language"] == "en"


@pytest.mark.parametrize("asked", ["en", "de"])
def test_each_language_is_named_in_its_own_words(client: Client, asked: str) -> None:
    page = client.get("/sign-in/", headers={"Accept-Language": asked}).text

    assert 'lang="en"' in page
    assert [name for name in (">English</button>", ">Deutsch</button>") if name not in page] == []


def test_the_link_leads_back_and_never_elsewhere(client: Client) -> None:
    away = client.post("/language/", {"language": "de", "next": "https://elsewhere.test/"})
    back = client.post("/language/", {"language": "de"}, headers={"Referer": "http://testserver/password/reset/"})

    assert client.get("/language/?language=de").status_code == 405
    assert away.headers["Location"] == "/"
    assert back.headers["Location"] == "http://testserver/password/reset/"


def test_the_choice_in_the_profile_outweighs_all(client: Client, person: Person) -> None:
    change_profile(person=person, changes={"language": "de"}, at=NOW)
    client.force_login(person)
    client.cookies["language"] = "en"

    assert client.get("/profile/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "de"


def test_the_choice_is_made_on_the_page(client: Client, person: Person) -> None:
    client.force_login(person)
    look = {"language": "de", "theme": "dark", "density": "compact"}

    client.post("/profile/look/", look)

    person.refresh_from_db()
    assert person.language == "de"
    assert client.get("/api/v1/me").json()["language"] == "de"


def test_a_language_there_is_not_is_refused(person: Person) -> None:
    with pytest.raises(Invalid):
        change_profile(person=person, changes={"language": "xx"}, at=NOW)


def test_a_refusal_speaks_the_language_of_the_moment(person: Person) -> None:
    change_profile(person=person, changes={"language": "de"}, at=NOW)

    with in_language_of(person):
        refused = NotFound()

    assert refused.sentence != NotFound.sentence
    assert NotFound().sentence == NotFound.sentence


def test_a_mail_is_written_in_the_language_of_its_reader(person: Person) -> None:
    change_profile(person=person, changes={"language": "de"}, at=NOW)

    mail_password_link(person.email)

    assert mail.outbox[0].subject == "Ein neues Passwort für Prooflane"
    assert get_language() == "en"
