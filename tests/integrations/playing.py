"""An MLflow in this process: answers in the shapes a real server (3.17.2) was seen to give, traps included."""

from __future__ import annotations

import json
import re
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

_numbers = count(1)
PAGE_400 = {"error_code": "INVALID_PARAMETER_VALUE", "message": "Invalid value", "sqlstate": "KAM00"}
HOST_BLOCKED = "Invalid Host header - possible DNS rebinding attack detected"


def run_id() -> str:
    return f"{next(_numbers):032x}"


@dataclass
class Playing:
    """Its runs and experiments, what it was asked, and the fault it has at the moment."""

    experiments: dict[str, str] = field(default_factory=lambda: {"1": "churn", "0": "Default"})
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    history: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    fault: tuple[int, str, str] | None = None
    page: int = 1_000
    password: str = ""
    url: str = ""

    def add(
        self, card: str = "", metrics: dict[str, Any] | None = None, *, status: str = "FINISHED", **more: Any
    ) -> str:
        """A run; `metrics` are values, or whole entries as a server gives them."""
        key = more.pop("key", None) or run_id()
        started, ended = more.pop("started", 1_795_314_864_343), more.pop("ended", 1_795_314_865_000)
        tags = dict(more.pop("tags", {}))
        if card:
            tags["kanban.card"] = card
        info: dict[str, Any] = {
            "run_uuid": key,
            "run_id": key,
            "experiment_id": more.pop("experiment", "1"),
            "run_name": more.pop("name", "distilbert"),
            "status": status,
            "start_time": started,
            "lifecycle_stage": "active",
        }
        if status != "RUNNING":
            info["end_time"] = ended
        data: dict[str, Any] = {}
        entries = [
            value if isinstance(value, dict) else {"key": name, "value": value, "timestamp": ended, "step": 1}
            for name, value in (metrics or {}).items()
        ]
        for name, rows in (
            ("metrics", entries),
            ("tags", _pairs(tags)),
            ("params", _pairs(more.pop("params", {}))),
        ):
            if rows:
                data[name] = rows
        self.runs[key] = {"info": info, "data": data, "inputs": more.pop("inputs", {}), "outputs": {}}
        assert not more
        return key

    def set(self, key: str, **metrics: float) -> None:
        """A metric that is logged later, also after the run has finished."""
        kept = [row for row in self.runs[key]["data"].get("metrics", []) if row["key"] not in metrics]
        later = [{"key": name, "value": value, "timestamp": 2, "step": 2} for name, value in metrics.items()]
        self.runs[key]["data"]["metrics"] = kept + later

    def searches(self) -> list[dict[str, Any]]:
        return [body for path, body in self.asked if path.endswith("/runs/search")]

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if path == "/version":
            return 200, "3.17.2"
        name = path.removeprefix("/api/2.0/mlflow")
        if name == "/experiments/search":
            return self._experiments(body)
        if name == "/runs/search":
            return self._search(body)
        if name == "/runs/get":
            found = self.runs.get(query["run_id"])
            missing = {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Run not found"}
            return (200, {"run": found}) if found else (404, missing)
        if name == "/metrics/get-history":
            return self._history(query)
        return 404, "<!doctype html><title>404 Not Found</title>"

    def _experiments(self, body: dict[str, Any]) -> tuple[int, Any]:
        if not body.get("max_results"):
            return 400, PAGE_400
        rows = [{"experiment_id": key, "name": name} for key, name in self.experiments.items()]
        return 200, self._paged("experiments", rows, body)

    def _search(self, body: dict[str, Any]) -> tuple[int, Any]:
        if body.get("max_results", 0) > 50_000 or " or " in body["filter"]:
            return 400, PAGE_400
        places = body.get("experiment_ids")
        if not places:
            return 200, {}  # silently
        found = [
            run
            for run in self.runs.values()
            if run["info"]["experiment_id"] in places
            and run["info"]["lifecycle_stage"] == "active"
            and all(_holds(clause, run) for clause in body["filter"].split(" and "))
        ]
        found.sort(key=lambda run: -run["info"]["start_time"])
        return 200, self._paged("runs", found, body)

    def _history(self, query: dict[str, str]) -> tuple[int, Any]:
        rows = self.history.get((query["run_id"], query["metric_key"]))
        return 200, self._paged("metrics", rows, query) if rows else {}

    def _paged(self, name: str, rows: list[Any], asked: dict[str, Any]) -> dict[str, Any]:
        start = int(asked.get("page_token") or 0)
        size = min(int(asked.get("max_results") or self.page), self.page)
        answer: dict[str, Any] = {}
        if rows[start : start + size]:
            answer[name] = rows[start : start + size]
        if start + size < len(rows):
            answer["next_page_token"] = str(start + size)
        return answer


def _pairs(given: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in given.items()]


def _holds(clause: str, run: dict[str, Any]) -> bool:
    tags = {row["key"]: row["value"] for row in run["data"].get("tags", [])}
    if found := re.fullmatch(r"tags\.`([\w.]+)` = '([\w.-]+)'", clause):
        return tags.get(found[1]) == found[2]
    if found := re.fullmatch(r"tags\.`([\w.]+)` LIKE '([\w-]+)%'", clause):
        return str(tags.get(found[1], "")).startswith(found[2])
    if found := re.fullmatch(r"attributes\.end_time > (\d+)", clause):
        return bool(run["info"].get("end_time", 0) > int(found[1]))
    assert clause == "attributes.status = 'RUNNING'", clause
    return bool(run["info"]["status"] == "RUNNING")


@contextmanager
def playing(tracker: Playing | None = None) -> Iterator[Playing]:
    """The tracker on a port of this machine."""
    played = tracker or Playing()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            played.asked.append((parts.path, body or query))
            played.headers.append(dict(self.headers))
            status, kind, text = _reply(played, self, parts.path, query, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if 300 <= status < 400:
                self.send_header("Location", f"{played.url}/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET  # noqa: N815 (http.server calls it)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    played.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _reply(
    played: Playing, handler: BaseHTTPRequestHandler, path: str, query: dict[str, str], body: Any
) -> tuple[int, str, str]:
    if played.fault is not None:
        return played.fault
    wanted = "Basic " + b64encode(f"reader:{played.password}".encode()).decode()
    if played.password and handler.headers.get("Authorization") != wanted:
        return 401, "text/html", "You are not authenticated."
    status, answer = played.answer(handler.command, path, query, body)
    if isinstance(answer, str):
        return status, "text/html; charset=utf-8", answer
    return status, "application/json", json.dumps(answer)
