"""The patterns that targets are read with: numbers, operators, changes, and what makes a reading unsafe."""

import re
from typing import Final

from hypotheses.reading.words import CHANGES


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


NUMBER: Final = _compiled(
    r"(?<![\w.])(?P<sign>[-\u2212+])?(?P<currency>[$€£])?"
    r"(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,15})?(?![\d,])|\d{0,15}\.\d{1,15}|\d{1,15})(?P<exponent>e-?\d{1,2})?"
    r"(?:\s?(?P<percent>%|percent\b|per cent\b)"
    r"|\s?(?P<unit>(?:ms|milliseconds?|s|sec|seconds?|mins?|minutes?|h|hours?|[KMGT]i?B|req/s|rps|qps|fps|tokens/s"
    r"|nats?|dB|€|\$)(?![\w/])))?"
)
PART_OF_A_NAME: Final = _compiled(r"[@#]$|[^\W\d][-\u2013/]$")  # top-5, recall@10, CHURN-12
NAME_GOES_ON: Final = _compiled(r"-[^\W\d]|(?:st|nd|rd|th)\b")  # 5-fold, 2nd
ODD_BEFORE: Final = _compiled(r"(?<![<>])=\s*$|[:/±]\s*$|\d\s?[-\u2013]\s?$")
ODD_AFTER: Final = _compiled(
    r"\w|[:/.,]\d|\s?[-\u2013±]\s?\d|\s?(?:x|\u00d7|times|fold|pp|points?|percentage)\b|\s+(?:out\s+)?of\s+\d|\s+and\s+\.?\d"
)

_NOT: Final = r"(?:not|never|\w+n['\u2019]t)\s+(?:be\s+|go\s+|fall\s+|drop\s+|rise\s+)?"
_OPERATOR: Final = (
    r"(?P<ge>≥|(?<!>)>=|\bat\s+least|\bno\s+(?:less|lower|fewer)\s+than|\b{not}(?:below|under|(?:less|lower)\s+than)"
    r"|\b(?:greater|more|higher)\s+than\s+or\s+equal\s+to|\b(?:a\s+)?minimum\s+of)"
    r"|(?P<le>≤|(?<!<)<=|\bat\s+most|\bno\s+(?:more|greater|higher)\s+than"
    r"|\b{not}(?:above|over|exceed(?:ing)?|(?:more|greater|higher)\s+than)"
    r"|\b(?:less|lower|fewer)\s+than\s+or\s+equal\s+to|\b(?:a\s+)?maximum\s+of)"
    r"|(?P<gt>(?<![-=<>])>|\b(?:greater|more|higher|larger)\s+than|\babove|\bover|\bexceed(?:s|ing)?|\bin\s+excess\s+of)"
    r"|(?P<lt>(?<![-=<>])<|\b(?:less|lower|fewer|smaller)\s+than|\bbelow|\bunder)"
).replace("{not}", _NOT)
OPERATOR_BEFORE: Final = _compiled(rf"(?:{_OPERATOR})\s*(?:an?\s+|the\s+)?$")
OPERATOR_AFTER: Final = _compiled(
    r"\s*\b(?:or|and)\s+(?:(?P<ge>more|higher|above|greater|over)|(?P<le>less|lower|below|fewer|under))\b"
)
SIGNS: Final = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}

_UP: Final = r"increas(?:e|es|ing)|rais(?:e|es|ing)|boost(?:s|ing)?|grow(?:s|ing)?|ris(?:e|es|ing)"
_DOWN: Final = (
    r"reduc(?:e|es|ing)|decreas(?:e|es|ing)|lower(?:s|ing)?|cut(?:s|ting)?|shrink(?:s|ing)?|drop(?:s|ping)?"
    r"|fall(?:s|ing)?"
)
VERB: Final = _compiled(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<better>improv(?:e|es|ing))"
    r"|(?P<worse>degrad(?:e|es|ing)|worsen(?:s|ing)?|hurt(?:s|ing)?))\b"
)
BY: Final = _compiled(r"\sby\s*$")
TO: Final = _compiled(r"(?:\sfrom\s[\d.,]+\s?[^\s\d]{0,12})?\sto\s*$")
_CHANGE: Final = "|".join(CHANGES)
INTENDED: Final = _compiled(r"(?:\b(?:while|without|and|also|not|thereby|thus)|,)\s*$")
NOUN_BEFORE: Final = _compiled(rf"\b(?P<noun>{_CHANGE})\s+(?:in|of)\s+(?:the\s+|our\s+|its\s+)?$")
IN_AFTER: Final = _compiled(r"\s+in\s+")
NOUN_ALONE: Final = _compiled(rf"\s*(?:relative\s+)?(?P<noun>{_CHANGE})\s*(?:$|(?=[|,;]|\.(?:\s|$)))")
CELL_EDGE: Final = "|"
NOUN_AFTER: Final = _compiled(rf"\s*(?:relative\s+)?(?P<noun>{_CHANGE})\s+(?:in|of)\s+")
ADJECTIVE_AFTER: Final = _compiled(r"\s*(?:(?P<up>higher|more)|(?P<down>lower|fewer|less))\s+(?!than\b)")

_BASELINE: Final = (
    r"\s+(?:the\s+|our\s+|its\s+)?(?:current\s+|existing\s+|present\s+|production\s+)?(?:baseline|control)\b"
)
BESIDE_BASELINE: Final = _compiled(
    rf"\s*(?:(?P<up>above|over|(?:higher|more)\s+than)|(?P<down>below|under|(?:lower|less)\s+than)){_BASELINE}"
)
THAN_BASELINE: Final = _compiled(
    rf"\s*(?:compared\s+(?:to|with)|relative\s+to|versus|vs\.?|than|over|from){_BASELINE}"
)
KEEPS: Final = _compiled(r"\b(?:keep|retain|maintain|preserve)(?:s|ing)?\s*$")
SHARE_OF_BASELINE: Final = _compiled(rf"\s+of{_BASELINE}(?:['\u2019]s)?\s+")
FREE_AFTER: Final = _compiled(
    r"\s*(?:$|[,;:!?()\[\]|\"”']|\.(?:\s|$)|(?:and|but|on|for|with|at|in|within|when|while|because|by|after|before|across"
    r"|using|without|so|since|as)\b)"
)

VAGUE: Final = _compiled(r"(?:\babout|\baround|\bapproximately|\broughly|\bnearly|\balmost|\bup\s+to|~|≈)\s*$")
NEGATED_VERB: Final = _compiled(r"(?:\b(?:not|never|without)|\w+n['\u2019]t)\s+$")
UNSAFE_BEFORE: Final = _compiled(
    r"\b(?:not|never|no|without|cannot|neither|nor|fails?|was|were|had)\b|n['\u2019]t\b"
    r"|\b(?:if|when|whenever|unless|until|once|given|assuming|where)\b|\bor\s+(?:an?\s+|the\s+)?$"
)
TAKEN_BEFORE: Final = _compiled(r"\b(?:at|for|given|under|when)\s*$")
CLAUSE_EDGE: Final = _compiled(r"[,;:!?|()\n]|\.(?=\s|$)|\sbut\s")
FRAGMENT_EDGE: Final = _compiled(r"[,;|!?()\n]|\.(?=\s|$)|\s(?:and|or|but)\s")
PAIRED: Final = _compiled(r"\s+(?:and|as\s+well\s+as)\s+(?:an?\s+|the\s+)?$|\s*&\s*$")
LISTED: Final = _compiled(r"\s*,\s*$")
AND_ALSO: Final = _compiled(r"\s+and\s+(?:an?\s+|the\s+)?")
