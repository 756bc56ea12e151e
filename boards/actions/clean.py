"""What a card's text must look like, whichever door it comes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.errors import Invalid

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 20_000


def clean_title(title: str) -> str:
    clean = " ".join(title.replace("\x00", "").split())
    if not clean:
        raise Invalid.field("title", _("A card needs a title."), "required")
    if len(clean) > TITLE_LENGTH:
        said = _("Keep the title to %(most)s characters; the rest fits the description.") % {"most": TITLE_LENGTH}
        raise Invalid.field("title", said)
    return clean


def clean_description(value: str) -> str:
    if len(value) > DESCRIPTION_LENGTH:
        said = _("Keep the description to %(most)s characters.") % {
            "most": number_format(DESCRIPTION_LENGTH, force_grouping=True)
        }
        raise Invalid.field("description", said)
    return value.replace("\x00", "")


def clean_names(value: list[str]) -> list[str]:
    """Sorted, each once, without stray spaces."""
    return sorted({" ".join(name.split()) for name in value if name.strip()})


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "title": clean_title,
    "description": clean_description,
    "assignees": clean_names,
    "labels": clean_names,
}
