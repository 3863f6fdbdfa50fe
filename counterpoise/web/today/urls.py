from django.urls import path

from counterpoise.web.today import views

urlpatterns = [
    path("", views.today, name="today"),
]
