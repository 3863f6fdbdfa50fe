from django.http import HttpResponse
from django.shortcuts import render

from counterpoise.web.visit import Visit


def settings(request: Visit) -> HttpResponse:
    return render(request, "settings/settings.html")
