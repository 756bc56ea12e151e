"""A person's own page: who they are, how it looks, when they work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import change_profile
from accounts.forms import EmailForm, LookForm, ProfileForm, look_of, profile_of
from accounts.language import language_of
from accounts.models import Person
from accounts.page_forms import PageForm
from accounts.pages import PersonRequest, show, signed_in
from accounts.week_form import HoursForm


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial=profile_of(request.user))
    if form.is_valid() and saved(request, form, form.cleaned_data):
        return redirect("profile")
    return profile_page(request, person_form=form)


@signed_in
@require_POST
def look(request: PersonRequest) -> HttpResponse:
    form = LookForm(request.POST)
    if form.is_valid() and saved(request, form, form.cleaned_data):
        return redirect("profile")
    return profile_page(request, look_form=form)


@signed_in
@require_POST
def hours(request: PersonRequest) -> HttpResponse:
    form = HoursForm(request.POST, spec=request.user.working_hours)
    if form.is_valid() and saved(request, form, form.changes()):
        return redirect("profile")
    return profile_page(request, hours_form=form)


def saved(request: PersonRequest, form: PageForm, changes: dict[str, Any]) -> bool:
    """Change the person read anew: a refused value must not stay on the one the page shows."""
    with form.refusals():
        request.user = change_profile(
            person=Person.objects.get(pk=request.user.pk), changes=changes, at=timezone.now()
        )
        with override(language_of(request)):  # it is read on the next page, which may be in another one
            messages.success(request, _("Saved."))
        return True
    return False


def profile_page(request: PersonRequest, **came_back: PageForm) -> HttpResponse:
    """Fresh forms, except for the one that came back."""
    person = request.user
    forms: dict[str, PageForm] = {
        "person_form": ProfileForm(initial=profile_of(person)),
        "email_form": EmailForm(initial={"email": person.email}),
        "look_form": LookForm(initial=look_of(person)),
        "hours_form": HoursForm(spec=person.working_hours, zone=person.time_zone),
        **came_back,
    }
    context = {"person": person, "section": "profile", **forms}
    return show(request, "accounts/profile.html", context, *forms.values())
