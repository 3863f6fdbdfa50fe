from django.urls import path

from counterpoise.web.timeline import views

urlpatterns = [
    path("", views.timeline, name="timeline"),
]
