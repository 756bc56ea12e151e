"""`/me/preferences`: the page's twin."""

from __future__ import annotations

from tests.api.caller import Caller


def test_they_are_shown_whole_and_changed_by_name(ben: Caller) -> None:
    before = ben.get("/me/preferences").json
    assert before["matrix"]["mention"] == {"inbox": True, "mail": True}
    assert before["matrix"]["digest"] == {"mail": True}
    assert before["quiet_hours"] is None
    body = {
        "matrix": {"card": {"mail": True}},
        "quiet_hours": {"begins": "20:00", "ends": "07:00"},
        "digest": "none",
    }
    after = ben.ask("PATCH", "/me/preferences", body)
    assert after.status == 200
    expected = {**before, "quiet_hours": body["quiet_hours"], "digest": "none"}
    expected["matrix"] = {**before["matrix"], "card": {"inbox": True, "mail": True}}
    assert after.json == expected
    assert ben.get("/me/preferences").json == expected
    assert ben.ask("PATCH", "/me/preferences", {"quiet_hours": None}).json["quiet_hours"] is None


def test_what_makes_no_sense_is_refused(ben: Caller) -> None:
    for body in (
        {"matrix": {"weather": {"mail": True}}},
        {"matrix": {"card": {"smoke": True}}},
        {"matrix": {"card": {"mail": "yes"}}},
        {"matrix": {"card": True}},
        {"quiet_hours": {"begins": "25:00", "ends": "07:00"}},
        {"window_minutes": 7},
        {"digest_at": "noon"},
        {"digest_weekday": 9},
    ):
        assert ben.ask("PATCH", "/me/preferences", body).status == 400, body
