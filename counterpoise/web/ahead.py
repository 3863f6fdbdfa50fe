"""What the head of a page asks for is named in its headers too: a slow phone fetches it before it reads the page."""

from __future__ import annotations

import re

from django.http import HttpResponse, HttpResponseBase

HEAD = re.compile(rb"<head>(.*?)</head>", re.DOTALL)
STYLE = re.compile(rb'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(rb'<script src="([^"]+)"')


def named_ahead(response: HttpResponseBase) -> None:
    """Adds `Link: rel=preload` for the style sheets, then the scripts: what is drawn goes first over few connections.

    Saves the time from the first byte until the head was parsed (RFC 8288; HTML, "preload").
    """
    if not isinstance(response, HttpResponse) or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    head = HEAD.search(response.content)
    if head is None:
        return  # a part of a page
    wanted = [(found.decode(), "style") for found in STYLE.findall(head[1])]
    wanted += [(found.decode(), "script") for found in SCRIPT.findall(head[1])]
    if wanted:
        response.headers["Link"] = ", ".join(f"<{address}>; rel=preload; as={kind}" for address, kind in wanted)
