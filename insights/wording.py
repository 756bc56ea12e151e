"""How the sentences of figures say counts, shares and lengths of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from accounts.durations import in_unit
from boards.models import Board
from insights.figure import Span

HOUR = 60
SPACE = "\N{NO-BREAK SPACE}"  # a number and its unit stay on one line

KINDS = {"hypothesis": noop("hypothesis"), "exploration": noop("exploration"), "task": noop("task")}
YES_NO = {"yes": noop("yes"), "no": noop("no")}


def number(value: float, form: str) -> str:
    """As the language of the moment writes it: 0.83, 0,83."""
    signs = {".": get_format("DECIMAL_SEPARATOR"), ",": get_format("THOUSAND_SEPARATOR")}
    return f"{value:{form}}".translate(str.maketrans(signs))


def days(value: float) -> str:
    """Working days as they are said: 0.4 d, 3.1 d, 24 d."""
    return in_unit(f"{value:.0f}" if value >= 10 else number(round(value, 1), "g"), "d")


def tick(value: float) -> str:
    """Days at an axis."""
    return in_unit(number(value, "g"), "d")


def day(at: date) -> str:
    """3 Nov 2026."""
    return date_format(at, _("j M Y"))


def short_day(at: date) -> str:
    """3 Nov."""
    return date_format(at, _("j M"))


def share(value: float) -> str:
    """A share as people say it; what is not quite all is never said to be all."""
    percent = round(100 * value)
    if 0 < value < 1:
        percent = min(max(percent, 1), 99)
    return f"{percent}{SPACE}%"


def length(minutes: float, per_day: int) -> str:
    """A stretch of working time in its largest unit: 40 min, 3.5 h, 2.1 d."""
    if minutes < HOUR:
        return in_unit(f"{minutes:.0f}", "min").replace(" ", SPACE)
    amount, unit = (minutes / HOUR, "h") if minutes < per_day else (minutes / per_day, "d")
    return in_unit(number(round(amount, 1), "g"), unit).replace(" ", SPACE)


def period(span: Span) -> str:
    """in 90 days."""
    n = max(1, (span.end - span.start + timedelta(hours=12)).days)
    return ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n}


def figure_url(board: Board, name: str, span: Span) -> str:
    """The figure's own page for a span; there its table is open."""
    asked = {"from": _stamp(span.start), "to": _stamp(span.end)}
    return f"{reverse('figure', args=[board.key, name])}?{urlencode(asked)}"


def card_url(ref: str) -> str:
    return reverse("card_page", args=[ref])


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
