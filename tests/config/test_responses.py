"""What every response carries, whoever answers."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Person
from config import health
from config.security import SecurityHeadersMiddleware

STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/nowhere/", "/static/vendor/htmx.js", "/api/v1/nowhere"])
def test_every_answer_is_hardened(client: Client, path: str) -> None:
    response = client.get(path)
    response.close()
    assert {name: response.headers.get(name) for name in STRICT} == STRICT
    assert len(response.headers["X-Request-ID"]) == 16
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_a_stricter_policy_of_a_view_stays() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
def test_ready_says_so(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


@pytest.mark.django_db
@pytest.mark.parametrize("problem", [DatabaseError, health._NotMigratedError])
def test_not_ready_without_the_tables(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def fail() -> None:
        raise problem

    monkeypatch.setattr(health, "_require_migrations", fail)
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
def test_a_session_ends_two_weeks_after_the_sign_in(client: Client) -> None:
    person = Person.objects.create_user("ada", "a long password")
    client.force_login(person)
    first = Session.objects.get().expire_date
    assert abs(first - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)

    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        session = client.session
        session["something"] = "new"
        session.save()

    assert Session.objects.get().expire_date == first
