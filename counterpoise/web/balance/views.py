from django.http import HttpResponse
from django.shortcuts import render

from counterpoise.web.visit import Visit


def balance(request: Visit) -> HttpResponse:
    return render(request, "balance/balance.html")
