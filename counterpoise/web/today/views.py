from django.http import HttpResponse
from django.shortcuts import render

from counterpoise.web.visit import Visit


def today(request: Visit) -> HttpResponse:
    return render(request, "today/today.html")
