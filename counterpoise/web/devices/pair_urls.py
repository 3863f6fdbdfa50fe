from django.urls import path

from counterpoise.web.devices import pair_views

urlpatterns = [
    path("", pair_views.door, name="pair"),
    path("wait/", pair_views.wait, name="pair_wait"),
]
