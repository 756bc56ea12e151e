"""The words of a text, the same for the index and for a question, in every script and on every database.

Case and accents are dropped. Chinese, Japanese, Korean, Thai and their like do not part their words, so that a run
of them is indexed as pairs of signs. English words are found in their other forms as well. A card's ref in a text
becomes one word with its number first, so that CHURN-1 is not found for CHURN-12, nor each card for "churn".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category, normalize

LONGEST: Final = 60
_DENSE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963"
_TOKEN: Final = re.compile(rf"(?P<dense>[{_DENSE}]+)|(?P<word>[^\W_{_DENSE}](?:[^\W_{_DENSE}]|[{_MARKS}])*)")
_REF: Final = re.compile(r"(?<![\w-])(?P<key>[A-Za-z][A-Za-z0-9]{1,9})-(?P<number>[1-9][0-9]{0,6})(?![\w-])")
_VOICED: Final = "\u3099\u309a"  # they tell ga from ka; no accents


class Token(NamedTuple):
    """One word as it is indexed, and where it stands in the text."""

    word: str
    start: int
    end: int
    is_dense: bool


def plain(text: str) -> str:
    """The text in the one form that words are cut from; a sign with its accent is one sign."""
    return normalize("NFC", text.replace("\x00", ""))


def tokens(text: str) -> Iterator[Token]:
    """The words of a `plain` text in order; of a run of dense signs each pair, and the last sign alone."""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["word"]:
            yield Token(fold(match["word"][:LONGEST]), start, end, False)
            continue
        for at in range(start, end):
            yield Token(fold(text[at : min(at + 2, end)]), at, min(at + 2, end), True)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Without case and accents; Straße is strasse."""
    if word.isascii():
        return word.lower()
    signs = (sign for sign in normalize("NFKD", word) if category(sign) != "Mn" or sign in _VOICED)
    return normalize("NFC", "".join(signs)).casefold()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the forms of an English word share: scale, scales, scaled and scaling are scal."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    for ending in ("sses", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return _bare(word[:-2] if ending == "sses" else word[: -len(ending)])
    return _bare(word[:-1] if word[-1] == "s" and word[-2] not in "sui" else word)


def _bare(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def glued(ref: str) -> str:
    """A card's ref as one word."""
    key, _, number = ref.lower().rpartition("-")
    return f"{number}{key}"


def index_words(text: str, ref: str = "") -> str:
    """Everything a text is found by, as words with spaces between them."""
    found = [glued(ref)] if ref else []
    found += [glued(match[0]) for match in _REF.finditer(text)]
    for token in tokens(text):
        found.append(token.word)
        if not token.is_dense and stem(token.word) != token.word:
            found.append(stem(token.word))
    return " ".join(found)


def refs_in(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _REF.finditer(text)]
