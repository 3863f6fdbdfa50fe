from django.urls import path

from counterpoise.web.fhir import views

urlpatterns = [
    path("bundle", views.whole, name="fhir_bundle"),
    path("document", views.summary, name="fhir_document"),
]
