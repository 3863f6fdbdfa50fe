from django.urls import path

from counterpoise.web.start import views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/sample/remove/", views.remove_sample, name="remove_sample"),
    path("about/", views.about, name="about"),
    path("emergency/", views.emergency, name="emergency"),
]
