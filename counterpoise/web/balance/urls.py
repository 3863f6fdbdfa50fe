from django.urls import path

from counterpoise.web.balance import views

urlpatterns = [
    path("", views.balance, name="balance"),
    path("answer", views.answer, name="balance_answer"),
    path("picture.svg", views.picture, name="balance_picture"),
    path("method", views.method, name="balance_method"),
]
