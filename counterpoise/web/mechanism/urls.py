from django.urls import path

from counterpoise.web.mechanism import views

urlpatterns = [
    path("", views.mechanism, name="mechanism"),
    path("sources", views.sources, name="mechanism_sources"),
    path("picture.svg", views.picture, name="mechanism_picture"),
]
