"""How pages look for a person: the quick switches on the page itself. The profile page has the full form."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import change_profile
from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in

SWITCHES = ("theme", "density", "single_keys")


@signed_in
@require_POST
def look(request: PersonRequest) -> HttpResponse:
    """Set the switches that are named; nothing else of the profile changes."""
    changes: dict[str, object] = {name: request.POST[name] for name in SWITCHES if name in request.POST}
    if not changes:
        raise Invalid.field("theme", _("Name what should change: theme, density or single_keys."))
    if "single_keys" in changes:
        changes["single_keys"] = changes["single_keys"] == "true"
    change_profile(person=request.user, changes=changes, at=timezone.now())
    return HttpResponse(status=204)
