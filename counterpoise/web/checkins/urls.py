from django.urls import path

from counterpoise.web.checkins import calling, choosing, feed, views

urlpatterns = [
    path("checkin/", views.checkin, name="checkin"),
    path("checkin/rest/", views.rest, name="checkin_rest"),
    path("checkin/settings/", choosing.choose, name="checkin_settings"),
    path("checkin/calendar/make/", feed.make, name="checkin_feed_make"),
    path("checkin/calendar/end/", feed.end, name="checkin_feed_end"),
    path("checkin/calendar.ics", feed.download, name="checkin_calendar_file"),
    path("checkin/push/agree/", calling.agree, name="checkin_push_agree"),
    path("checkin/push/end/", calling.end, name="checkin_push_end"),
    path("calendar/<str:token>.ics", feed.feed, name="calendar_feed"),
]
