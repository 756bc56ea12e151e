"""Reading measurable targets out of prose.

Every number is looked at on its own. It becomes a candidate only when an operator and a metric stand at it in a
way that has one meaning; everything else is returned as unread, never guessed. An operator is never inferred
from the metric; only "improve" and "degrade" borrow the direction of metrics that have one beyond doubt.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hypotheses.reading import patterns
from hypotheses.reading.bare import read_bare, read_shares
from hypotheses.reading.rules import RULES, Place, Reading, sign_of
from hypotheses.reading.words import phrase_after, phrase_before

_REACH: Final = 120  # characters on each side of a number that may belong to it
_LONGEST_OPERATOR: Final = 40
_MAX_FRAGMENT: Final = 120

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A criterion as it was read; relative to the baseline, unit "%" means per cent of the baseline."""

    metric: str
    op: str
    target: Decimal
    relative_to: str
    unit: str
    text: str


def proposed(text: str, unread: Iterable[str]) -> list[Candidate]:
    """What people probably mean by what was not read: for somebody to correct, not to be taken.

    A number in brackets explains another one, and promises nothing by itself.
    """
    clauses = [each for each in unread if not re.search(rf"\(\s*{re.escape(each)}", text)]
    found = [*filter(None, map(read_bare, clauses)), *read_shares(text)]
    relative_to = {True: "baseline", False: "absolute"}
    return [
        Candidate(each.metric, each.op, each.value, relative_to[each.relative], each.unit, each.fragment)
        for each in found
    ]


def read_targets(text: str) -> tuple[list[Candidate], list[str]]:
    """The candidates in order of appearance, and every other fragment that holds a number."""
    candidates: dict[tuple[object, ...], Candidate] = {}
    taken: list[Span] = []
    missed: list[Span] = []
    for match in patterns.NUMBER.finditer(text):
        if _is_part_of_a_name(text, match):
            continue
        place = None if _is_odd(text, match) else _place(text, match)
        reading = _read(text, place) if place else None
        if place is None or reading is None:
            missed.append(match.span())
            continue
        for each in (*_sharing_before(text, place, reading), reading, *_sharing_after(text, place, reading)):
            candidate = _candidate(text, place, each)
            candidates.setdefault((candidate.metric.lower(), candidate.op, candidate.target), candidate)
            taken.append((each.start, each.end))
    unread = [span for span in missed if not any(start <= span[0] < end for start, end in taken)]
    return list(candidates.values()), list(dict.fromkeys(_fragments(text, unread, taken)))


def _is_part_of_a_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 3) : match.start()]
    return bool(patterns.PART_OF_A_NAME.search(before) or patterns.NAME_GOES_ON.match(text, match.end()))


def _is_odd(text: str, match: re.Match[str]) -> bool:
    """Ranges, dates, ratios, settings, factors and vague amounts are no plain limits."""
    before = text[max(0, match.start() - 20) : match.start()]
    after = patterns.ODD_AFTER.match(text, match.end())
    return bool(after or patterns.ODD_BEFORE.search(before) or patterns.VAGUE.search(before))


def _place(text: str, match: re.Match[str]) -> Place:
    digits = match["digits"].replace(",", "") + (match["exponent"] or "")
    value = -Decimal(digits) if match["sign"] in ("-", "\u2212") else Decimal(digits)
    first = max(0, match.start() - _REACH)
    left = text[first : match.start()]
    operator = patterns.OPERATOR_BEFORE.search(left, max(0, len(left) - _LONGEST_OPERATOR))
    op_start = operator.start() if operator else len(left)
    return Place(
        value=value,
        unit="%" if match["percent"] else match["unit"] or match["currency"] or "",
        op=sign_of(operator) if operator else "",
        is_symbol=bool(operator and not operator[0].strip()[0].isalpha()),
        left=left[:op_start],
        right=text[match.end() : match.end() + _REACH],
        left_start=first,
        op_start=first + op_start,
        end=match.end(),
    )


def _read(text: str, place: Place) -> Reading | None:
    """What the first rule that fits says, unless the clause before it denies or conditions it."""
    reading = next(filter(None, (rule(place) for rule in RULES)), None)
    if reading is None:
        return None
    clause = patterns.CLAUSE_EDGE.split(text[max(0, reading.start - _REACH) : reading.start])[-1]
    return None if patterns.UNSAFE_BEFORE.search(clause) else reading


def _sharing_before(text: str, place: Place, reading: Reading) -> list[Reading]:
    """The other metrics of "precision, recall and F1 above 0.9", in their order."""
    sharing: list[Reading] = []
    start = reading.start
    while not reading.direction and reading.start != place.op_start:
        left = text[max(0, start - _REACH) : start]
        joint = patterns.PAIRED.search(left) or (patterns.LISTED.search(left) if sharing else None)
        phrase = phrase_before(left[: joint.start()]) if joint else None
        if joint is None or phrase is None or not phrase.is_certain or left[phrase.end : joint.start()].strip():
            break
        if patterns.VERB.fullmatch(phrase.before):
            break
        start += phrase.start - len(left)
        sharing.insert(0, replace(reading, metric=phrase.name, start=start))
    return sharing


def _sharing_after(text: str, place: Place, reading: Reading) -> list[Reading]:
    """The second metric of "at least 90% precision and recall"."""
    joint = patterns.AND_ALSO.match(text, reading.end)
    phrase = phrase_after(text[joint.end() : joint.end() + _REACH]) if joint else None
    named_last = reading.start == place.op_start and not reading.direction
    if joint is None or phrase is None or not named_last or not phrase.is_certain:
        return []
    end = joint.end() + phrase.end
    return [replace(reading, metric=phrase.name, end=end)] if patterns.FREE_AFTER.match(text, end) else []


def _candidate(text: str, place: Place, reading: Reading) -> Candidate:
    return Candidate(
        metric=reading.metric,
        op=reading.op,
        target=_target(place, reading),
        relative_to="baseline" if reading.direction else "absolute",
        unit=place.unit,
        text=text[reading.start : reading.end].strip(),
    )


def _target(place: Place, reading: Reading) -> Decimal:
    if reading.target is not None:
        return reading.target
    return -place.value if reading.direction < 0 else place.value


def _fragments(text: str, unread: list[Span], taken: list[Span]) -> Iterator[str]:
    """The words around each number, up to the next comma, conjunction or reading."""
    spans = [edge.span() for edge in patterns.FRAGMENT_EDGE.finditer(text)] + taken
    edges = sorted({0, len(text), *(place for span in spans for place in span)})
    for start, end in unread:
        first, last = edges[bisect_right(edges, start) - 1], edges[bisect_left(edges, end)]
        yield text[first:last].strip(" \t-\u2013:")[:_MAX_FRAGMENT]
