"""What the tests of pages share: a browser for somebody, and the words of an answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import Person


def client_of(person: Person | None, **options: Any) -> Client:
    """A browser in which the person is signed in; nobody, for None."""
    client = Client(**options)
    if person is not None:
        client.force_login(person)
    return client


def words(response: Any) -> str:
    """The text of the page without its markup."""
    body = re.sub(r"<(script|template|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def said(response: Any) -> list[str]:
    """What the answer tells the person next."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def invalid_fields(response: Any) -> set[str]:
    """The fields that are marked as wrong, each with a text that describes it."""
    body = response.content.decode()
    marked = [
        tag for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", body) if 'aria-invalid="true"' in tag
    ]
    for tag in marked:
        described = re.search(r'aria-describedby="([^"]+)"', tag)
        assert described, f"nothing says what is wrong: {tag}"
        assert all(f'id="{name}"' in body for name in described[1].split()), tag
    return {match[1] for tag in marked if (match := re.search(r'name="([^"]+)"', tag))}
