"""Evidence as people paste it: an address, metrics as `name=value`, and words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.errors import Invalid
from hypotheses.models import Run
from hypotheses.run_fields import LENGTHS

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_METRIC: Final = re.compile(
    r"(?P<name>[^\s=:,;]+)\s*[=:]\s*(?P<value>[-+\u2212]?[0-9]*[.,]?[0-9]+(?:[eE][-+]?[0-9]+)?)(?=[\s,;]|$)"
)
LONGEST_ID: Final = LENGTHS["external_id"]


@dataclass(frozen=True)
class Pasted:
    url: str
    metrics: dict[str, float]
    words: str

    @property
    def external_id(self) -> str:
        """The same address again is the same run."""
        return self.url if len(self.url) <= LONGEST_ID else sha256(self.url.encode()).hexdigest()

    def fields(self) -> dict[str, Any]:
        """With metrics it is a finished run; without, a link to be read."""
        kind = Run.Kind.RUN if self.metrics else Run.Kind.LINK
        return {"kind": kind, "url": self.url, "metrics": self.metrics}


def read_evidence(text: str) -> Pasted:
    """Read what was pasted, or refuse what holds neither an address nor a metric."""
    address = _ADDRESS.search(text)
    rest = _ADDRESS.sub(" ", text)
    metrics = {match["name"]: _number(match["value"]) for match in _METRIC.finditer(rest)}
    words = " ".join(_METRIC.sub(" ", rest).replace(",", " ").split())
    if address is None and not metrics:
        raise Invalid.field("what", _("Paste a link, or type metrics such as auc=.83 ece=.02."))
    url = address[0].rstrip(".,;)") if address else ""
    return Pasted(url, metrics, words[:200])


def has_metrics(text: str) -> bool:
    """Whether somebody typed what a run showed."""
    return _METRIC.search(_ADDRESS.sub(" ", text)) is not None


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))
