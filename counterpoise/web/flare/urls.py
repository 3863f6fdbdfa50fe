from django.urls import path

from counterpoise.web.flare import views

urlpatterns = [
    path("", views.flare, name="flare"),
    path("pain/", views.pain, name="flare_pain"),
    path("taken/", views.taken, name="flare_taken"),
    path("opens/", views.opens, name="flare_opens"),
]
