from django.urls import path

from counterpoise.web.settings import views

urlpatterns = [
    path("", views.settings, name="settings"),
]
