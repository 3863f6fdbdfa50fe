from django.urls import path

from counterpoise.web.share import guest_views

urlpatterns = [
    path("", guest_views.door, name="shared_door"),
    path("report/", guest_views.report, name="shared_report"),
    path("report/picture.svg", guest_views.picture, name="shared_picture"),
    path("write/", guest_views.write, name="shared_write"),
    path("sent/", guest_views.sent, name="shared_sent"),
    path("close/", guest_views.close, name="shared_close"),
]
