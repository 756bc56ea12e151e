"""Which language somebody reads: their own choice, otherwise what their browser asks for.

What is written for somebody who is not looking, such as a mail, is written `in_language_of` its reader.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override

from accounts.models import Person

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def current() -> str:
    """The language words are being written in now: one of `settings.LANGUAGES`."""
    return get_language() or settings.LANGUAGE_CODE


def worth_keeping(request: HttpRequest) -> str:
    """The language of the moment for a new person to keep; empty where their browser leads to it anyway."""
    is_default = current() == settings.LANGUAGE_CODE
    return "" if is_default and get_language_from_request(request) == current() else current()


def language_of(request: HttpRequest) -> str:
    """The choice of who is signed in, otherwise that of the cookie, otherwise that of `Accept-Language`."""
    person = getattr(request, "user", None)
    chosen = person.language if isinstance(person, Person) else ""
    return chosen or get_language_from_request(request)


def offered(request: HttpRequest, language: str) -> str:
    """What somebody reads who was written to in this language: it, unless they have chosen another one here."""
    return language if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES else language_of(request)


def in_language_of(person: Person) -> AbstractContextManager[None]:
    return override(person.language or settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Answers each request in the language of who asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        with override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response
