"""The rules that read one number, each knowing one way in which an operator and a metric stand at it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hypotheses.reading import patterns
from hypotheses.reading.words import CHANGES, Phrase, change_noun, phrase_after, phrase_before, phrase_of

_FLIPPED: Final = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_NEGATED: Final = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Place:
    """One number with the operator in front of it, if any, and the text before and after both of them."""

    value: Decimal
    unit: str
    op: str
    is_symbol: bool
    left: str
    right: str
    left_start: int
    op_start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a place says; `direction` is 0 for a value, else that of a change. Start and end are in the text.

    `target` is given where it is not the number as it was written.
    """

    metric: str
    op: str
    start: int
    end: int
    direction: int = 0
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """What a verb of change says, and where that starts in the text left of the number."""

    phrase: Phrase
    direction: int
    is_negated: bool
    start: int


def change_by(place: Place) -> Reading | None:
    """ "reduce latency by at least 20%", "latency drops by 20%", "will not increase latency by more than 5%"."""
    change = _change_before(place, patterns.BY)
    if change is None or not _is_free(place.right, beside_baseline=True):
        return None
    op = _NEGATED.get(place.op, "") if change.is_negated else place.op or ">="
    return _changed(change.phrase, op, change.direction, place.left_start + change.start, place.end)


def change_to(place: Place) -> Reading | None:
    """ "reduce WER from 12% to 5%": that value or beyond."""
    change = None if place.op else _change_before(place, patterns.TO)
    if change is None or change.is_negated or not change.phrase.is_certain or not _is_free(place.right):
        return None
    op = {1: ">=", -1: "<="}.get(change.direction, "")
    return Reading(change.phrase.name, op, place.left_start + change.start, place.end) if op else None


def change_of(place: Place) -> Reading | None:
    """ "a 20% reduction in latency", "a reduction of 20% in latency", "30% lower latency"."""
    before = phrase_before(place.left)
    noun = patterns.NOUN_AFTER.match(place.right)
    stated = noun["noun"] if noun else change_noun(before.words) if before else ""
    inside = patterns.IN_AFTER.match(place.right) if stated and not noun else None
    adjective = patterns.ADJECTIVE_AFTER.match(place.right)
    head = noun or inside or adjective
    phrase = phrase_after(place.right[head.end() :], any_noun=True) if head else None
    if head is None or phrase is None:
        return None
    end = head.end() + phrase.end
    if not _is_free(place.right[end:], beside_baseline=True):
        return None
    direction = (1 if head["up"] else -1) if head is adjective else _noun_direction(stated, phrase)
    return _changed(phrase, place.op or ">=", direction, place.op_start, place.end + end)


def change_named_after(place: Place) -> Reading | None:
    """ ">40% TTFT improvement"."""
    phrase = phrase_after(place.right, any_noun=True)
    metric, noun = phrase.split_change() if phrase else (None, "")
    if phrase is None or metric is None or not _is_free(place.right[phrase.end :], beside_baseline=True):
        return None
    direction = _noun_direction(noun, metric)
    return _changed(metric, place.op or ">=", direction, place.op_start, place.end + phrase.end)


def beside_baseline(place: Place) -> Reading | None:
    """ "AUC at least 0.02 above the baseline"."""
    phrase, beside = _certain(phrase_before(place.left)), patterns.BESIDE_BASELINE.match(place.right)
    if phrase is None or beside is None or phrase.is_conditional or phrase.is_change:
        return None
    direction, start = 1 if beside["up"] else -1, place.left_start + phrase.start
    return _changed(phrase, place.op or ">=", direction, start, place.end + beside.end())


def change_named_before(place: Place) -> Reading | None:
    """ "a TTFT reduction of at least 30%", "an increase in AUC of at least 0.02", "accuracy loss < 1%"."""
    phrase = phrase_before(place.left)
    if phrase is None or not place.op or phrase.is_conditional or not _is_free(place.right, beside_baseline=True):
        return None
    stated = patterns.NOUN_BEFORE.search(place.left[: phrase.start])
    metric, noun = (phrase, stated["noun"]) if stated else phrase.split_change()
    start = place.left_start + (stated.start() if stated else phrase.start)
    is_noun = place.is_symbol or place.left.rstrip().endswith((" of", " is", " be", " stays"))
    if metric is None or not is_noun:
        return None
    return _changed(metric, place.op, _noun_direction(noun, metric), start, place.end)


def change_in_next_cell(place: Place) -> Reading | None:
    """ "TTFT P99 | >30% improvement", the cells of a table."""
    phrase, noun = _certain(phrase_before(place.left)), patterns.NOUN_ALONE.match(place.right)
    if phrase is None or noun is None or place.left[phrase.end :].strip() != patterns.CELL_EDGE:
        return None
    direction, start = _noun_direction(noun["noun"], phrase), place.left_start + phrase.start
    return _changed(phrase, place.op or ">=", direction, start, place.end + noun.end())


def share_of_baseline(place: Place) -> Reading | None:
    """ "retains 99% of the baseline accuracy": one per cent below it at most."""
    share = patterns.SHARE_OF_BASELINE.match(place.right) if place.unit == "%" else None
    phrase = _certain(phrase_after(place.right[share.end() :])) if share else None
    op = place.op or (">=" if patterns.KEEPS.search(place.left) else "")
    if share is None or phrase is None or not op:
        return None
    end = share.end() + phrase.end
    if not _is_free(place.right[end:]):
        return None
    return Reading(phrase.name, op, place.op_start, place.end + end, 1, place.value - 100)


def metric_first(place: Place) -> Reading | None:
    """ "precision > .95", "a recall of at least .7", "recall of 0.7 or more"."""
    phrase = phrase_before(place.left)
    after = None if place.op else patterns.OPERATOR_AFTER.match(place.right)
    op, length = (sign_of(after), after.end()) if after else (place.op, 0)
    if phrase is None or not op or phrase.is_conditional or phrase.is_change:
        return None
    touches = place.is_symbol and not place.left[phrase.end :].strip()
    is_named = phrase.is_certain or (touches and phrase.is_plain_name)
    is_change = patterns.NOUN_BEFORE.search(place.left[: phrase.start])
    if not is_named or is_change or not _is_free(place.right[length:]):
        return None
    return Reading(phrase.name, op, place.left_start + phrase.start, place.end + length)


def metric_last(place: Place) -> Reading | None:
    """ "at least 82% accuracy", when no other metric stands in front of the operator."""
    phrase, before = _certain(phrase_after(place.right)), phrase_before(place.left)
    if not place.op or phrase is None or not _is_free(place.right[phrase.end :]):
        return None
    if phrase.is_change or patterns.TAKEN_BEFORE.search(place.left):
        return None
    if before and (before.is_certain or before.is_change or before.is_conditional):
        return None
    return Reading(phrase.name, place.op, place.op_start, place.end + phrase.end)


RULES: Final[tuple[Callable[[Place], Reading | None], ...]] = (
    *(change_by, change_to, change_of, change_named_after, change_named_before, change_in_next_cell),
    *(share_of_baseline, beside_baseline, metric_first, metric_last),
)


def sign_of(match: re.Match[str]) -> str:
    return patterns.SIGNS[match.lastgroup or ""]


def _changed(phrase: Phrase, op: str, direction: int, start: int, end: int) -> Reading | None:
    """A change held against its size: "fall by more than 20" is a change below minus 20."""
    if not op or not direction:
        return None
    return Reading(phrase.name, op if direction > 0 else _FLIPPED[op], start, end, direction)


def _change_before(place: Place, ending: re.Pattern[str]) -> _Change | None:
    """The verb of change in front of "by" or "to", with what it acts on or the metric that changes by itself."""
    end = ending.search(place.left)
    verbs = list(patterns.VERB.finditer(place.left, 0, end.start())) if end else []
    if end is None or not verbs:
        return None
    verb = verbs[-1]
    if verb[0].lower().endswith("ing") and not patterns.INTENDED.search(place.left[: verb.start()]):
        return None  # "Reducing the cache by 50% will" says what is done, not what is aimed at
    negation = patterns.NEGATED_VERB.search(place.left[: verb.start()])
    start = negation.start() if negation else verb.start()
    what = place.left[verb.end() : end.start()].strip()
    phrase = phrase_of(what) if what else _certain(phrase_before(place.left[:start]))
    if phrase is None:
        return None
    start = start if what else min(start, phrase.start)
    return _Change(phrase, _verb_direction(verb, phrase), bool(negation), start)


def _verb_direction(verb: re.Match[str], phrase: Phrase) -> int:
    if verb["up"] or verb["down"]:
        return 1 if verb["up"] else -1
    return phrase.direction if verb["better"] else -phrase.direction


def _noun_direction(noun: str, phrase: Phrase) -> int:
    return CHANGES[noun.lower()] or phrase.direction * (-1 if noun.lower() == "degradation" else 1)


def _certain(phrase: Phrase | None) -> Phrase | None:
    return phrase if phrase and phrase.is_certain else None


def _is_free(right: str, *, beside_baseline: bool = False) -> bool:
    """Whether nothing follows that would change the meaning, such as an unknown unit or another reference."""
    named = beside_baseline and patterns.THAN_BASELINE.match(right)
    return bool(named or patterns.FREE_AFTER.match(right))
