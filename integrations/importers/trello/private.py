"""The private addresses of an export, by which mail becomes a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

REMOVED = "(private address removed)"
# Bounded, so that a long word costs no more than a long text.
ADDRESS = re.compile(r"[\w.+-]{1,100}@[\w.-]{1,100}")
TRELLO = "boards.trello.com"


class Private:
    """The addresses that post to a card. They are read only to keep them out of everything else."""

    def __init__(self, cards: Iterable[Any] = ()) -> None:
        found = (card.get("email") for card in cards if isinstance(card, dict))
        self._of_domain: dict[str, set[str]] = {}
        for address in (each.strip().casefold() for each in found if isinstance(each, str)):
            if ADDRESS.fullmatch(address):
                self._of_domain.setdefault(address.rpartition("@")[2], set()).add(address)

    def removed_from(self, text: str) -> str:
        return ADDRESS.sub(self._judge, text) if "@" in text else text

    def _judge(self, match: re.Match[str]) -> str:
        """Dots, dashes and underscores around an address may be part of the sentence."""
        word = match[0].casefold().strip("._-+")
        domain = word.rpartition("@")[2]
        known = self._of_domain.get(domain, set())
        is_private = domain == TRELLO or word in known or any(word.endswith(address) for address in known)
        return REMOVED if is_private else match[0]
