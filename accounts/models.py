"""People, teams, memberships, invitations, API tokens and the security audit."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import Role, role_word

USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9_.-]{0,31}$",
    gettext_lazy("Use 1-32 small letters, digits, dot, dash or underscore."),
)
HUES = 6


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(username=username, **{"name": username, **fields})
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(username, password, **{"is_staff": True, "is_superuser": True, **fields})

    def by_sign_in(self, text: str) -> Person | None:
        """The active person whose user name or e-mail address this is."""
        wanted = text.strip().lower()
        if not wanted:
            return None
        return self.filter(is_active=True).filter(Q(username=wanted) | Q(email__iexact=wanted)).first()


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, or a bot that only holds tokens."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    username = models.CharField(max_length=32, unique=True, validators=[USERNAME])
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    working_hours = models.JSONField(
        null=True, blank=True, help_text="A working calendar, or none for the board's."
    )
    language = models.CharField(max_length=8, blank=True, default="", help_text="Empty: as the browser asks.")
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(max_length=12, default="comfortable")
    single_keys = models.BooleanField(default=True, help_text="Single-letter keyboard shortcuts.")
    mail_reminders = models.BooleanField(default=True)
    guide = models.JSONField(
        default=dict, blank=True, help_text="When each of the first steps was done, and when they were put away."
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Grows when sessions, tokens and streams must be looked at anew (role, password, deactivation).
    auth_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email_once"),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def hue(self) -> int:
        """Which of the avatar colours, 1-6; the same on every page."""
        return hashlib.sha256(self.username.encode()).digest()[0] % HUES + 1


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, person: Person) -> TeamQuerySet:
        return self.filter(memberships__person_id=person.pk, memberships__person__is_active=True)


class Team(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}: {self.role}"

    @property
    def role_word(self) -> str:
        return role_word(self.role)


def digest(secret: str) -> str:
    """How a random secret is stored: SHA-256 is enough for 256 random bits and fast on every request."""
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A link into a team; single use, seven days, revocable. Only the hash of its secret is stored."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    language = models.CharField(
        max_length=8, blank=True, default="", help_text="Of the mail, and of the page behind it."
    )
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.team_id}"

    @property
    def role_word(self) -> str:
        return role_word(self.role)

    @property
    def language_word(self) -> str:
        """Named in its own words."""
        return dict(settings.LANGUAGES).get(self.language, "")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime) -> ApiTokenQuerySet:
        return self.filter(revoked_at=None, person__is_active=True).filter(
            Q(expires_at=None) | Q(expires_at__gt=at)
        )


class ApiToken(models.Model):
    """A personal token for the REST API; shown once, stored as a hash."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"
        ADMIN = "admin"

    PREFIX: ClassVar[str] = "plk_"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.READ)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.person_id}"

    @classmethod
    def new_secret(cls) -> str:
        return cls.PREFIX + secrets.token_urlsafe(32)

    @property
    def scopes(self) -> list[str]:
        """What the token may do: a wider scope holds the narrower ones."""
        order = list(self.Scope.values)
        return order[: order.index(self.scope) + 1]


class AuditRecord(models.Model):
    """One security fact: who signed in, was refused, changed a role or made a token. Append-only."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["team", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
