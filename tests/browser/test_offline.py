"""Without a network: the app is installable, its pages answer, and what is written arrives exactly once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.phones import READY, let_in, says, waiting, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def test_it_can_be_installed(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    session = phone.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    said = json.loads(found["data"])
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")


def test_a_page_asked_for_without_a_network_is_answered(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    without_network(phone)
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network. You can write here.")
    page.goto("/emergency/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Call first. Log later.")
    expect(page.get_by_role("link", name="911")).to_be_visible()


VECTOR = """async ({theirs, pair, info, about, plain}) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const base = (hex) => btoa(String.fromCharCode(...bytes(hex)));
  const text = (hex) => base(hex).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
  const curve = {name: 'ECDH', namedCurve: 'P-256'};
  const [x, y] = [pair.sent.slice(2, 66), pair.sent.slice(66)].map(text);
  const jwk = {kty: 'EC', crv: 'P-256', x, y};
  const privateKey = await crypto.subtle.importKey('jwk', {...jwk, d: text(pair.secret)}, curve, false, ['deriveBits']);
  const publicKey = await crypto.subtle.importKey('jwk', jwk, curve, true, []);
  const how = {about: bytes(about), pair: {privateKey, publicKey}, cipher: {id: 1, bytes: 16}};
  const sealed = await hpke.seal(bytes(theirs), bytes(info), bytes(plain), how);
  return Array.from(sealed, (byte) => byte.toString(16).padStart(2, '0')).join('');
}"""


def test_the_phone_seals_as_the_rfc_says(enter: Open, alice: m.Person) -> None:
    """RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, the first message."""
    sent = (
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be"
        "863c403ce65c9bfcb9382657222d18c4"
    )
    given = {
        "theirs": "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30a"
        "d6aa8f80e30f1d128aafd68a2ce72ea0",
        "pair": {"sent": sent, "secret": "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb"},
        "info": "4f6465206f6e2061204772656369616e2055726e",
        "about": "436f756e742d30",
        "plain": "4265617574792069732074727574682c20747275746820626561757479",
    }
    locked = "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
    page = enter(alice)
    page.goto("/")
    assert page.evaluate(VECTOR, given) == sent + locked


def test_every_way_of_writing_works_without_a_network(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    before = diary(alice)
    without_network(phone)
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.click()
    says(page, "1 waits to be sent")
    page.get_by_text("The same as usual", exact=True).click()
    usual = page.locator("form:has(input[value=usual])")
    usual.locator("label", has_text="sleep").click()
    usual.get_by_role("button", name="5", exact=True).click()
    page.get_by_text("Something else, or another amount").click()
    other = page.locator("form:has([name=substance])")
    other.get_by_label("What", exact=True).fill("Ibuprofen")
    other.get_by_label("How much", exact=True).fill("400")
    other.get_by_label("Unit").fill("mg")
    other.get_by_role("button", name="Keep it without the pain").click()
    page.get_by_text("How are you otherwise?").click()
    page.locator("form[data-with-measure=mood]").get_by_role("button", name="6", exact=True).click()
    page.get_by_text("Did you notice something?").click()
    page.get_by_role("button", name="Chest pain").click()
    call = page.locator("#call-first")
    expect(call).to_be_focused()
    expect(call.get_by_role("link", name="911")).to_be_in_viewport()
    assert call.get_by_role("link", name="911").get_attribute("href") == "tel:911"
    says(page, "5 wait to be sent")
    phone.set_offline(False)
    says(page, "5 have arrived")
    after = diary(alice)
    assert [one.value for one in after.ratings[len(before.ratings) :]] == [7.0, 5.0, 6.0]
    new = after.doses[len(before.doses) :]
    assert [(one.substance, one.amount, one.reason) for one in new] == [
        ("kratom", 2.5, "sleep"),
        ("ibuprofen", 400.0, None),
    ]
    assert [one.kind for one in after.effects if one.id not in {e.id for e in before.effects}] == ["chest_pain"]
    page.locator("#waiting").click()
    expect(page.get_by_role("alert").first).to_contain_text("Call first")


TWICE = "(button) => { button.click(); button.click(); }"
"""At once: two clicks of a mouse are far apart on a busy machine, and then they are meant."""


def test_a_shaking_hand_keeps_one_entry(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    without_network(phone)
    page.locator("#rate-pain\\.now-4").evaluate(TWICE)
    says(page, "1 waits to be sent")
    page.evaluate("""() => { const form = document.querySelector("form[data-keep=rating]");
      return Promise.all([1, 2].map(() => keepForm(form, form.querySelector("button")))); }""")
    says(page, "2 wait to be sent")
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.evaluate(TWICE)
    says(page, "3 wait to be sent")
    page.get_by_text("How are you otherwise?").click()
    page.evaluate(
        "document.querySelectorAll('form[data-keep=rating]').forEach((form) => form.querySelector('button').click())"
    )
    measures = page.locator("form[data-keep=rating]").count()
    says(page, f"{3 + measures} wait to be sent")  # the same number of other questions: each is another entry
    phone.set_offline(False)
    says(page, f"{3 + measures} have arrived")
    new = [one.value for one in diary(alice).ratings[before:]]
    assert sorted(new)[-2:] == [4.0, 7.0]
    assert len(new) == 3 + measures


def test_a_page_that_is_open_keeps_what_it_cannot_send(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    expect(page.locator("#dose .pad")).to_be_visible()
    without_network(phone)
    page.locator("#rate-pain\\.now-9").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now")
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    says(page, "2 wait to be sent")
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Kratom 2.5 g, pain 4.")
    expect(page.locator("#dose .pad")).to_have_count(0)  # nothing invites to tap the same again
    expect(page.locator("#dose a", has_text="Kratom 2.5 g")).to_be_visible()
    phone.set_offline(False)
    says(page, "2 have arrived")
    assert [one.value for one in diary(alice).ratings[-2:]] == [9.0, 4.0]
    assert (diary(alice).doses[-1].amount, diary(alice).doses[-1].rating) == (2.5, diary(alice).ratings[-1].id)


def test_an_entry_corrected_on_two_devices_without_a_network(
    phone: BrowserContext, enter: Open, alice: m.Person, complaints: list[str]
) -> None:
    row = m.Rating.objects.filter(source="", person=alice).first() or m.Rating.objects.filter(person=alice).first()
    assert row is not None
    pages = [let_in(phone, alice), enter(alice, service_workers="allow")]
    pages[1].goto("/")
    for page, value in zip(pages, ("9", "2"), strict=True):
        page.evaluate(READY)
        page.goto(f"/entry/rating/{row.pk}/")
        without_network(page.context)
        page.get_by_label("Value").fill(value)
        page.get_by_role("button", name="Save the correction").click()
        page.wait_for_url("**/offline/")
        says(page, "1 waits to be sent")
    pages[0].context.set_offline(False)
    says(pages[0], "1 has arrived")
    pages[1].context.set_offline(False)
    says(pages[1], "1 has arrived and needs a look")
    row.refresh_from_db()
    assert row.value == 9
    pages[1].locator("#waiting").click()
    pages[1].get_by_role("link", name=re.compile("^Look")).click()
    pages[1].get_by_role("button", name="What the phone sent").click()
    pages[1].wait_for_url("**/arrived/")
    row.refresh_from_db()
    assert row.value == 2
    complaints.clear()  # that there was no network


def test_locking_says_how_much_would_be_lost(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/settings/")
    page.route("**/outbox/", lambda route: route.abort())
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {}).then(() => tellWaiting())")
    says(page, "1 waits to be sent")
    page.get_by_role("button", name="Sign out of this browser").click()
    expect(page.get_by_role("alert")).to_contain_text("1 entry on this device has not been sent. It would be lost.")
    assert waiting(page) == 1
    page.get_by_role("button", name="Sign out, and lose what waits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This browser is signed out")
    page.wait_for_load_state()
    assert waiting(page) == 0
    assert page.evaluate("outbox.remembered('for')") is None


def test_nothing_written_can_be_read_back_from_the_phone(
    on_disk: BrowserContext, alice: m.Person, tmp_path: Path
) -> None:
    canary = "canary-of-the-profile-folder"
    entries.add(alice, d.OwnMeasure(key=canary, name=canary, low=0, high=5, higher_is_better=True), timezone.now())
    page = let_in(on_disk, alice)
    for path in ("/", "/settings/", "/timeline/"):
        page.goto(path)
    without_network(on_disk)
    page.goto("/")
    page.get_by_text("Something else, or another amount").click()
    form = page.locator("form:has([name=substance])")
    form.get_by_label("What", exact=True).fill(canary)
    form.get_by_label("How much", exact=True).fill("7")
    form.get_by_label("Unit").fill("g")
    form.get_by_role("button", name="Keep it without the pain").click()
    says(page, "1 waits to be sent")
    kept = page.evaluate(KEPT)
    assert canary not in kept
    assert "hpke" in kept  # what is looked through is what is kept
    assert "Pain" in kept
    on_disk.close()
    written = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    where = [
        path for path in written if any(canary.encode(code) in path.read_bytes() for code in ("utf-8", "utf-16-le"))
    ]
    assert [path.name for path in where] == []
    assert any(b"counterpoise" in path.read_bytes() for path in written if "IndexedDB" in str(path))


KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
  }
  for (const {name} of await indexedDB.databases()) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => {
        base.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result); });
      texts.push(JSON.stringify(rows), ...rows.map((row) => new TextDecoder().decode(row.sealed)));
    }
  }
  return texts.join('\\n') + JSON.stringify({...localStorage, ...sessionStorage});
}"""


def test_an_answer_that_is_lost_changes_nothing(enter: Open, alice: m.Person, complaints: list[str]) -> None:
    page = enter(alice, service_workers="allow")
    page.goto("/")
    before = m.Rating.objects.count()
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or len(lost) == 2:
            route.continue_()
            return
        lost.append(route.fetch().text())  # it was taken in, and the phone never hears of it
        route.abort()

    page.route("**/outbox/", lose)
    for value in ("1", "2", "3"):
        said = f"{{measure: 'pain.now', value: '{value}'}}"
        page.evaluate(f"outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {said})")
    for _time in range(3):
        page.evaluate("sendWaiting()")
    assert waiting(page) == 0
    assert [json.loads(text)["state"] for text in lost] == ["saved", "saved"]
    assert m.Rating.objects.count() == before + 3
    assert [one.value for one in diary(alice).ratings[-3:]] == [1.0, 2.0, 3.0]
    complaints.clear()  # of the answers that were lost


def test_the_page_to_write_on_is_fit_for_everybody(
    phone: BrowserContext, alice: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size({"width": 390, "height": 844})
    without_network(phone)
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 waits to be sent")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert small(page) == []
    assert look(page) == []
    page.keyboard.press("Tab")
    page.locator(".skip").focus()
    page.keyboard.press("Tab")  # the mark
    page.keyboard.press("Tab")
    expect(page.locator("#waiting")).to_be_focused()
