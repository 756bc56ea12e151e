"""What a try came to, as it is kept: in English, and `retold` to who reads it."""

from django.utils.translation import gettext_noop as noop

ANSWERED = noop("It answered %(status)s.")
NOT_CALLED = noop("It could not be called: %(error)s.")
NOT_WRITTEN = noop("It could not be written: %(error)s.")
WORKER_ENDED = noop("Every attempt ended the worker.")
BROKEN_SEAL = noop("SECRET_KEY has changed since: an admin must enter the address again and make a new secret.")
KEPT = (ANSWERED, NOT_CALLED, NOT_WRITTEN, WORKER_ENDED, BROKEN_SEAL)
