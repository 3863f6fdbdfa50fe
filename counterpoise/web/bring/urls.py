from django.urls import path

from counterpoise.web.bring import views

urlpatterns = [
    path("", views.bring, name="bring"),
]
