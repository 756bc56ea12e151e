"""Sentences that a job wrote down in English, for nobody in particular, and that somebody reads in their language.

What is kept stays the same for every reader and for the API. Each room names the patterns of its sentences with
`know`; whoever reads one is given its translation, with the same values in their places.
"""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.translation import gettext

from accounts.language import current

_PLACE = re.compile(r"%\((\w+)\)s")
_known: list[str] = []


def know(*patterns: str) -> None:
    """Texts marked with `noop`; the first that fits counts. A place called `n` holds a number."""
    _known.extend(pattern for pattern in patterns if pattern not in _known)


def retold(text: str) -> str:
    """A kept sentence in the language of the moment, with its parts; as it is where nobody named it."""
    if current() == settings.LANGUAGE_CODE:
        return text
    for pattern in _known:
        if (found := _shape(pattern).fullmatch(text)) is not None:
            parts = {name: "; ".join(map(retold, value.split("; "))) for name, value in found.groupdict().items()}
            return gettext(pattern) % parts if parts else gettext(pattern)
    return text


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    """What the sentence looks like with its values in it."""
    pieces = _PLACE.split(pattern)
    texts, names = pieces[::2], pieces[1::2]
    places = [rf"(?P<{name}>{'[0-9]+' if name == 'n' else '.+?'})" for name in names]
    literal = [re.escape(text.replace("%%", "%") if names else text) for text in texts]
    return re.compile(
        "".join(part for pair in zip(literal, [*places, ""], strict=True) for part in pair), re.DOTALL
    )
