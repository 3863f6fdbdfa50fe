from django.urls import path

from counterpoise.web.api import views

urlpatterns = [
    path("", views.index, name="api_knowledge"),
    path("substances/<str:substance>", views.substance, name="api_substance"),
    *(path(shelf, views.shelf, {"shelf": shelf}, name=f"api_{shelf}") for shelf in views.SHELVES),
]
