"""Weights & Biases over its GraphQL API. Written from its client's queries and tested on recorded answers only:
it has not been run against the service.

A run is named `entity/project/run`; the entity is the connection's workspace. A card is a plain tag of the run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from integrations.trackers import told
from integrations.trackers.adapter import (
    Access,
    Capabilities,
    Checked,
    NoSuchRun,
    Page,
    Point,
    Seen,
    TrackerAuth,
    TrackerError,
    Wanted,
    number,
)
from integrations.trackers.wandb_runs import at_iso, edges, seen
from integrations.trackers.wire import ask, read_json, refuse_common

SITE = "https://wandb.ai"
PAGE, PROJECTS_A_PAGE, MOST_PROJECT_PAGES, SAMPLES = 100, 100, 10, 1_000
_RUN_PATH = re.compile(r"/([\w.-]+)/([\w.-]+)/runs/([\w-]+)")
_RUN = "name displayName state createdAt heartbeatAt tags commit config summaryMetrics"
_CHECK = "query { viewer { username } }"
_PROJECTS = """query Projects($entity: String, $cursor: String, $perPage: Int) {
  models(entityName: $entity, after: $cursor, first: $perPage) {
    edges { node { name } } pageInfo { endCursor hasNextPage } } }"""
_RUNS = f"""query Runs(
  $project: String!, $entity: String!, $cursor: String, $perPage: Int, $filters: JSONString
) {{
  project(name: $project, entityName: $entity) {{
    runs(filters: $filters, after: $cursor, first: $perPage, order: "-created_at") {{
      edges {{ node {{ {_RUN} }} }} pageInfo {{ endCursor hasNextPage }} }} }} }}"""
_ONE = f"""query Run($project: String!, $entity: String!, $name: String!) {{
  project(name: $project, entityName: $entity) {{ run(name: $name) {{ {_RUN} }} }} }}"""
_HISTORY = """query History($project: String!, $entity: String!, $name: String!, $specs: [JSONString!]!) {
  project(name: $project, entityName: $entity) { run(name: $name) { sampledHistory(specs: $specs) } } }"""


class WandB:
    """One search names one project; there is no window of time, so each asks for all open cards of a board."""

    capabilities = Capabilities(push=True, poll=True, webhook=False, history=True, dataset=False)
    chunk = 1

    def __init__(self, access: Access) -> None:
        self.access = replace(access, auth="basic", username="api")
        self.site = access.public_url or SITE

    def check(self) -> Checked:
        viewer = self._query(_CHECK, {}).get("viewer")
        if not viewer:
            raise TrackerAuth(told.KEY_UNKNOWN, told.MAKE_A_KEY)
        found = len(self.places())
        said = told.ONE_PROJECT if found == 1 else told.PROJECTS
        return Checked(said % {"n": found}, "", found)

    def places(self) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        for _ in range(MOST_PROJECT_PAGES):
            answer = self._query(
                _PROJECTS, {"entity": self.access.workspace, "cursor": cursor, "perPage": PROJECTS_A_PAGE}
            )
            nodes, cursor = edges(answer.get("models"))
            found += [str(node.get("name")) for node in nodes]
            if not cursor:
                break
        wanted = [name for name in found if not self.access.wanted or name in self.access.wanted]
        if not wanted:
            raise TrackerError(told.NO_PROJECT, told.WHY_NO_PROJECT)
        return wanted

    def parse_url(self, text: str) -> str:
        found = _RUN_PATH.search(text)
        host = urlsplit(self.site).netloc.lower()
        if not found or _host(text) != host:
            return ""
        return "/".join(found.groups())

    def get_run(self, run_id: str) -> Seen:
        answer = self._query(_ONE, _names(run_id))
        run = (answer.get("project") or {}).get("run")
        if not isinstance(run, dict):
            raise NoSuchRun(told.NO_WANDB_RUN)
        return self._seen(run, run_id.rpartition("/")[0])

    def search(self, wanted: Wanted, token: str = "") -> Page:
        project = wanted.places[0] if wanted.places else ""
        states: dict[str, dict[str, Any]] = {
            "ended": {"state": {"$ne": "running"}},
            "running": {"state": "running"},
        }
        filters: dict[str, Any] = {"tags": {"$in": list(wanted.refs)}, **states.get(wanted.part, {})}
        variables = {
            "entity": self.access.workspace,
            "project": project,
            "cursor": token or None,
            "perPage": PAGE,
            "filters": json.dumps(filters),
        }
        nodes, cursor = edges((self._query(_RUNS, variables).get("project") or {}).get("runs"))
        return Page([self._seen(node, f"{self.access.workspace}/{project}") for node in nodes], cursor)

    def children(self, run_id: str, places: Sequence[str], token: str = "") -> Page:
        """The runs of a sweep are no children of another run here: each is tagged by itself."""
        return Page([])

    def history(self, run_id: str, metric: str) -> list[Point]:
        spec = json.dumps({"keys": ["_step", "_timestamp", metric], "samples": SAMPLES})
        answer = self._query(_HISTORY, {**_names(run_id), "specs": [spec]})
        run = (answer.get("project") or {}).get("run") or {}
        lines: list[Any] = next(iter(run.get("sampledHistory") or []), [])
        found = [
            Point(int(row.get("_step") or 0), at_iso(row.get("_timestamp")), number(row.get(metric)))
            for row in lines
            if isinstance(row, dict)
        ]
        return sorted(found, key=lambda point: point.step)

    def _seen(self, run: dict[str, Any], place: str) -> Seen:
        return seen(run, place, self.site)

    def _query(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        reply = ask(self.access, "POST", "/graphql", body={"query": query, "variables": variables})
        refuse_common(reply, "Weights & Biases")
        if reply.status == 403:
            raise TrackerAuth(told.WANDB_SHUT)
        answer = read_json(reply, "Weights & Biases")
        if reply.status >= 400 or answer.get("errors") or not isinstance(answer.get("data"), dict):
            raise TrackerError(told.WANDB_REFUSES, told.IS_THE_ENTITY_RIGHT)
        data: dict[str, Any] = answer["data"]
        return data


def _names(run_id: str) -> dict[str, Any]:
    parts = run_id.split("/")
    if len(parts) != 3 or not all(parts):
        raise NoSuchRun(told.NO_RUN_NAME)
    return {"entity": parts[0], "project": parts[1], "name": parts[2]}


def _host(text: str) -> str:
    try:
        return urlsplit(text.strip()).netloc.lower()
    except ValueError:
        return ""
