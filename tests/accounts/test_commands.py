"""The commands with which an operator lets people and programs in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ApiToken, Membership, Person, digest
from tests.world import World


def told(command: str, *args: object, **options: object) -> list[str]:
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_a_person_is_made_with_a_password_of_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_EVE", "a-long-enough-word")
    lines = told(
        "create_person", "eve", name="Eve Adler", email="eve@example.org", team="demo", role="product_owner",
        password_env="SECRET_OF_EVE",
    )  # fmt: skip
    eve = Person.objects.get(username="eve")
    assert lines == ["eve can sign in now, product_owner in demo."]
    assert (eve.name, eve.email, eve.check_password("a-long-enough-word")) == (
        "Eve Adler",
        "eve@example.org",
        True,
    )
    assert Membership.objects.get(person=eve).role == "product_owner"


def test_a_made_up_password_is_printed_and_works(world: World) -> None:
    password = told("create_person", "eve", generate=True)[-1].removeprefix("Password: ")
    assert Person.objects.get(username="eve").check_password(password)


@pytest.mark.parametrize(
    ("username", "options", "sentence"),
    [
        ("ada", {}, "exists already"),
        ("Eve Adler", {}, "Use 1-32 small letters"),
        ("eve", {"team": "nowhere"}, "There is no team nowhere."),
        ("eve", {"email": "nonsense"}, "not an e-mail address"),
        ("eve", {"password_env": "NO_SUCH_VARIABLE"}, "The environment has no NO_SUCH_VARIABLE."),
    ],
)
def test_a_wrong_person_is_refused(world: World, username: str, options: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        told("create_person", username, generate=True, **options)
    assert not Person.objects.filter(username="eve").exists()


def test_a_token_is_alone_on_the_last_line(world: World) -> None:
    secret = told("create_token", "ben", name="training", scope="write", days=30)[-1]
    token = ApiToken.objects.get()
    assert (token.digest, token.person, token.scope) == (digest(secret), world.ben, "write")
    assert token.expires_at is not None


@pytest.mark.parametrize(
    ("person", "options", "sentence"),
    [
        ("nobody", {}, "There is no active person nobody."),
        ("ben", {"days": 0}, "Give 1 to 3650 days."),
        ("ben", {"name": " "}, "Name the token"),
    ],
)
def test_a_wrong_token_is_refused(world: World, person: str, options: dict[str, object], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        told("create_token", person, **{"name": "training", **options})


def test_createsuperuser_knows_our_people(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-enough-word")
    told("createsuperuser", username="root", interactive=False)
    root = Person.objects.get(username="root")
    assert (root.name, root.is_superuser, root.check_password("a-long-enough-word")) == ("root", True, True)
