from django.urls import path

from counterpoise.web.where import views

urlpatterns = [
    path("", views.where, name="where"),
]
