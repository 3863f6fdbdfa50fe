from django.http import HttpResponse
from django.shortcuts import render

from counterpoise.web.visit import Visit


def timeline(request: Visit) -> HttpResponse:
    return render(request, "timeline/timeline.html")
