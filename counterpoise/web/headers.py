"""What the browser is told with every answer: load nothing from elsewhere, keep nothing, tell nobody."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.http.request import HttpRequest

from counterpoise.web.ahead import named_ahead
from counterpoise.web.versioned import digest

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
GUESTS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""Beside the others, on the pages that somebody sees by a link."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

OURS = "Counterpoise-Answers"
"""On every answer of the journal to its own people (`share.outside`): what comes without it is the word of something on
the way (a proxy, the login page of a network), and counts as no network."""

FOR_GOOD = "max-age=31536000, public, immutable"
"""A browser asks for it once: on a slow line each question costs as much as a small file."""


def strict_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the headers on every answer, pages that are never stored, and what they ask for named ahead."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        _as_stored(request)
        response = _whole(get_response(request))
        for name, value in headers_of(request.path).items():
            response.headers.setdefault(name, value)
        named_ahead(response)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) and _named_by_content(request):
            response.headers["Cache-Control"] = FOR_GOOD
        return response

    return answer


def _named_by_content(request: HttpRequest) -> bool:
    """Whether it is a file of the program at the address that says which version: another version has another one."""
    said, name = request.GET.get("v"), request.path.removeprefix(settings.STATIC_URL)
    return bool(said) and request.path.startswith(settings.STATIC_URL) and said == digest(name)


def _as_stored(request: HttpRequest) -> None:
    """A browser gives back the mark of a file as compressing weakened it (`W/`); the file itself knows the strong one.

    Without this every visit would send every file again.
    """
    mark = request.META.get("HTTP_IF_NONE_MATCH", "")
    if mark.startswith("W/"):
        request.META["HTTP_IF_NONE_MATCH"] = mark.removeprefix("W/")


def headers_of(path: str) -> dict[str, str]:
    """The headers of an answer at this address."""
    return HEADERS | GUESTS if path.startswith("/shared/") else HEADERS


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """A file is sent in one piece: an asynchronous server would otherwise read it piece by piece with a warning."""
    if not response.streaming:
        return response
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if isinstance(response, FileResponse) and response.file_to_stream is not None:
        response.file_to_stream.close()  # the file only: the request is not over yet
    return HttpResponse(content, status=response.status_code, headers=dict(response.items()))
