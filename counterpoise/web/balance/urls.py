from django.urls import path

from counterpoise.web.balance import views

urlpatterns = [
    path("", views.balance, name="balance"),
]
