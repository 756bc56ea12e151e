"""What people type on the pages of accounts. The rules are the actions'; a form reads and keeps what was typed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Role
from accounts.language import current
from accounts.models import ApiToken, Person
from accounts.page_forms import PageForm

Text = str | Promise
ADVICE = gettext_lazy("At least 12 characters. A few words you remember are better than a short riddle.")
ROLES = [
    (Role.ADMIN.value, gettext_lazy("Admin: people, boards and lanes")),
    (Role.PRODUCT_OWNER.value, gettext_lazy("Product owner: ranks the backlog and decides at gates")),
    (Role.MEMBER.value, gettext_lazy("Member: writes cards and moves them")),
    (Role.VIEWER.value, gettext_lazy("Viewer: reads")),
]


def languages() -> list[tuple[str, str]]:
    """Each named in its own words."""
    return [("", _("Like the browser")), *settings.LANGUAGES]


def plain(**attrs: str) -> dict[str, str]:
    """Names and addresses are typed as they are: no capitals, no corrections."""
    return {"autocapitalize": "none", "spellcheck": "false", **attrs}


class PasswordField(forms.CharField):
    """Hidden while it is typed; `reveal` is what its button says."""

    def __init__(self, *, autocomplete: str, reveal: Text, **kwargs: Any) -> None:
        self.reveal = reveal
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete}, render_value=False)
        super().__init__(max_length=128, strip=False, widget=widget, **kwargs)


def first_password() -> PasswordField:
    label, reveal = gettext_lazy("Password"), gettext_lazy("Show the password")
    return PasswordField(label=label, reveal=reveal, autocomplete="new-password", help_text=ADVICE)


def new_password() -> PasswordField:
    label, reveal = gettext_lazy("New password"), gettext_lazy("Show the new password")
    return PasswordField(label=label, reveal=reveal, autocomplete="new-password", help_text=ADVICE)


def current_password() -> PasswordField:
    label, reveal = gettext_lazy("Current password"), gettext_lazy("Show the current password")
    return PasswordField(label=label, reveal=reveal, autocomplete="current-password")


class SignInForm(PageForm):
    username = forms.CharField(
        label=gettext_lazy("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )
    password = PasswordField(
        label=gettext_lazy("Password"),
        reveal=gettext_lazy("Show the password"),
        autocomplete="current-password",
    )


class ResetForm(PageForm):
    account = forms.CharField(
        label=gettext_lazy("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )


class NewPasswordForm(PageForm):
    password = new_password()


class ChangePasswordForm(PageForm):
    current = current_password()
    password = new_password()


class RegisterForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=32,
        help_text=gettext_lazy("How others mention you: small letters, digits, dot, dash or underscore."),
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("For reminders and a forgotten password. Only admins of your teams see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = first_password()


class TeamForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Name of the team"), max_length=80)


class InviteForm(PageForm):
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Leave it empty to get a link that you pass on yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, initial=Role.MEMBER)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        required=False,
        initial=current,
        help_text=gettext_lazy("Of the mail, and of the page that the link opens."),
    )


class EmailForm(PageForm):
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Reminders and password links go here. Only admins of your teams see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    current = current_password()


class ProfileForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mail_reminders = forms.BooleanField(
        label=gettext_lazy("Send me mail; what and when is set under Notifications"), required=False
    )


class LookForm(PageForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=languages, required=False, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        choices=[
            ("system", gettext_lazy("Like the system")),
            ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
        ],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=gettext_lazy("Cards"),
        choices=[
            ("comfortable", gettext_lazy("Comfortable")),
            ("compact", gettext_lazy("Compact: title and one row")),
        ],
        widget=forms.RadioSelect,
    )
    single_keys = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts, such as J and K to walk and C for a new card"), required=False
    )


class TokenForm(PageForm):
    LIVES = {
        "30": gettext_lazy("30 days"),
        "90": gettext_lazy("90 days"),
        "365": gettext_lazy("A year"),
        "": gettext_lazy("Until it is revoked"),
    }
    SCOPES = {
        ApiToken.Scope.READ: gettext_lazy("Read: everything you see"),
        ApiToken.Scope.WRITE: gettext_lazy("Write: read, and change cards"),
        ApiToken.Scope.ADMIN: gettext_lazy("Admin: write, and manage boards, lanes and people where you may"),
    }

    name = forms.CharField(
        label=gettext_lazy("What will use it"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("training script")}),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("It may"),
        choices=list(SCOPES.items()),
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    life = forms.ChoiceField(
        label=gettext_lazy("It works for"), choices=list(LIVES.items()), initial="90", required=False
    )

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["life"]
        return at + timedelta(days=int(days)) if days else None


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones by continent, UTC first."""
    return [(region or _("Everywhere"), zones) for region, zones in _zones()]


@cache
def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {"": [("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "posix", "right"):
            groups.setdefault(region, []).append((name, place.replace("_", " ")))
    return list(groups.items())


def profile_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ProfileForm.base_fields}


def look_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in LookForm.base_fields}
