"""The one search: over cards, hypotheses, the research log and verdicts."""

from boards.search.cards import matching
from boards.search.find import Found, search

__all__ = ["Found", "matching", "search"]
