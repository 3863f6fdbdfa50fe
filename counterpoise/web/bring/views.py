from django.http import HttpResponse
from django.shortcuts import render

from counterpoise.web.visit import Visit


def bring(request: Visit) -> HttpResponse:
    return render(request, "bring/bring.html")
