"""Sending a delivery again from the log of its webhook."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.pages import PersonRequest, signed_in
from webhooks import actions
from webhooks.find import delivery_of, managed_webhook
from webhooks.tasks import ask_to_send


@signed_in
@require_POST
def test(request: PersonRequest, pk: int) -> HttpResponse:
    """What comes of it stands at the top of the list, which looks again until it is there."""
    found = managed_webhook(request.user, pk)
    actions.send_test(actor=request.user, webhook=found, at=timezone.now())
    ask_to_send()
    return redirect(reverse("webhook", args=[pk]) + "#deliveries")


@signed_in
@require_POST
def redelivery(request: PersonRequest, pk: int, delivery_id: int) -> HttpResponse:
    found = managed_webhook(request.user, pk)
    actions.redeliver(actor=request.user, delivery=delivery_of(found, delivery_id), at=timezone.now())
    messages.success(request, _("It is sent again now."))
    return redirect("webhook", pk)


@signed_in
@require_POST
def missed(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything that was given up."""
    found = managed_webhook(request.user, pk)
    again = actions.redeliver_missed(actor=request.user, webhook=found, at=timezone.now())
    said = ngettext("%(n)s given up before is sent again now.", "%(n)s given up before are sent again now.", again)
    messages.success(request, said % {"n": again})
    return redirect("webhook", pk)
