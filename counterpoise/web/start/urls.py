from django.urls import path

from counterpoise.web.start import emergency, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/diary/", views.start_diary, name="start_diary"),
    path("start/first/", views.first, name="start_first"),
    path("start/sample/", views.start_sample, name="start_sample"),
    path("start/sample/remove/", views.remove_sample, name="remove_sample"),
    path("about/", views.about, name="about"),
    path("emergency/", emergency.emergency, name="emergency"),
]
