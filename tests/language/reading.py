"""What a person reads on a page, and what of it people wrote themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import models

SHOWN = {"aria-label", "alt", "placeholder", "title", "data-toast", "aria-description"}
HIDDEN = {"script", "style"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
WORD = re.compile(r"[^\W\d_]{3,}")


class Reader(HTMLParser):
    """Collects texts and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        self.texts += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not HIDDEN & set(self._open):
            self.texts.append(data)


def texts_of(html: str) -> set[str]:
    """The distinct texts of a page that hold a word."""
    reader = Reader()
    reader.feed(html)
    plain = (" ".join(text.split()) for text in reader.texts)
    return {text for text in plain if WORD.search(text)}


def written_by_people() -> set[str]:
    """Every text in the database, those inside JSON among them."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        if names:
            for row in model._default_manager.values_list(*names):
                found.update(leaves(row))
    return {" ".join(text.split()) for text in found}


TEXTS = (models.CharField, models.TextField, models.JSONField)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from leaves(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from leaves(each)
