"""Where the server listens, and how it knows itself."""

from __future__ import annotations

import argparse
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise import place
from counterpoise.commands import Refused, serve
from counterpoise.journal import models as m
from counterpoise.science.inference import prepare
from counterpoise.web import kernels, serving


@pytest.fixture(autouse=True)
def nothing_runs() -> None:
    """Word of a server that another test left is gone."""
    place.serving_port_file().unlink(missing_ok=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken(port: int) -> Iterator[int]:
    """A port at which something else listens and says nothing."""
    with socket.create_server(("127.0.0.1", port)):
        yield port


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    serve.arguments(parser)
    return parser.parse_args([*words, "--no-open"])


def test_it_listens_on_this_machine_only(port: int) -> None:
    sockets = serving.listen(port)
    try:
        assert {s.getsockname()[0] for s in sockets} <= {"127.0.0.1", "::1"}
        assert sockets[0].getsockname()[:2] == ("127.0.0.1", port)
    finally:
        for listener in sockets:
            listener.close()


def test_a_port_that_is_taken_by_another_program_is_named(
    taken: int, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_people", lambda _name: [])
    monkeypatch.setattr(serving, "ours", lambda *_asked: False)
    with pytest.raises(Refused, match=f"port {taken} is in use.*--port {taken + 1}"):
        serve.run(arguments("--port", str(taken)))


def test_a_second_start_prints_a_fresh_link_and_ends(
    taken: int, alice: m.Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "_people", lambda _name: [alice])
    monkeypatch.setattr(serving, "ours", lambda *_asked: True)
    assert serve.run(arguments("--port", str(taken))) == 0
    assert f"http://localhost:{taken}/enter/" in capsys.readouterr().out
    assert m.Key.objects.get().person == alice


def test_a_start_at_another_port_finds_the_one_that_runs_with_these_data(
    taken: int,
    alice: m.Person,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    monkeypatch.setattr(serve, "_people", lambda _name: [alice])
    monkeypatch.setattr(serving, "ours", lambda asked, *_patience: asked == taken)
    serving.written_down(taken)
    other = taken + 1 if taken < 65535 else taken - 1
    assert serve.run(arguments("--port", str(other))) == 0
    told = capsys.readouterr().out
    assert "The journal is open already." in told
    assert f"http://localhost:{taken}/enter/" in told


@pytest.mark.parametrize("kept", ["", "none", "0", "70000", "8000"])
def test_word_of_a_server_that_is_gone_is_no_server(kept: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    monkeypatch.setattr(serving, "ours", lambda *_asked: False)
    place.serving_port_file().write_text(kept)
    assert serving.running_at() is None


def test_each_person_gets_a_link_of_their_own(
    taken: int, alice: m.Person, bob: m.Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "_people", lambda _name: [alice, bob])
    monkeypatch.setattr(serving, "ours", lambda *_asked: True)
    serve.run(arguments("--port", str(taken)))
    told = capsys.readouterr().out
    assert f"Alice: http://localhost:{taken}/enter/" in told
    assert f"Bob: http://localhost:{taken}/enter/" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--port", "0"), "from 1 to 65535"),
        (("--lan", "8.8.8.8"), "the whole internet"),
        (("--lan", "0.0.0.0"), "name one address"),
        (("--lan", "kitchen"), "an address of this computer such as"),
        (("--lan", "127.0.0.1", "--port", "65200"), "too high with --lan; at most 65091"),
        (("--lan", "127.0.0.1", "--lan-name", "a b"), "a name such as"),
        (("--lan", "127.0.0.1", "--lan-certificate", "x.pem"), "--lan-name is missing"),
        (("--lan-name", "diary.example.org"), "go with --lan"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused, match=said):
        serve.run(arguments(*words))


def test_nothing_is_being_prepared_without_a_server() -> None:
    assert kernels.state() == kernels.Ready()


def test_the_state_tells_how_far_the_compiling_is(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    class Running:
        def poll(self) -> None:
            return None

    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    monkeypatch.setattr(kernels, "_process", Running())
    assert kernels.state() == kernels.Preparing(0, 1)
    place.kernel_cache().mkdir()
    kernels._tell(1, 2)
    assert kernels.state() == kernels.Preparing(1, 2)


def test_what_is_compiled_for_this_version_is_not_compiled_again(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    monkeypatch.setattr(kernels, "_process", None)
    monkeypatch.setattr(subprocess, "Popen", lambda *words, **_: started.append(words))
    monkeypatch.setattr(prepare, "kernels", lambda: iter([(0, 1), (1, 1)]))
    kernels.start()
    assert len(started) == 1
    kernels.compile_all()
    kernels.start()
    assert len(started) == 1


def test_kernels_that_cannot_be_kept_do_not_keep_the_journal_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    (tmp_path / "kernels").write_text("a file where the folder should be")
    monkeypatch.setattr(kernels, "_process", None)
    kernels.start()
    assert kernels._process is not None
    assert kernels._process.wait(60) == 1
    assert kernels._process.stdin is not None
    kernels._process.stdin.close()
    assert kernels.state() == kernels.Ready()
