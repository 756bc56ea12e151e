"""Files on a card: sent, removed, and given out to whoever sees the card."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in, wants_json
from boards.actions import attach_file, remove_attachment
from boards.card_files import attachment_as_dict
from boards.files.giving import given
from boards.files.intake import refuse_too_large
from boards.models import Attachment
from boards.views.card_answers import done
from boards.views.cards import cause_of, visible_card


@signed_in
@require_POST
def files(request: PersonRequest, ref: str) -> HttpResponse:
    """Attach what was sent; for our module one file and its Markdown."""
    refuse_too_large(request)
    card, sent = visible_card(request.user, ref), request.FILES.getlist("file")
    if not sent:
        raise Invalid.field("file", _("Choose a file."), "required")
    cause = cause_of(request)
    rows = [attach_file(cause=cause, card=card, name=each.name or "", chunks=each.chunks()) for each in sent]
    if wants_json(request):
        return JsonResponse(attachment_as_dict(ref, rows[-1]), status=201)
    messages.success(request, _("Attached %(names)s") % {"names": ", ".join(row.name for row in rows)})
    return redirect("card_page", ref)


@signed_in
@require_POST
def removal(request: PersonRequest, ref: str, pk: UUID) -> HttpResponse:
    found = Attachment.objects.kept().filter(card=visible_card(request.user, ref), pk=pk).first()
    if found is None:
        raise NotFound
    remove_attachment(cause=cause_of(request), attachment=found)
    return done(request, ref, said=_("Removed %(name)s") % {"name": found.name}, focus="files-add")


@signed_in
@require_GET
def file(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The file, to whoever sees its card; with `?download` a picture too is to be saved."""
    found = Attachment.objects.visible_to(request.user).kept().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return given(found, show="download" not in request.GET)  # type: ignore[return-value]  # a stream is an answer
