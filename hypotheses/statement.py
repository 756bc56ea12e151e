"""A hypothesis as one sentence, and as its parts: rendered from them, and parsed into them when pasted."""

import re
from dataclasses import dataclass
from typing import Final

from hypotheses.reading.targets import Candidate, proposed, read_targets

__all__ = ["Candidate", "Parts", "Statement", "parse_statement", "render_sentence"]

_APOSTROPHE: Final = "['\u2019]"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("'", _APOSTROPHE), re.IGNORECASE)


_OPENING: Final = _compiled(
    r"\s*(?:(?:our|the|my)\s+)?(?:hypothesis\s*(?::|is(?:\s+that)?\b)\s*)?"
    r"(?:(?:we|i)\s+(?:believe|think|expect|assume|predict|suspect|hypothesi[sz]e)(?:\s+that)?\b)?[\s:,]*"
)
_BECAUSE: Final = _compiled(r"\bbecause\s")
_SIGNAL: Final = _compiled(
    r"\b(?:and\s)?(?:we(?:'ll|\s+will|\s+shall)?\s+know\b[^.;]{0,60}?\b(?:when|if|once)\b"
    r"(?:\s+we\s+see(?:\s+that)?\b)?|(?:success|exit)\s+criteri(?:a|on)(?:\s+(?:is|are)\b)?\s*:?|signal\s*:)\s*"
)
_WILL: Final = _compiled(r"\swill\s|'ll\s")
_FOR_WHOM: Final = _compiled(
    r"\s+for\s+(?P<whom>(?:\w[\w-]*\s+){0,4}(?:agents?|analysts?|buyers?|clinicians?|customers?|doctors?|drivers?"
    r"|editors?|engineers?|managers?|members|nurses?|operators?|owners?|patients?|people|planners?|readers?"
    r"|reviewers?|scientists?|sellers?|shoppers?|staff|students?|subscribers?|teachers?|teams?|users?|viewers?))$"
)
_AHEAD: Final = " \n,;"  # a leading dot may be that of .95
_BEHIND: Final = " \n,;.(\u2013\u2014-"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sentence says; `for_whom` is taken out of the belief only when it names people."""

    belief: str = ""
    outcome: str = ""
    signal: str = ""
    because: str = ""
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A pasted text as it was understood; `unread` holds every number that became no criterion.

    `proposed` is what some of the unread probably mean, the text not saying at least or at most.
    """

    parts: Parts
    criteria: tuple[Candidate, ...]
    unread: tuple[str, ...]
    proposed: tuple[Candidate, ...] = ()


def parse_statement(text: str) -> Statement:
    """The parts and criteria of a text. Numbers in the reason, and before "will", describe and promise nothing."""
    parts = _parts("\n".join(" ".join(line.split()) for line in text.splitlines()))
    promised = [parts.outcome or parts.belief, parts.signal]
    described = [parts.belief if parts.outcome else "", parts.because, parts.for_whom]
    criteria: list[Candidate] = []
    unread: list[str] = []
    meant: list[Candidate] = []
    for part in promised:
        found, missed = read_targets(part)
        criteria += found
        unread += missed
        meant += proposed(part, missed)
    for part in described:
        found, missed = read_targets(part)
        unread += [*(each.text for each in found), *missed]
    return Statement(
        parts, tuple(dict.fromkeys(criteria)), tuple(dict.fromkeys(unread)), tuple(dict.fromkeys(meant))
    )


def render_sentence(parts: Parts) -> str:
    """The sentence of the parts that are there; an ellipsis stands for a belief that is not."""
    if parts == Parts():
        return ""
    said = f"We believe {parts.belief or '…'}"
    said += f" for {parts.for_whom}" if parts.for_whom else ""
    said += f" will {parts.outcome}" if parts.outcome else ""
    said += f", because {parts.because}" if parts.because else ""
    return f"{said}. We'll know when {parts.signal}." if parts.signal else f"{said}."


def _parts(text: str) -> Parts:
    """Cut at the first "because" and the first "we'll know when", in whichever order they come."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    cuts = {"because": _BECAUSE.search(text, start), "signal": _SIGNAL.search(text, start)}
    found = sorted((match.start(), match.end(), name) for name, match in cuts.items() if match)
    ends = [*(begin for begin, _, _ in found), len(text)]
    named = {name: _trimmed(text[begin:end]) for (_, begin, name), end in zip(found, ends[1:], strict=True)}
    head = text[start : ends[0]]
    will = _WILL.search(head)
    belief = _trimmed(head[: will.start() if will else len(head)])
    people = _FOR_WHOM.search(belief)
    return Parts(
        belief=belief[: people.start()] if people else belief,
        outcome=_trimmed(head[will.end() :]) if will else "",
        signal=named.get("signal", ""),
        because=named.get("because", ""),
        for_whom=people["whom"] if people else "",
    )


def _trimmed(text: str) -> str:
    return text.lstrip(_AHEAD).rstrip(_BEHIND)
