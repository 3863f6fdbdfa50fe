from django.urls import path

from counterpoise.web.access import views

urlpatterns = [
    path("enter/<str:token>", views.enter, name="enter"),
    path("health/<str:challenge>", views.health, name="health"),
]
