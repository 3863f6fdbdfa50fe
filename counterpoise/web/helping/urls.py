from django.urls import path

from counterpoise.web.helping import views

urlpatterns = [path("", views.help_, name="help")]
