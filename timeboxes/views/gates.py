"""The list of gates: every decision that waits for this person, or soon will, whatever the board."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET

from accounts.pages import PersonRequest, show, signed_in
from timeboxes.gate_list import gates_of, latency

GROUPS = {"overdue": noop("Overdue"), "waiting": noop("Waiting"), "soon": noop("Due soon")}
VIEWS = {"mine": noop("Yours"), "soon": noop("Due soon"), "overdue": noop("Overdue"), "all": noop("All")}


@signed_in
@require_GET
def gates(request: PersonRequest) -> HttpResponse:
    """`?show=` keeps what is the person's own, due soon, or overdue."""
    at = timezone.now()
    found, wanted = gates_of(request.user, at), request.GET.get("show", "mine")
    view = wanted if wanted in VIEWS else "mine"
    rows = {"mine": found.mine, "soon": found.soon, "overdue": found.overdue, "all": found.open}
    whole = view in ("mine", "all")
    groups = found.groups(mine=view == "mine") if whole else [("", rows[view])]
    context = {
        "section": "gates",
        "view": view,
        "rows": rows[view],
        "groups": [(name, _(GROUPS[name]) if name else "", found) for name, found in groups if found],
        "tabs": [(name, _(label), len(rows[name])) for name, label in VIEWS.items()],
        "latency": latency(request.user, at),
    }
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "timeboxes/gates.html", context)
