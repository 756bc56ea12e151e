"""MLflow over its REST API (and who speaks the same, under their own prefix)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from accounts.outbound import Reply
from integrations.trackers import told
from integrations.trackers.adapter import (
    TAG,
    Access,
    Capabilities,
    Checked,
    HostBlocked,
    NoSuchRun,
    Page,
    Point,
    Seen,
    TrackerAuth,
    TrackerError,
    Wanted,
    number,
)
from integrations.trackers.mlflow_runs import at_ms, is_suspect, rows, seen
from integrations.trackers.wire import ask, read_json, refuse_common

API = "/api/2.0/mlflow"
PAGE, EXPERIMENTS_A_PAGE, HISTORY_A_PAGE = 200, 1_000, 10_000
MOST_EXPERIMENT_PAGES, MOST_HISTORY_PAGES = 20, 20
_RUN_ID = re.compile(r"[0-9a-f]{32}")
_RUN_PATH = re.compile(r"/experiments/\w+/runs/([0-9a-f]{32})\b")
_KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_REF = re.compile(r"[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,9}")
PART = {"ended": "attributes.end_time > {since}", "running": "attributes.status = 'RUNNING'"}


class MLflow:
    """`experiment_ids` is never left out: without it a search answers nothing, silently."""

    capabilities = Capabilities(push=True, poll=True, webhook=True, history=True, dataset=True)
    chunk = 1_000

    def __init__(self, access: Access) -> None:
        self.access = access

    def check(self) -> Checked:
        version = self._version()
        found = len(self.places())
        name = f"MLflow {version}" if version else "MLflow"
        said = told.ONE_EXPERIMENT if found == 1 else told.EXPERIMENTS
        return Checked(said % {"what": name, "n": found}, version, found)

    def _version(self) -> str:
        """Of the server; one behind a gateway may not tell."""
        reply = ask(self.access, "GET", "/version")
        text = reply.body[:40].decode("ascii", "replace").strip()
        return text if reply.status == 200 and re.fullmatch(r"[\w.+-]{1,40}", text) else ""

    def places(self) -> list[str]:
        """The active experiments we may read, those of the list if there is one; none is an error."""
        found: list[str] = []
        token = ""
        for _ in range(MOST_EXPERIMENT_PAGES):
            body = {"max_results": EXPERIMENTS_A_PAGE, **({"page_token": token} if token else {})}
            answer = self._call("POST", "/experiments/search", body=body)
            found += [
                str(row["experiment_id"])
                for row in rows(answer, "experiments")
                if not self.access.wanted or row.get("name") in self.access.wanted
            ]
            token = str(answer.get("next_page_token") or "")
            if not token:
                break
        if not found:
            raise TrackerError(told.NO_EXPERIMENT, told.WHY_NO_EXPERIMENT)
        return found

    def parse_url(self, text: str) -> str:
        """The run of a bare id, or of an address that begins like this server's or its public one."""
        text = text.strip()
        if _RUN_ID.fullmatch(text):
            return text
        found = _RUN_PATH.search(text)
        bases = [_site(base) for base in (self.access.base_url, self.access.public_url) if base]
        return found[1] if found and _site(text[: found.start()]) in bases else ""

    def get_run(self, run_id: str) -> Seen:
        answer = self._call("GET", "/runs/get", query={"run_id": _checked(run_id, _RUN_ID)})
        return self._seen(answer.get("run") or {})

    def search(self, wanted: Wanted, token: str = "") -> Page:
        return self._search(wanted.places, self._filter(wanted), token)

    def children(self, run_id: str, places: Sequence[str], token: str = "") -> Page:
        parent = _checked(run_id, _RUN_ID)
        return self._search(places, f"tags.`mlflow.parentRunId` = '{parent}'", token)

    def history(self, run_id: str, metric: str) -> list[Point]:
        """All values in order of step and time: a server keeps them in order of writing, in pages."""
        found: list[Point] = []
        query: dict[str, Any] = {"run_id": _checked(run_id, _RUN_ID), "metric_key": metric}
        for _ in range(MOST_HISTORY_PAGES):
            answer = self._call("GET", "/metrics/get-history", query={**query, "max_results": HISTORY_A_PAGE})
            found += [_point(row) for row in rows(answer, "metrics")]
            token = answer.get("next_page_token")
            if not token:
                break
            query["page_token"] = token
        return sorted(found, key=lambda point: (point.step, point.at is not None and point.at.timestamp()))

    def _search(self, places: Sequence[str], clause: str, token: str) -> Page:
        if not places:
            raise TrackerError(told.NO_EXPERIMENT)
        body = {
            "experiment_ids": list(places),
            "filter": clause,
            "max_results": PAGE,
            "order_by": ["attributes.start_time DESC"],
            "run_view_type": "ACTIVE_ONLY",
            **({"page_token": token} if token else {}),
        }
        answer = self._call("POST", "/runs/search", body=body)
        found = [self._seen(run) for run in rows(answer, "runs")]
        return Page(found, str(answer.get("next_page_token") or ""))

    def _filter(self, wanted: Wanted) -> str:
        """Card by card it is an exact match; `=` of KEY-3 does not find KEY-30. There is no `or` and no list."""
        if wanted.board:
            clause = f"tags.`{TAG}` LIKE '{_checked(wanted.board, _KEY)}-%'"
        else:
            clause = f"tags.`{TAG}` = '{_checked(wanted.refs[0], _REF)}'"
        since = int(wanted.since.timestamp() * 1000) if wanted.since else 0
        part = PART.get(wanted.part, "").format(since=since)
        return f"{clause} and {part}" if part else clause

    def _seen(self, run: dict[str, Any]) -> Seen:
        return seen(run, self.access.public_url or self.access.base_url)

    def _call(self, method: str, path: str, *, query: Any = None, body: Any = None) -> dict[str, Any]:
        headers = {"X-MLFLOW-WORKSPACE": self.access.workspace} if self.access.workspace else {}
        reply = ask(self.access, method, API + path, query=query, body=body, headers=headers)
        _refuse(reply, self.access)
        return read_json(reply, "MLflow")


def _refuse(reply: Reply, access: Access) -> None:
    """Errors are JSON, but 401, 403 and 500 are pages or plain text: their words are looked at, never shown."""
    if reply.status == 403:
        _refuse_403(reply, access)
    refuse_common(reply, "MLflow")
    if reply.status < 400:
        return
    code = read_json(reply, "MLflow").get("error_code") if reply.is_json else ""
    if code == "RESOURCE_DOES_NOT_EXIST":
        raise NoSuchRun(told.NO_MLFLOW_RUN)
    if reply.status == 404:
        raise TrackerError(told.NO_MLFLOW, told.PREFIX)
    raise TrackerError(told.MLFLOW_REFUSES % {"n": reply.status})


def _refuse_403(reply: Reply, access: Access) -> None:
    if b"Invalid Host header" in reply.body[:500]:
        named = {"host": urlsplit(access.base_url).hostname or ""}
        raise HostBlocked(told.NAME_REFUSED % named, told.ALLOW_THE_NAME % named)
    raise TrackerAuth(told.MLFLOW_SHUT, told.PERMISSION)


def _site(address: str) -> tuple[str, str]:
    """Host with port, and path: what two addresses of one server have in common."""
    try:
        parts = urlsplit(address.partition("#")[0].strip())
    except ValueError:
        return "", address
    return parts.netloc.lower(), parts.path.rstrip("/")


def _checked(text: str, shape: re.Pattern[str]) -> str:
    """A quote or a backtick never comes into a filter."""
    if not shape.fullmatch(text):
        raise NoSuchRun(told.NO_NAME)
    return text


def _point(row: dict[str, Any]) -> Point:
    value = None if is_suspect(row) else number(row.get("value"))
    return Point(int(row.get("step") or 0), at_ms(row.get("timestamp")), value)
