from django.urls import path

from counterpoise.web.design import views

urlpatterns = [
    path("", views.design, name="design"),
]
