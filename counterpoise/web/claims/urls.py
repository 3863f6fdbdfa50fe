from django.urls import path

from counterpoise.web.claims import views

urlpatterns = [
    path("", views.claims, name="claims"),
]
