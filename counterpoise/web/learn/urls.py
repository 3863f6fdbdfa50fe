from django.urls import path

from counterpoise.web.learn import lists, views

urlpatterns = [
    path("", views.learn, name="learn"),
    path("grades/", lists.grades, name="learn_grades"),
    path("instruments/", lists.instruments, name="learn_instruments"),
    path("analytes/", lists.analytes, name="learn_analytes"),
    path("law/", lists.law, name="learn_law"),
    path("substances/<slug:substance>/", views.substance, name="learn_substance"),
    path("<slug:page>/", views.page, name="learn_page"),
]
