"""The app lock in the browser: shut at the start, by itself, in one tap; what opens it; what is written while shut."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from counterpoise import diary as d
from counterpoise.cli import main
from counterpoise.journal import app_lock, archive, entries
from counterpoise.journal import models as m
from counterpoise.web.lock import state, words
from tests.web.locking import WORDS, Time, unlock

Enter = Callable[..., Client]


def test_it_is_off_by_default(browser_of_alice: Client, alice: m.Person) -> None:
    page = browser_of_alice.get("/").content.decode()
    assert "Lock now" not in page
    assert not m.AppLock.objects.exists()


def test_whoever_put_it_on_goes_on_and_locks_in_one_tap(locked: Client) -> None:
    page = locked.get("/")
    assert page.status_code == 200
    assert "Lock now" in page.content.decode()
    shut = locked.post("/lock/now/", follow=True)
    assert shut.status_code == 403
    assert locked.get("/timeline/").status_code == 403
    assert unlock(locked)["Location"] == "/"
    assert locked.get("/timeline/").status_code == 200


def test_what_is_cleared_in_one_tap_is_not_what_waits_to_be_sent(locked: Client) -> None:
    assert locked.post("/lock/now/")["Clear-Site-Data"] == '"cache"'


def test_after_it_was_opened_one_goes_on_where_one_was_and_nowhere_else(locked: Client) -> None:
    locked.post("/lock/now/")
    shut = locked.get("/timeline/").content.decode()
    assert '<input type="hidden" name="then" value="/timeline/">' in shut
    assert unlock(locked, then="/timeline/")["Location"] == "/timeline/"
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)", "/lock/now/", "\\\\example.org"):
        locked.post("/lock/now/")
        assert unlock(locked, then=elsewhere)["Location"] == "/"


def test_a_wrong_one_opens_nothing_and_says_so(locked: Client) -> None:
    locked.post("/lock/now/")
    answer = unlock(locked, "seven wet umbrellas")
    assert answer.status_code == 422
    assert "This is not the passphrase." in answer.content.decode()
    assert locked.get("/").status_code == 403


def test_many_wrong_tries_wait_and_leave_the_diary_as_it_was(
    locked: Client, alice: m.Person, usual_dose: m.Dose, time: Time
) -> None:
    locked.post("/lock/now/")
    before = archive.diary_digest(alice), archive.history_digest(alice)
    for n in range(40):
        answer = unlock(locked, f"wrong words number {n}")
    assert "nothing is looked at for 30 seconds" in answer.content.decode()
    right = unlock(locked)
    assert right.status_code == 422, "not looked at"
    assert "so it may be right" in right.content.decode()
    assert "This is not the passphrase." not in right.content.decode()
    time.later(seconds=31)
    assert unlock(locked).status_code == 302
    assert (archive.diary_digest(alice), archive.history_digest(alice)) == before


def test_it_shuts_by_itself_when_nobody_does_anything(locked: Client, time: Time) -> None:
    time.later(minutes=4)
    assert locked.get("/").status_code == 200
    time.later(minutes=4, seconds=59)
    assert locked.get("/").status_code == 200, "using it keeps it open"
    time.later(minutes=5)
    assert locked.get("/").status_code == 403


def test_pages_that_ask_by_themselves_do_not_keep_it_open(locked: Client, time: Time) -> None:
    for _minute in range(5):
        time.later(minutes=1)
        asked = locked.get("/since/", headers={"HX-Request": "true", "Sec-Fetch-Mode": "cors"})
        left = locked.get("/lock/left/", headers={"Sec-Fetch-Mode": "cors"})
    assert (asked.status_code, left.status_code) == (403, 403)


def test_typing_a_long_note_keeps_it_open(locked: Client, time: Time) -> None:
    for _minute in range(12):
        time.later(minutes=1)
        assert locked.post("/lock/still/").status_code == 204
    assert locked.get("/lock/left/").content == b"300"


def test_a_clock_that_is_put_back_does_not_open_it_again(locked: Client, time: Time) -> None:
    time.later(minutes=6)
    assert locked.get("/").status_code == 403
    time.later(minutes=-6)
    assert locked.get("/").status_code == 403


def test_it_is_shut_when_the_browser_starts_anew(locked: Client) -> None:
    kept = locked.cookies[state.cookie_name()]
    assert (kept["max-age"], kept["expires"]) == ("", ""), "it ends with the browser"
    assert kept["httponly"]
    assert kept["samesite"] == "Strict"
    del locked.cookies[state.cookie_name()]
    assert locked.get("/").status_code == 403
    unlock(locked)
    assert locked.get("/").status_code == 200


def test_a_new_link_does_not_open_the_lock(locked: Client, enter: Enter, alice: m.Person) -> None:
    other = enter(alice)
    assert other.get("/").status_code == 403
    unlock(other)
    assert other.get("/").status_code == 200
    assert locked.post("/lock/elsewhere/").status_code == 200
    assert other.get("/").status_code == 403
    assert locked.get("/").status_code == 200


def test_what_anybody_may_read_stays_readable_and_names_nobody(locked: Client) -> None:
    locked.post("/lock/now/")
    for path in ("/emergency/", "/about/", "/claims/", "/learn/"):
        answer = locked.get(path)
        assert answer.status_code == 200
        assert "Alice" not in answer.content.decode()


def test_the_recovery_code_stands_alone_until_it_is_said_to_be_written_down(browser_of_alice: Client) -> None:
    shown = browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS}).content.decode()
    main = shown[shown.index("<main") : shown.index("</main")]
    assert "Your recovery code, shown once" in main
    assert "<form" not in main, "no other form stands there that would take the code away"
    assert re.search(r'href="/lock/">I have written it down', main)
    after = browser_of_alice.get("/lock/").content.decode()
    assert "By itself" in after, "how soon it shuts is asked afterwards"
    browser_of_alice.post("/lock/confirm/", {"passphrase": WORDS})
    after = browser_of_alice.get("/lock/").content.decode()
    assert "If it is not on paper, make a new one here" in after
    assert "You have a recovery code on paper" not in after
    anew = browser_of_alice.post("/lock/code/").content.decode()
    assert "I have written it down" in anew


def test_the_recovery_code_opens_once(browser_of_alice: Client, alice: m.Person) -> None:
    code = app_lock.set_passphrase(alice, WORDS)
    assert browser_of_alice.post("/lock/open/code/", {"code": "AAAA-BBBB-CCCC-DDDD-EEEE"}).status_code == 422
    assert browser_of_alice.post("/lock/open/code/", {"code": code})["Location"] == "/lock/"
    assert browser_of_alice.get("/lock/").status_code == 200
    browser_of_alice.post("/lock/now/")
    assert browser_of_alice.post("/lock/open/code/", {"code": code}).status_code == 422


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("short", "too short"),
        ("x" * 129, "too long"),
        ("passwordpassword", "tried first"),
        ("correct horse battery staple", "tried first"),
        ("Correct-Horse-Battery-Staple", "tried first"),
        ("qwertyuiopasdfghjkl", "tried first"),
        ("123456789012345", "tried first"),
        ("iloveyou12345678", "tried first"),
        ("aaaaaaaaaaaaaaaaaaaa", "tried first"),
        ("alice kratom counterpoise", "guessed at once"),
    ],
)
def test_what_cannot_be_a_passphrase(browser_of_alice: Client, alice: m.Person, said: str, why: str) -> None:
    answer = browser_of_alice.post("/lock/passphrase/", {"passphrase": said, "again": said})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert app_lock.lock_of(alice) is None


@pytest.mark.parametrize(
    "said",
    [
        WORDS,
        "äöü ß 漢字 и ещё немного",
        "aaaa bbbb cccc dddd e",
        "x7" + "q" * 3 + " lamp post rain",
        "z" * 4 + "lampenschirmen" * 8,
    ],
)
def test_nothing_is_asked_of_its_letters(said: str) -> None:
    assert words.wrong_with(said, "Alice") == ""


def test_the_two_must_be_the_same(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS + "!"})
    assert "The two passphrases differ." in answer.content.decode()


def test_nothing_is_written_while_it_is_shut_unless_wanted(locked: Client) -> None:
    locked.post("/lock/now/")
    assert "without opening" not in locked.get("/").content.decode()
    assert locked.post("/lock/log/", {"value": "5"}).status_code == 403
    assert m.Rating.objects.count() == 0


def test_what_is_written_while_it_is_shut_shows_nothing_back(
    locked: Client, alice: m.Person, usual_dose: m.Dose, time: Time
) -> None:
    locked.post("/lock/options/", {"minutes": "5", "log": "on"})
    locked.post("/lock/now/")
    shut = locked.get("/").content.decode()
    assert "without opening" in shut
    told = ({"value": "7"}, {"what": "dose"})
    said = [locked.post("/lock/log/", one, follow=True).content.decode() for one in told]
    for answer in said:
        assert "Written down." in answer
        assert "2.5" not in answer
        assert "kratom" not in answer.lower()
    rating = m.Rating.objects.get()
    assert (rating.value, rating.measure, rating.recorded_by) == (7, "pain.now", "locked_screen")
    unlock(locked)
    assert "at the locked screen" in locked.get(f"/entry/rating/{rating.pk}/").content.decode()


def test_a_usual_dose_is_the_one_taken_most_often(locked: Client, alice: m.Person, time: Time) -> None:
    locked.post("/lock/options/", {"log": "on"})
    for hours in (30, 20, 10):
        at = time.now - dt.timedelta(hours=hours)
        m.Dose.objects.create(
            person=alice,
            source_id=str(hours),
            recorded_at=at,
            at=at,
            offset=0,
            substance="kratom",
            amount=2.5,
            unit="g",
        )
    locked.post("/lock/now/")
    locked.post("/lock/log/", {"what": "dose"})
    dose = m.Dose.objects.get(recorded_by="locked_screen")
    assert (dose.amount, dose.unit) == (2.5, "g")


@pytest.mark.parametrize("value", ["11", "-1", "", "five", "1e400"])
def test_no_odd_number_is_written(locked: Client, value: str) -> None:
    locked.post("/lock/options/", {"log": "on"})
    locked.post("/lock/now/")
    assert locked.post("/lock/log/", {"value": value}).status_code == 422
    assert m.Rating.objects.count() == 0


def test_nobody_fills_a_diary_from_its_locked_screen(locked: Client) -> None:
    locked.post("/lock/options/", {"log": "on"})
    locked.post("/lock/now/")
    said = [locked.post("/lock/log/", {"value": "5"}).status_code for _time in range(30)]
    assert said == [302] * 10 + [429] * 20
    assert m.Rating.objects.count() == 10


@pytest.fixture
def logging(locked: Client, alice: m.Person, time: Time) -> Client:
    """The lock is shut, and takes entries all the same. Two doses of one kind were taken three times each, the one of
    2 g last."""
    for hours in (30, 20, 10):
        for amount, later in ((3.0, 0), (2.0, 1)):
            entries.add(
                alice,
                d.Dose(at=time.now - dt.timedelta(hours=hours - later), substance="kratom", amount=amount, unit="g"),
                time.now,
            )
    locked.post("/lock/options/", {"log": "on"})
    locked.post("/lock/now/")
    return locked


@pytest.mark.parametrize("told", [{"value": "7"}, {"what": "dose"}])
def test_what_is_sent_twice_from_the_locked_screen_is_saved_once(
    logging: Client, time: Time, told: dict[str, str]
) -> None:
    page = logging.get("/").content.decode()
    ids = re.findall(r'name="id" value="([^"]+)" data-new-id', page)
    assert len(set(ids)) == 2, "each form has its own"
    before = m.Rating.objects.count() + m.Dose.objects.count()
    for _tap in range(12):
        answer = logging.post("/lock/log/", {"id": ids[0], **told}, follow=True)
        assert "Written down." in answer.content.decode()
        time.later(seconds=1)
    assert m.Rating.objects.count() + m.Dose.objects.count() == before + 1
    assert answer.request["REQUEST_METHOD"] == "GET", "reloading it sends nothing"
    assert ids[0] not in answer.content.decode(), "the next tap is another entry"


def test_another_number_under_the_same_id_is_not_taken_for_saved(logging: Client) -> None:
    id_ = str(m.new_id())
    logging.post("/lock/log/", {"id": id_, "value": "3"})
    answer = logging.post("/lock/log/", {"id": id_, "value": "4"})
    assert answer.status_code == 409
    assert "Nothing new was saved" in answer.content.decode()
    assert [one.value for one in m.Rating.objects.all()] == [3]


def test_a_usual_dose_sent_again_is_the_same_also_where_another_is_usual_now(logging: Client, alice: m.Person) -> None:
    id_ = str(m.new_id())
    logging.post("/lock/log/", {"id": id_, "what": "dose"})
    first = m.Dose.objects.get(recorded_by="locked_screen")
    m.Dose.objects.exclude(pk=first.pk).filter(amount=first.amount).delete()
    assert "logged" in logging.post("/lock/log/", {"id": id_, "what": "dose"})["Location"]
    assert m.Dose.objects.get(recorded_by="locked_screen") == first


def test_minutes_that_are_not_offered_are_refused(locked: Client) -> None:
    answer = locked.post("/lock/options/", {"minutes": "7"})
    assert answer.status_code == 422
    assert "7 minutes cannot be chosen; allowed are 1, 5, 15, 60" in answer.content.decode()


def test_the_owner_of_the_machine_takes_it_off_and_the_person_is_told(
    locked: Client, alice: m.Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.web.setup.opened", lambda: None)
    locked.post("/lock/now/")
    before = archive.diary_digest(alice)
    assert main(["unlock", "--person", "alice"]) == 0
    assert "the app lock is off" in capsys.readouterr().out
    assert locked.get("/").status_code == 200
    assert "taken off at the command line" in locked.get("/lock/").content.decode()
    locked.post("/lock/off/seen/")
    assert "taken off at the command line" not in locked.get("/lock/").content.decode()
    assert archive.diary_digest(alice) == before
    assert main(["unlock", "--person", "Alice"]) == 0
    assert "no app lock is on" in capsys.readouterr().out


def test_the_sample_has_no_lock(enter: Enter, db: None) -> None:
    browser = enter(None)
    browser.post("/start/sample/")
    assert browser.get("/lock/").status_code == 302
    assert browser.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS}).status_code == 302
    assert not m.AppLock.objects.exists()
