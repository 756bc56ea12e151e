"""The first words of a new card as its draft: nothing is locked, and what was not read is left to its author."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from boards.actions.clean import TITLE_LENGTH
from boards.drafting import Read
from boards.events import Cause
from boards.models import Card
from hypotheses.actions import save_hypothesis
from hypotheses.sentence import LONGEST, Understood, understand

_WORDS = {
    "because": noop("the reason"),
    "for_whom": noop("for whom"),
    "signal": noop("the signal"),
    "outcome": noop("the outcome"),
}


class HypothesisDrafting:
    def read(self, sentence: str) -> Read:
        """The title is the belief with its outcome; what else was found is said in words."""
        understood = understand(sentence[:LONGEST])
        found = [f"{each['metric']} {each['op']} {each['target']:g}" for each in understood.criteria]
        found += [gettext(word) for name, word in _WORDS.items() if understood.changes.get(name)]
        if understood.unread:
            found.append(gettext("not read: %(numbers)s") % {"numbers": ", ".join(understood.unread)})
        return Read(title=title_of(understood, sentence), found=tuple(found))

    def draft(self, *, cause: Cause, card: Card, sentence: str, budget_minutes: int | None) -> None:
        understood = understand(sentence[:LONGEST]) if sentence else Understood({}, [], [], [])
        changes: dict[str, Any] = dict(understood.changes)
        if budget_minutes:
            changes["budget_minutes"] = budget_minutes
        criteria = understood.criteria or None
        if changes or criteria:
            save_hypothesis(cause=cause, card=card, changes=changes, criteria=criteria)


def title_of(understood: Understood, sentence: str) -> str:
    """What is believed, as a title: "A fine-tuned DistilBERT will find churn early"."""
    parts = [understood.changes.get("belief", ""), understood.changes.get("outcome", "")]
    text = " will ".join(part for part in parts if part) or " ".join(sentence.split())
    text = text[:1].upper() + text[1:]
    return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1].rsplit(' ', 1)[0]}…"
