from django.urls import path

from counterpoise.web.safety import views, watched

urlpatterns = [
    path("", views.safety, name="safety"),
    path("aside/", views.aside, name="safety_aside"),
    path("back/", views.back, name="safety_back"),
    path("watched/", watched.watched, name="safety_watched"),
]
