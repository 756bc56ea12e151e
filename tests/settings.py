"""The settings of the tests: the product's own, in a folder that is removed, with a fast password hasher.

Only DATABASE_URL and REDIS_URL of the environment count, so that a developer's own settings change no test.
"""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

for name in list(os.environ):
    if name.startswith("PROOFLANE_") or name.removesuffix("_FILE") in (
        "ALLOWED_HOSTS",
        "DEBUG",
        "EMAIL_URL",
        "SECRET_KEY",
        "SITE_URL",
        "TRUSTED_PROXIES",
    ):
        del os.environ[name]

# Tests that run side by side have a Redis database each, so that nobody's worker takes another one's tasks.
if url := os.environ.get("REDIS_URL"):
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = urlsplit(url)._replace(path=f"/{number}").geturl()

data_dir = tempfile.mkdtemp(prefix="prooflane-test-")
atexit.register(shutil.rmtree, data_dir, ignore_errors=True)
os.environ.update(
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    PROOFLANE_DATA_DIR=data_dir,
    PROOFLANE_LOG_LEVEL="WARNING",
    SECRET_KEY="only-for-tests-" * 4,
    SITE_URL="http://testserver",
)

from config.settings import *  # noqa: E402, F403 (the environment must be there first)
from config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# A server in a thread and the test must see one database: a file, not memory. No power cut matters.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{data_dir}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
