from django.urls import path

import api.paths  # noqa: F401 - its converters
from cadence.api import calendar, increments, iterations, meetings, series

BOARD = "boards/<key:key>"
ITERATION = f"{BOARD}/iterations/<int:iteration_id>"
ITEM = f"{ITERATION}/items/<int:item_id>"
INCREMENT = f"{BOARD}/increments/<int:increment_id>"
SERIES = f"{BOARD}/meetings/series/<int:series_id>"
MEETING = f"{BOARD}/meetings/<int:meeting_id>"
NOTE = f"{MEETING}/notes/<int:note_id>"
urlpatterns = [
    path(f"{BOARD}/iterations", iterations.Iterations.as_view()),
    path(ITERATION, iterations.IterationOne.as_view()),
    path(f"{ITERATION}/start", iterations.IterationStart.as_view()),
    path(f"{ITERATION}/end", iterations.IterationEnd.as_view()),
    path(f"{ITERATION}/items", iterations.Items.as_view()),
    path(ITEM, iterations.ItemOne.as_view()),
    path(f"{ITEM}/tasks", iterations.Tasks.as_view()),
    path(f"{ITEM}/tasks/<int:task_id>", iterations.TaskOne.as_view()),
    path(f"{BOARD}/increments", increments.Increments.as_view()),
    path(INCREMENT, increments.IncrementOne.as_view()),
    path(f"{INCREMENT}/end", increments.IncrementEnd.as_view()),
    path(f"{BOARD}/meetings", meetings.Meetings.as_view()),
    path(f"{BOARD}/meetings/series", series.Series.as_view()),
    path(SERIES, series.SeriesOne.as_view()),
    path(f"{SERIES}/skip", series.SeriesSkip.as_view()),
    path(MEETING, meetings.MeetingOne.as_view()),
    path(f"{MEETING}/end", meetings.MeetingEnd.as_view()),
    path(f"{MEETING}/reopen", meetings.MeetingReopen.as_view()),
    path(f"{MEETING}/reveal", meetings.MeetingReveal.as_view()),
    path(f"{MEETING}/notes", meetings.Notes.as_view()),
    path(NOTE, meetings.NoteOne.as_view()),
    path(f"{NOTE}/votes", meetings.NoteVotes.as_view()),
    path(f"{MEETING}/actions", meetings.MeetingActions.as_view()),
    path(f"{BOARD}/calendar.ics", calendar.CalendarFile.as_view()),
    path(f"{BOARD}/feed", calendar.Feed.as_view()),
]
