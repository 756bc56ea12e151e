"""Every setting, read from the environment; docs/OPERATING.md explains each to the operator."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from config import environment, spool, start
from config.client_address import TrustedProxies
from config.logs import logging_config

env = environment.read()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("PROOFLANE_DATA_DIR", BASE_DIR / "var")

# Who and where we are ---------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", secret=True)
SITE_URL = env.origin("SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}")
SITE = urlsplit(SITE_URL)
METRICS_TOKEN = env.text("PROOFLANE_METRICS_TOKEN", secret=True)
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
TRUSTED_PROXIES = TrustedProxies.parse(env.words("TRUSTED_PROXIES"))
if not DEBUG:
    for name, why in (
        ("SECRET_KEY", "It signs sessions and links: at least 50 random characters, kept for good."),
        ("ALLOWED_HOSTS", "It names the hosts this site answers for, such as board.example.org."),
        ("SITE_URL", "It begins every link in a mail, such as https://board.example.org."),
    ):
        if not env.text(name, secret=name == "SECRET_KEY"):
            raise ImproperlyConfigured(f"{name} must be set while DEBUG is off. {why}")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name hosts: with * anybody could choose the address of this site."
        )
    if not validate_host(SITE.hostname or "", ALLOWED_HOSTS):
        raise ImproperlyConfigured(f"ALLOWED_HOSTS must also name {SITE.hostname}, the host of SITE_URL.")
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set; `make run` makes one of its own.")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "accounts",
    "boards",
    "hypotheses",
    "timeboxes",
    "modelversions",
    "webhooks",
    "cadence",
    "integrations",
    "insights",
    "api",
    "config",
]
MIDDLEWARE = [
    "config.client_address.ClientAddressMiddleware",
    "config.logs.RequestIdMiddleware",
    "config.security.SecurityHeadersMiddleware",
    "config.compression.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "boards.views.errors.PageErrors",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Database ---------------------------------------------------------------------------------------------------
SQLITE_URL = f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
DATABASE_URL = env.url("DATABASE_URL", ("sqlite", "postgres", "postgresql"), SQLITE_URL)
DATABASE = dict(environ.Env.db_url_config(DATABASE_URL))
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Readers do not wait for the writer; a writer takes its place in the queue at BEGIN, not in the middle.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # What waits too long gives up, so that one stuck request does not become all of them.
    STATEMENT_TIMEOUT = {"wsgi": "5s", "asgi": "5s", "job": "60s", "command": "0"}[start.role]
    DATABASE["OPTIONS"] = {
        "connect_timeout": 5,
        **DATABASE.get("OPTIONS", {}),
        "options": f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout=2s"
        " -c idle_in_transaction_session_timeout=10s",
    }
    # Under ASGI a connection belongs to a thread that may never serve again.
    DATABASE["CONN_MAX_AGE"] = 0 if start.role == "asgi" else 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis, or the same on one machine without it ---------------------------------------------------------------
REDIS_URL = env.url("REDIS_URL", ("redis", "rediss", "unix"))
# A Redis that hangs must not hang a request.
REDIS_TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}
# Room for the counters of tries: nobody makes us forget them by trying many names.
TABLE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
IN_REDIS = {
    "BACKEND": "config.cache.FailOpenRedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "prooflane",
    "OPTIONS": REDIS_TIMEOUTS,
}
CACHE = IN_REDIS if REDIS_URL else TABLE
# How many requests a minute a token may make, 0 for any number. Without Redis each process counts for itself.
RATE_LIMIT = env.number("PROOFLANE_RATE_LIMIT", 12_000)
RATES = CACHE if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"}
# Tries of a sign-in are counted also while Redis is away.
CACHES = {"default": CACHE, "rates": RATES, "tries": TABLE}

# Jobs: Celery is a wake-up call, the work itself lies in the database ---------------------------------------
CELERY_BROKER_URL = REDIS_URL or "spool://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # Longer than two tasks may take: what a lost worker had in hand comes back after this many seconds.
    {"visibility_timeout": 120, "retry_on_timeout": True, **REDIS_TIMEOUTS}
    if REDIS_URL
    else spool.transport_options(DATA_DIR / "queue")
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "prooflane"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_TASK_TIME_LIMIT = 55
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# A message nobody took in time is dropped: the next one asks for the same work.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": timedelta(seconds=every), "options": {"expires": expires}}
    for task, every, expires in (
        ("timeboxes.tasks.expire_due", 15, 15),
        ("boards.tasks.heartbeat", 15, 15),
        ("boards.tasks.send_mail_due", 30, 30),
        ("boards.tasks.send_digests_due", 60, 60),
        ("webhooks.tasks.send_deliveries", 15, 15),
        ("webhooks.tasks.forget_old_deliveries", 3600, 600),
        ("boards.tasks.follow_logs", 60, 60),
        ("cadence.tasks.remind_due", 60, 60),
        ("boards.tasks.housekeeping", 3600, 600),
        ("integrations.tasks.sync_trackers", 120, 100),
        ("integrations.tasks.run_imports", 30, 30),
        ("integrations.tasks.forget_old_imports", 3600, 600),
    )
}

# Mail: without EMAIL_URL nothing is sent, and `make run` keeps what it would have sent in files ------------
EMAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "dummymail")
EMAIL_URL = env.url("EMAIL_URL", EMAIL_SCHEMES)
WITHOUT_EMAIL_URL = f"filemail:///{DATA_DIR / 'mail'}" if DEBUG else "dummymail://"
vars().update(environ.Env.email_url_config(EMAIL_URL or WITHOUT_EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("PROOFLANE_MAIL_FROM", f"Prooflane <prooflane@{SITE.hostname}>")

# People and their sessions ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
# A name with __Host- is a promise that browsers enforce: this host only, HTTPS only, the whole site.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Whom we call: trackers and webhooks, at addresses that people typed in -------------------------------------
# Private networks are refused unless the operator names them; so are ports that are none of the usual ones.
OUTBOUND_NETWORKS = env.networks("PROOFLANE_OUTBOUND_NETWORKS")
OUTBOUND_PORTS = env.ports("PROOFLANE_OUTBOUND_PORTS", "80,443,5000")

# Files that people attach ------------------------------------------------------------------------------------
FILES_DIR = DATA_DIR / "files"
FILE_BYTES = env.number("PROOFLANE_FILE_MB", 25) * 1_000_000
FILES_OF_CARD = env.number("PROOFLANE_FILES_PER_CARD", 100)
FILE_BYTES_OF_TEAM = env.number("PROOFLANE_TEAM_FILES_MB", 5_000) * 1_000_000
IMPORTS_DIR = DATA_DIR / "imports"
FILE_UPLOAD_HANDLERS = [
    "boards.files.intake.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# What browsers are told -------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Only a proxy of ours can say that the browser spoke HTTPS, so without one nothing is redirected.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS and bool(TRUSTED_PROXIES)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# The preload list is a promise about a whole domain, so it is the domain owner's to make.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Static files -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.vendored.VendoredFinder",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.ModuleManifestStorage"
    },
}

# REST -------------------------------------------------------------------------------------------------------
# What every endpoint does is in api/resource.py.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema", "UNAUTHENTICATED_USER": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "Prooflane",
    "VERSION": "",
    "DESCRIPTION": "Hypotheses, time-boxes and evidence on a board: the REST API.",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": ["api.schema.without_marks"],
    "PATH_CONVERTER_OVERRIDES": {
        "ref": {"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,9}$"},
        "key": {"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,9}$"},
        "username": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]{0,31}$"},
    },
}

LOGGING = logging_config(
    env.choice("PROOFLANE_LOG_FORMAT", ("text", "json"), "text"),
    env.choice("PROOFLANE_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
)

env.refuse_unknown(elsewhere=("PROOFLANE_DEMO_PASSWORD", "PROOFLANE_URL", "PROOFLANE_TOKEN"))
