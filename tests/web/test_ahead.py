"""What a page asks for is named in its headers: all of it, nothing else, what is drawn first."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client

from counterpoise.web.ahead import named_ahead

HTML = "text/html; charset=utf-8"
PAGE = (
    '<html><head><link rel="icon" href="/i.svg"><script src="/a.js" defer></script>'
    '<link rel="stylesheet" href="/s.css?v=1"><script src="/b.js"></script></head>'
    '<body><p>&lt;head&gt;</p><script src="/late.js"></script></body></html>'
)


def links(answer: Any) -> list[tuple[str, str]]:
    return re.findall(r"<([^>]+)>; rel=preload; as=(\w+)", answer.headers.get("Link", ""))


def test_style_sheets_come_before_scripts_and_each_in_its_order() -> None:
    answer = HttpResponse(PAGE, content_type=HTML)
    named_ahead(answer)
    assert links(answer) == [("/s.css?v=1", "style"), ("/a.js", "script"), ("/b.js", "script")]


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("<p>a part</p>", content_type=HTML),
        HttpResponse("<head></head>", content_type=HTML),
        HttpResponse(PAGE, content_type="application/json"),
        FileResponse(iter([PAGE.encode()]), content_type=HTML),
    ],
    ids=["a part of a page", "nothing asked for", "not a page", "a stream"],
)
def test_what_is_no_page_names_nothing(answer: HttpResponse) -> None:
    named_ahead(answer)
    assert "Link" not in answer.headers


@pytest.mark.django_db
def test_a_real_page_names_all_that_its_head_asks_for(client: Client) -> None:
    answer = client.get("/emergency/")
    head = answer.content.decode().partition("</head>")[0]
    asked = re.findall(r'(?:<script[^>]* src|<link[^>]*rel="stylesheet"[^>]* href)="([^"]+)"', head)
    assert len(asked) > 3
    assert sorted(address for address, _kind in links(answer)) == sorted(asked)
