"""The schema describes what the server does: asked by a machine that believes every word of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from api.schema import schema
from boards.events import KINDS
from boards.models import Board
from tests.api.conftest import Sign
from tests.api.routes import routes
from tests.world import World, make_world

CONFIG = """
[parameters]
"path.ref" = "CHURN-1"
"path.key" = "CHURN"
"path.slug" = "demo"
"path.username" = "ben"
"query.board" = "CHURN"
"""
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
OPTIONS = [
    "--checks=" + ",".join(CHECKS),
    "--phases=fuzzing",
    "--max-examples=3",
    "--max-time=50",
    "--seed=1",
    "--no-shrink",
    "--continue-on-failure",
    "--suppress-health-check=all",
    "--exclude-path=/api/v1/boards/{key}/stream",
    "--exclude-operation-id=delete_board_item",
    "--exclude-operation-id=delete_token_item",
]


def test_it_is_openapi_3_1_as_json_and_as_yaml(client: Client, db: None) -> None:
    found = orjson.loads(client.get("/api/v1/schema").content)
    assert found["openapi"].startswith("3.1")
    for asked in (
        client.get("/api/v1/schema?format=yaml"),
        client.get("/api/v1/schema", headers={"Accept": "text/yaml"}),
    ):
        assert asked.headers["Content-Type"] == "application/yaml"
        assert yaml.safe_load(asked.content) == found
    assert client.get("/api/v1/schema", headers={"Accept": "text/html"}).status_code == 406


def test_it_is_made_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_it_holds_every_address() -> None:
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in schema()["paths"].items()
        for method in methods
    }
    assert described == routes()


def test_it_names_every_kind_of_event_with_its_meaning() -> None:
    kind = schema()["components"]["schemas"]["Event"]["properties"]["kind"]
    assert set(kind["enum"]) == set(KINDS)
    assert all(fact.__doc__ and fact.__doc__.split("\n")[0] in kind["description"] for fact in KINDS.values())


def test_every_operation_names_its_errors() -> None:
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            wanted = {"400", "401", "403", "404", "429"}
            wanted |= {"409", "415", "422"} if method != "get" else set()
            assert wanted <= set(operation["responses"]), f"{method} {path}"


def test_the_reference_is_a_page_without_anything_inline(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "/cards/{ref}/move" in text
    assert 'id="problem-lane_rule"' in text
    assert "card.moved" in text
    for inline in (" style=", "<style", " onclick=", "<script>"):
        assert inline not in text


@pytest.fixture
def clock() -> None:
    """The server runs beside the tests, at the time of the machine."""


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.mark.timeout(300)
def test_the_server_answers_as_its_schema_says(
    asgi_server: str, world: World, board: Board, sign: Sign, tmp_path: Path
) -> None:
    """No undocumented answer and no 5xx to requests made of the schema, right ones and wrong ones."""
    world.running(board)
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    token = sign("ada").headers["Authorization"]
    program = Path(sys.executable).with_name("schemathesis")
    command = [str(program), "--config-file", str(tmp_path / "schemathesis.toml")]
    command += ["run", f"{asgi_server}/api/v1/schema", "--header", f"Authorization: {token}", *OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    found = done.stdout.partition(" FAILURES ")[2] or done.stdout
    assert done.returncode == 0, found[:6000] + done.stderr[-2000:]


def test_the_first_to_ask_do_not_get_in_each_others_way() -> None:
    """In a process of its own, where nobody has asked yet."""
    ask = "from concurrent.futures import ThreadPoolExecutor as T; from api.schema import schema;"
    ask += "print(len({id(found) for found in T(8).map(lambda _: schema(), range(8))}))"
    begin = "import django; django.setup();"
    done = subprocess.run([sys.executable, "-c", begin + ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
