"""A question in words: what a text must hold to be found. Any text is one; there is no syntax to get wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from boards.search.words import Token, fold, glued, plain, refs_in, stem, tokens

MOST_WORDS: Final = 20
MOST_SIGNS: Final = 500


@dataclass(frozen=True)
class Term:
    """One word that must occur, in this or another English form; as a beginning where `is_prefix`."""

    word: str
    is_prefix: bool = False
    is_exact: bool = False

    @property
    def stem(self) -> str:
        return self.word if self.is_exact else stem(self.word)

    def hits(self, word: str) -> bool:
        """Whether a word of a text is one of those that were meant."""
        if self.is_prefix and word.startswith(self.word):
            return True
        return word == self.word or (not self.is_exact and stem(word) == self.stem)


@dataclass(frozen=True)
class Asked:
    """The terms of a question; the last word may still be being typed."""

    terms: tuple[Term, ...]

    @classmethod
    def read(cls, text: str) -> Asked:
        text = plain(text[:MOST_SIGNS])
        spans = refs_in(text)
        found = [Term(glued(fold(text[start:end])), is_exact=True) for start, end in spans]
        rest = [each for each in tokens(text) if not any(s <= each.start < e for s, e in spans)]
        found += [_term(rest, place) for place in range(len(rest)) if not _is_tail(rest, place)]
        return cls(tuple(dict.fromkeys(found))[:MOST_WORDS])

    def __bool__(self) -> bool:
        return bool(self.terms)

    def for_postgresql(self, joined: str = " & ") -> str:
        """As `to_tsquery` reads it; the words are letters and digits only."""
        return joined.join(f"({' | '.join(_ts(each))})" for each in self.terms)

    def for_sqlite(self, joined: str = " AND ") -> str:
        """As FTS5 reads it."""
        return joined.join(f"({' OR '.join(_fts(each))})" for each in self.terms)


def _is_tail(rest: list[Token], place: int) -> bool:
    """The lone last sign of a run, which its pair has asked for already."""
    token = rest[place]
    before = rest[place - 1] if place else None
    return bool(token.is_dense and token.end - token.start == 1 and before and before.end == token.end)


def _term(rest: list[Token], place: int) -> Term:
    token = rest[place]
    if token.is_dense:
        return Term(token.word, is_prefix=token.end - token.start == 1, is_exact=True)
    return Term(token.word, is_prefix=place == len(rest) - 1)


def _ts(term: Term) -> list[str]:
    first = f"'{term.word}':*" if term.is_prefix else f"'{term.word}'"
    return [first] if term.stem == term.word else [first, f"'{term.stem}'"]


def _fts(term: Term) -> list[str]:
    first = f'"{term.word}" *' if term.is_prefix else f'"{term.word}"'
    return [first] if term.stem == term.word else [first, f'"{term.stem}"']
