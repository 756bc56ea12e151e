"""The research log on the card: writing, correcting one's own entry, taking it out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.markdown import render as markdown
from boards.views.card_answers import again, done, is_htmx, look_at, page
from boards.views.cards import cause_of, visible_card
from hypotheses.actions import add_log_entry, answer_help, capture_hypothesis, edit_log_entry, remove_log_entry
from hypotheses.actions.log import BODY_LENGTH
from hypotheses.models import LogEntry
from hypotheses.research_log import entry_context
from hypotheses.result_forms import LogForm


@signed_in
@require_POST
def log(request: PersonRequest, ref: str) -> HttpResponse:
    card, form = visible_card(request.user, ref), LogForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            entry = add_log_entry(cause=cause_of(request), card=card, body=given["body"], kind=given["kind"])
            return done(request, ref, events={"log:added": {"id": f"entry-{entry.pk}"}})
        except Invalid as refusal:
            form.refuse(refusal)
    return again(request, ref, "composer", {"composer": form})


@signed_in
@require_http_methods(["GET", "POST"])
def entry(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Show one's own entry, with `?edit=` as a form; change it. Late changes stay visible as revisions."""
    found = entry_of(request, ref, pk)
    if request.method == "GET":
        return one(request, found, editing=bool(request.GET.get("edit")))
    form = LogForm({"kind": found.kind, "body": request.POST.get("body", "")})
    if form.is_valid():
        try:
            edit_log_entry(cause=cause_of(request), entry=found, body=form.cleaned_data["body"])
            return done(request, ref, focus=f"entry-{pk}-edit")
        except Invalid as refusal:
            form.refuse(refusal)
    return one(request, found, editing=True, form=form, status=ACCEPTED_NOT)


def one(
    request: PersonRequest, found: LogEntry, *, editing: bool, form: LogForm | None = None, status: int = 200
) -> HttpResponse:
    """The one line of the log, or without scripts the page with that line open."""
    if not is_htmx(request):
        editing_part = f"entry-{found.pk}" if editing else ""
        return page(look_at(request, found.card.ref, editing=editing_part, forms={"entry": form}), status=status)
    context = {**entry_context(look_at(request, found.card.ref), found), "editing": editing, "form": form}
    return render(request, "hypotheses/entry.html", context, status=status)


@signed_in
@require_POST
def entry_removal(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    remove_log_entry(cause=cause_of(request), entry=entry_of(request, ref, pk))
    return done(request, ref, said=_("Taken out; a trace of it stays."))


@signed_in
@require_POST
def log_preview(request: PersonRequest, ref: str) -> HttpResponse:
    """How a text will look; nothing is kept of it."""
    visible_card(request.user, ref)
    text = request.POST.get("body", "")[:BODY_LENGTH]
    nothing = format_html('<p class="muted">{}</p>', _("Nothing to show yet."))
    return HttpResponse(markdown(text) or nothing)


@signed_in
@require_POST
def entry_answer(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """Settle a call for help, with a reply or without."""
    found = entry_of(request, ref, pk)
    answer_help(cause=cause_of(request), entry=found, reply=request.POST.get("reply", ""))
    return done(request, ref, said=_("The call for help is settled."), focus=f"entry-{pk}-at")


@signed_in
@require_POST
def entry_capture(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    """One click: the entry becomes a card, and the page offers to take that back."""
    made = capture_hypothesis(cause=cause_of(request), entry=entry_of(request, ref, pk))
    told = {"ref": made.ref, "op": request.POST.get("op", "")}
    said = _("%(ref)s is in the backlog: %(title)s") % {"ref": made.ref, "title": made.title}
    return done(request, ref, said="" if is_htmx(request) else said, events={"log:captured": told})


def entry_of(request: PersonRequest, ref: str, pk: int) -> LogEntry:
    card = visible_card(request.user, ref)
    found = LogEntry.objects.filter(card=card, pk=pk).select_related("card", "author", "answered_by").first()
    if found is None:
        raise NotFound
    return found
