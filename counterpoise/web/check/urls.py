from django.urls import path

from counterpoise.web.check import views

urlpatterns = [
    path("", views.check, name="check"),
    path("<str:instrument>/", views.fill, name="check_fill"),
    path("<str:instrument>/score/", views.told_score, name="check_score"),
]
