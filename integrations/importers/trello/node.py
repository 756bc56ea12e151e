"""One JSON object of an export, read with care: what has another type than expected counts as absent."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

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


@dataclass(frozen=True)
class Node:
    """No text that is read here still contains an address of `private`."""

    raw: Mapping[str, Any]
    private: Private = field(default_factory=Private, repr=False)

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return self._clean(value) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        return self.raw.get(name) is True

    def number(self, name: str) -> float | None:
        value = self.raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if abs(value) < 1e300 and math.isfinite(value) else None

    def whole(self, name: str) -> int:
        """A count; absent is 0."""
        return int(max(0.0, min(self.number(name) or 0.0, 1e9)))

    def moment(self, name: str) -> datetime | None:
        try:
            at = parse_datetime(self.text(name))
            return at and (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def node(self, name: str) -> Node:
        value = self.raw.get(name)
        return Node(value if isinstance(value, dict) else {}, self.private)

    def nodes(self, name: str) -> list[Node]:
        value = self.raw.get(name)
        objects = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
        return [Node(each, self.private) for each in objects]

    def words(self, name: str) -> list[str]:
        value = self.raw.get(name)
        return [self._clean(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []

    def _clean(self, text: str) -> str:
        """As a database stores it: no NUL, no half of a surrogate pair, no private address."""
        return self.private.removed_from(text.replace("\x00", "").encode("utf-8", "replace").decode())
