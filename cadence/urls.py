from django.urls import URLPattern, URLResolver, path

from cadence.views import feed, iteration, meetings, pages

CADENCE = "boards/<str:key>/cadence"
ITERATION = "boards/<str:key>/iterations/<int:pk>"
ITEM = f"{ITERATION}/items/<int:item>"
TASK = f"{ITEM}/tasks/<int:task>"
INCREMENT = "boards/<str:key>/increments/<int:pk>"
SERIES = "boards/<str:key>/meetings/series/<int:pk>"
MEETING = "boards/<str:key>/meetings/<int:pk>"
NOTE = f"{MEETING}/notes/<int:note>"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CADENCE}/", pages.cadence, name="cadence"),
    path("boards/<str:key>/iterations/", iteration.iterations, name="iterations"),
    path(f"{ITERATION}/", iteration.iteration, name="iteration"),
    path(f"{ITERATION}/goal/", iteration.goal, name="iteration_goal"),
    path(f"{ITERATION}/start/", iteration.start, name="iteration_start"),
    path(f"{ITERATION}/end/", iteration.end, name="iteration_end"),
    path(f"{ITERATION}/removal/", iteration.removal, name="iteration_removal"),
    path(f"{ITERATION}/items/", iteration.items, name="iteration_items"),
    path(f"{ITEM}/outcome/", iteration.outcome, name="iteration_outcome"),
    path(f"{ITEM}/removal/", iteration.item_removal, name="iteration_item_removal"),
    path(f"{ITEM}/tasks/", iteration.tasks, name="iteration_tasks"),
    path(f"{TASK}/", iteration.task, name="iteration_task"),
    path(f"{TASK}/removal/", iteration.task_removal, name="iteration_task_removal"),
    path("boards/<str:key>/increments/", pages.increments, name="increments"),
    path(f"{INCREMENT}/", pages.increment, name="increment"),
    path(f"{INCREMENT}/end/", pages.increment_end, name="increment_end"),
    path(f"{INCREMENT}/removal/", pages.increment_removal, name="increment_removal"),
    path("boards/<str:key>/meetings/series/", pages.series, name="meeting_series"),
    path(f"{SERIES}/", pages.series_change, name="meeting_series_change"),
    path(f"{SERIES}/skip/", pages.series_skip, name="meeting_series_skip"),
    path(f"{SERIES}/removal/", pages.series_removal, name="meeting_series_removal"),
    path("boards/<str:key>/meetings/", meetings.meetings, name="meetings"),
    path(f"{MEETING}/", meetings.meeting, name="meeting"),
    path(f"{MEETING}/notes/", meetings.notes, name="meeting_notes"),
    path(f"{NOTE}/", meetings.note, name="meeting_note"),
    path(f"{NOTE}/removal/", meetings.note_removal, name="meeting_note_removal"),
    path(f"{NOTE}/votes/", meetings.votes, name="meeting_votes"),
    path(f"{MEETING}/reveal/", meetings.reveal, name="meeting_reveal"),
    path(f"{MEETING}/actions/", meetings.follow_ups, name="meeting_actions"),
    path(f"{MEETING}/minutes/", meetings.minutes, name="meeting_minutes"),
    path(f"{MEETING}/end/", meetings.end, name="meeting_end"),
    path(f"{MEETING}/reopening/", meetings.reopening, name="meeting_reopening"),
    path(f"{MEETING}/removal/", meetings.removal, name="meeting_removal"),
    path(f"{CADENCE}/feed/", feed.feed, name="cadence_feed"),
    path(f"{CADENCE}/feed/removal/", feed.feed_removal, name="cadence_feed_removal"),
    path("calendars/<str:secret>/<str:key>.ics", feed.calendar_feed, name="calendar_feed"),
]
