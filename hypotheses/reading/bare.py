"""Targets that name a number and a metric and no operator: "34.0% mAP", "reach an AUC of 0.85".

People mean at least, or at most where lower is better; but they have not said so. Such a reading is a proposal: it
is shown with what was assumed, for somebody to correct, and never taken for what the text says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hypotheses.reading import patterns
from hypotheses.reading.words import Phrase, phrase_after, phrase_before

_LEAD: Final = re.compile(
    r"(?:.*\b(?:reach|achieve|attain|deliver|yield|produce|give|hit|get|have)(?:s|ing)?|target|goal)?\s*:?\s*"
    r"(?:an?\s+|the\s+)?",
    re.IGNORECASE | re.DOTALL,
)
_SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s?%\s+of\s+[\w-]{1,40}")
_SHARES: Final = re.compile(
    rf"(?P<shares>{_SHARE.pattern.replace('(', '(?:', 1)}(?:\s+and\s+{_SHARE.pattern.replace('(', '(?:', 1)})?)"
    r"\s{0,2}\((?P<inside>[^()]{1,60})\)"
)
_OF: Final = re.compile(r"\s+(?:of|is)?\s*$|\s*:\s*$", re.IGNORECASE)
_LIMIT: Final = re.compile(
    r"\b(?P<least>min(?:imum)?|minimal)\b|\b(?P<most>max(?:imum)?|maximal)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bare:
    """A metric beside a number, and the operator that people mean by that."""

    metric: str
    op: str
    value: Decimal
    unit: str
    fragment: str
    relative: bool = False


def read_shares(text: str) -> Iterator[Bare]:
    """ "99.9% of FP32 (0.5425 mAP)": a tenth of a per cent below what the reference reaches, at most."""
    for match in _SHARES.finditer(text):
        inside = match["inside"]
        bare = read_bare(inside.replace("=", " "))
        for share in _SHARE.finditer(match["shares"]) if bare else ():
            below = Decimal(share[1]) - 100
            if bare and bare.op == ">=" and below < 0:
                yield Bare(bare.metric, bare.op, below, "%", match[0].strip(), relative=True)


def read_bare(fragment: str) -> Bare | None:
    """The one number of a whole fragment beside the one metric that is nothing else there."""
    numbers = list(patterns.NUMBER.finditer(fragment))
    if len(numbers) != 1 or patterns.UNSAFE_BEFORE.search(fragment) or patterns.VAGUE.search(fragment):
        return None
    number = numbers[0]
    before, after = fragment[: number.start()], fragment[number.end() :]
    if after.strip(" ."):
        phrase, lead = phrase_after(_without_limit(after)), before
        rest = _without_limit(after)[phrase.end :].strip(" .") if phrase else "x"
    else:
        phrase, lead, rest = _named_before(before)
    goes_on = rest not in ("", "score") and not patterns.FREE_AFTER.match(f" {rest}")
    if phrase is None or goes_on or not _LEAD.fullmatch(lead):
        return None
    return _bare(fragment, phrase, number)


def _named_before(before: str) -> tuple[Phrase | None, str, str]:
    of = _OF.search(before)
    phrase = phrase_before(before[: of.start()]) if of else None
    if of is None or phrase is None:
        return None, "", ""
    return phrase, before[: phrase.start], before[phrase.end : of.start()].strip()


def _without_limit(text: str) -> str:
    return " ".join(_LIMIT.sub(" ", text).split())


def _bare(fragment: str, phrase: Phrase, number: re.Match[str]) -> Bare | None:
    limit = _LIMIT.search(fragment)
    direction = (1 if limit["least"] else -1) if limit else phrase.direction
    if not phrase.is_certain or phrase.is_change or phrase.is_conditional or not direction:
        return None
    digits = number["digits"].replace(",", "") + (number["exponent"] or "")
    value = -Decimal(digits) if number["sign"] in ("-", "\u2212") else Decimal(digits)
    unit = "%" if number["percent"] else number["unit"] or number["currency"] or ""
    return Bare(phrase.name, ">=" if direction > 0 else "<=", value, unit, fragment)
