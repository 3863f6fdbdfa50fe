"""The first visit, and the pages that anybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    return render(request, "start/start.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "start/about.html")


def emergency(request: HttpRequest) -> HttpResponse:
    return render(request, "start/emergency.html")


def remove_sample(request: HttpRequest) -> HttpResponse:
    return render(request, "start/start.html")
