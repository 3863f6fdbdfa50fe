"""Where things are kept: one folder, its owner's alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counterpoise import place


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my data" / "kept"
    monkeypatch.setenv("COUNTERPOISE_DATA", str(folder))
    return folder


def test_the_setting_names_the_folder(data: Path) -> None:
    assert place.data_folder() == data
    assert {place.database_file().parent, place.kernel_cache().parent, place.secret_key_file().parent} == {data}


def test_without_the_setting_it_is_the_users_own_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", "")
    assert place.data_folder().name == "counterpoise"
    assert place.data_folder().is_relative_to(Path.home())


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", "~/diary")
    assert place.data_folder() == Path.home() / "diary"


def test_asking_for_a_path_makes_nothing(data: Path) -> None:
    place.database_file()
    assert not data.parent.exists()


def test_the_folder_is_readable_by_its_owner_only(data: Path) -> None:
    assert place.make_data_folder() == data
    assert data.stat().st_mode & 0o777 == 0o700
    assert place.make_data_folder() == data


def test_a_file_in_the_way_is_named(data: Path) -> None:
    data.parent.mkdir()
    data.write_text("")
    with pytest.raises(place.UnusableDataFolder, match=r"my data/kept cannot be made: .*COUNTERPOISE_DATA"):
        place.make_data_folder()


def test_the_secret_is_made_once_and_is_its_owners_alone(data: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        keys = set(several.map(lambda _turn: place.secret_key(), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert place.secret_key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["secret-key"]
