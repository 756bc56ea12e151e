"""Reading the environment: what is wrong is one clear sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment


def refusal(call: object, *arguments: object, **options: object) -> str:
    assert callable(call)
    with pytest.raises(ImproperlyConfigured) as caught:
        call(*arguments, **options)
    return str(caught.value)


def test_a_secret_is_read_from_its_file_without_the_final_line_break(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "key")})
    assert env.text("SECRET_KEY", secret=True) == "s3cret"


def test_a_secret_must_not_be_given_twice(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a")
    env = Environment({"SECRET_KEY": "b", "SECRET_KEY_FILE": str(tmp_path / "key")})
    assert refusal(env.text, "SECRET_KEY", secret=True) == (
        "SECRET_KEY and SECRET_KEY_FILE are both set; keep one of them."
    )


def test_a_missing_secret_file_is_named() -> None:
    env = Environment({"SECRET_KEY_FILE": "/nowhere/key"})
    assert "/nowhere/key, which cannot be read: No such file" in refusal(env.text, "SECRET_KEY", secret=True)


def test_only_secrets_are_read_from_files(tmp_path: Path) -> None:
    env = Environment({"PROOFLANE_LOG_FORMAT_FILE": str(tmp_path)})
    env.choice("PROOFLANE_LOG_FORMAT", ("text",), "text")
    assert "PROOFLANE_LOG_FORMAT_FILE is not a setting" in refusal(env.refuse_unknown, ())


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", True)])
def test_a_flag_is_a_yes_a_no_or_the_default(text: str, value: bool) -> None:
    assert Environment({"DEBUG": text}).flag("DEBUG", default=True) is value


def test_a_flag_that_is_neither_is_refused() -> None:
    assert refusal(Environment({"DEBUG": "maybe"}).flag, "DEBUG", True) == "DEBUG must be 1 or 0, not 'maybe'."


@pytest.mark.parametrize("value", ["board.example.org", "ftp://x", "https://", "https://x/path", "https://x?q=1"])
def test_a_site_is_scheme_and_host(value: str) -> None:
    assert "must look like https://board.example.org" in refusal(
        Environment({"SITE_URL": value}).origin, "SITE_URL", ""
    )


def test_a_refused_address_does_not_show_its_password() -> None:
    env = Environment({"DATABASE_URL": "mysql://me:s3cret@host/db"})
    sentence = refusal(env.url, "DATABASE_URL", ("postgres",))
    assert sentence == "DATABASE_URL must start with one of postgres://."


def test_a_misspelt_name_is_refused_with_the_names_that_exist() -> None:
    env = Environment({"PROOFLANE_LOGFORMAT": "json"})
    env.choice("PROOFLANE_LOG_FORMAT", ("text", "json"), "text")
    assert refusal(env.refuse_unknown, ("PROOFLANE_URL",)) == (
        "PROOFLANE_LOGFORMAT is not a setting of Prooflane; known are PROOFLANE_LOG_FORMAT, PROOFLANE_URL."
    )


def test_a_folder_is_created(tmp_path: Path) -> None:
    env = Environment({"PROOFLANE_DATA_DIR": str(tmp_path / "new" / "data")})
    assert env.folder("PROOFLANE_DATA_DIR", tmp_path).is_dir()


def test_a_folder_that_cannot_be_created_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = Environment({"PROOFLANE_DATA_DIR": str(tmp_path / "file" / "data")})
    assert "cannot be created" in refusal(env.folder, "PROOFLANE_DATA_DIR", tmp_path)
