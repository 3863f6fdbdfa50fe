from django.urls import path

from counterpoise.web.access import views

urlpatterns = [
    path("<str:token>", views.enter, name="enter"),
]
