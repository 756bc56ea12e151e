"""Signing in and out, as a page and for the dialog of a page whose session has ended."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import sign_in as actions
from accounts.errors import Refusal
from accounts.forms import SignInForm
from accounts.models import Person
from accounts.pages import show, wants_json

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Answer wrong, unknown and inactive accounts alike; the typed name stays, the password does not."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST or None)
    if request.method == "GET":
        return sign_in_page(request, form)
    try:
        enter(request, checked(request, form))
    except Refusal as refusal:
        return not_signed_in(request, form, refusal)
    return signed_in_answer(request)


def checked(request: HttpRequest, form: SignInForm) -> Person:
    """The person of the typed name and password; what is not even a name is wrong like any other."""
    if not form.is_valid():
        raise actions.WrongSignIn
    typed = form.cleaned_data
    return actions.check_sign_in(
        text=typed["username"],
        password=typed["password"],
        address=request.META.get("REMOTE_ADDR", ""),
        at=timezone.now(),
    )


def enter(request: HttpRequest, person: Person) -> None:
    """Begin a session with a new id; what an earlier person of this browser had in it is gone."""
    login(request, person, backend=BACKEND)


def sign_in_page(request: HttpRequest, form: SignInForm) -> HttpResponse:
    return show(request, "accounts/sign_in.html", {"form": form, "next": next_page(request)})


def not_signed_in(request: HttpRequest, form: SignInForm, refusal: Refusal) -> HttpResponse:
    if wants_json(request):
        body = {**refusal.extra, "code": refusal.code, "sentence": refusal.sentence}
        response: HttpResponse = JsonResponse(body)
    else:
        if not form.errors:
            form.add_error(None, refusal.sentence)
        response = sign_in_page(request, form)
    response.status_code = refusal.status
    if "retry_after" in refusal.extra:
        response["Retry-After"] = str(refusal.extra["retry_after"])
    return response


def signed_in_answer(request: HttpRequest) -> HttpResponse:
    """The dialog goes on where it was, so it needs the token that the new session brought."""
    if wants_json(request):
        return JsonResponse({"username": request.user.get_username(), "csrf_token": get_token(request)})
    return redirect(next_page(request))


def next_page(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours. A mere `#` or `?` would lead back here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        actions.note_sign_out(person=request.user, at=timezone.now())
    logout(request)
    return redirect("sign_in")
