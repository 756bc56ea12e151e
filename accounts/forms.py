"""What people type on the pages of accounts. The rules are the actions'; a form reads and keeps what was typed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.access import Role
from accounts.models import ApiToken, Person
from accounts.page_forms import PageForm

ADVICE = "At least 12 characters. A few words you remember are better than a short riddle."
ROLE_HELP = {
    Role.ADMIN: "people, boards and lanes",
    Role.PRODUCT_OWNER: "ranks the backlog and decides at gates",
    Role.MEMBER: "writes cards and moves them",
    Role.VIEWER: "reads",
}
ROLES = [(role.value, f"{role.label}: {ROLE_HELP[role]}") for role in Role]


def languages() -> list[tuple[str, str]]:
    """Each named in its own words."""
    return [("", _("Like the browser")), *settings.LANGUAGES]


def plain(**attrs: str) -> dict[str, str]:
    """Names and addresses are typed as they are: no capitals, no corrections."""
    return {"autocapitalize": "none", "spellcheck": "false", **attrs}


def new_password(label: str = "Password") -> forms.CharField:
    field = forms.CharField(label=label, max_length=128, strip=False, help_text=ADVICE)
    field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
    return field


def current_password() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label="Current password", max_length=128, strip=False, widget=widget)


class SignInForm(PageForm):
    username = forms.CharField(
        label="User name or e-mail",
        max_length=254,
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )
    password = forms.CharField(
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ResetForm(PageForm):
    account = forms.CharField(
        label="User name or e-mail",
        max_length=254,
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )


class NewPasswordForm(PageForm):
    password = new_password("New password")


class ChangePasswordForm(PageForm):
    current = current_password()
    password = new_password("New password")


class RegisterForm(PageForm):
    name = forms.CharField(
        label="Your name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label="User name",
        max_length=32,
        help_text="How others mention you: small letters, digits, dot, dash or underscore.",
        widget=forms.TextInput(attrs=plain(autocomplete="username")),
    )
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="For reminders and a forgotten password. Only admins of your teams see it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = new_password()


class TeamForm(PageForm):
    name = forms.CharField(label="Name of the team", max_length=80)


class InviteForm(PageForm):
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="Leave it empty to get a link that you pass on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(choices=ROLES, initial=Role.MEMBER)


class EmailForm(PageForm):
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="Reminders and password links go here. Only admins of your teams see it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    current = current_password()


class ProfileForm(PageForm):
    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    mail_reminders = forms.BooleanField(
        label="Send me mail; what and when is set under Notifications", required=False
    )


class LookForm(PageForm):
    language = forms.ChoiceField(choices=languages, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        choices=[("system", "Like the system"), ("light", "Light"), ("dark", "Dark")],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label="Cards",
        choices=[("comfortable", "Comfortable"), ("compact", "Compact: title and one row")],
        widget=forms.RadioSelect,
    )
    single_keys = forms.BooleanField(
        label="Single-key shortcuts, such as J and K to walk and C for a new card", required=False
    )


class TokenForm(PageForm):
    LIVES = {"30": "30 days", "90": "90 days", "365": "A year", "": "Until it is revoked"}
    SCOPES = {
        ApiToken.Scope.READ: "Read: everything you see",
        ApiToken.Scope.WRITE: "Write: read, and change cards",
        ApiToken.Scope.ADMIN: "Admin: write, and manage boards, lanes and people where you may",
    }

    name = forms.CharField(
        label="What will use it",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "training script"}),
    )
    scope = forms.ChoiceField(
        label="It may",
        choices=list(SCOPES.items()),
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    life = forms.ChoiceField(label="It works for", choices=list(LIVES.items()), initial="90", required=False)

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["life"]
        return at + timedelta(days=int(days)) if days else None


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones by continent, UTC first."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "posix", "right"):
            groups.setdefault(region, []).append((name, place.replace("_", " ")))
    return [(region or "Everywhere", zones) for region, zones in groups.items()]


def profile_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ProfileForm.base_fields}


def look_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in LookForm.base_fields}
