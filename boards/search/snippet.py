"""The place of a text where the words were found, and where in it they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from boards.models import SearchDocument
from boards.search.asking import Asked
from boards.search.words import fold, glued, refs_in, tokens

BEFORE: Final = 60
LONG: Final = 220


@dataclass(frozen=True)
class Snippet:
    """Plain text, and the spans in it that were asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each marked or not; a template escapes them."""
        cut, end = [], 0
        for start, stop in self.marks:
            cut += [(self.text[end:start], False), (self.text[start:stop], True)]
            end = stop
        return [(piece, marked) for piece, marked in (*cut, (self.text[end:], False)) if piece]


def snippet_of(document: SearchDocument, asked: Asked) -> Snippet:
    """Of the title where the words stand there, otherwise of the body, otherwise the beginning of either."""
    texts = [text for text in (document.title, document.body) if text]
    if document.kind == SearchDocument.Kind.CARD:  # its title stands beside the snippet anyway
        texts = [document.body]
    for text in texts:
        if place := _first(text, asked):
            return _around(text, place[0], asked)
    return Snippet(_cut(texts[0], 0) if texts else "", ())


def marked(text: str, asked: Asked) -> Snippet:
    """The whole text."""
    return Snippet(text, tuple(_spans(text, asked)))


def _around(text: str, place: int, asked: Asked) -> Snippet:
    start = text.rfind(" ", 0, max(0, place - BEFORE)) + 1 if place > BEFORE else 0
    cut = _cut(text, start)
    return Snippet(cut, tuple(_spans(cut, asked)))


def _cut(text: str, start: int) -> str:
    piece = " ".join(text[start : start + LONG].split())
    return f"{'… ' if start else ''}{piece}{' …' if start + LONG < len(text) else ''}"


def _first(text: str, asked: Asked) -> tuple[int, int] | None:
    return next(iter(_spans(text, asked, most=1)), None)


def _spans(text: str, asked: Asked, most: int = 200) -> list[tuple[int, int]]:
    """In order, without overlaps."""
    found: list[tuple[int, int]] = [
        (start, end)
        for start, end in refs_in(text)
        if any(term.word == glued(fold(text[start:end])) for term in asked.terms)
    ]
    for token in tokens(text):
        if len(found) >= most:
            break
        if any(term.hits(token.word) for term in asked.terms):
            found.append((token.start, token.end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
