"""The regions of the body: paired sides, outlines large enough for a thumb, names that a list can hold."""

import re
from pathlib import Path

import pytest

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.pack_file import BrokenPack
from tests.knowledge.broken import change

BODY = load().body
SIZE = (332, 712)
THUMB = 44


def corners(outline: str) -> tuple[list[float], list[float]]:
    numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", outline)]
    return numbers[::2], numbers[1::2]


def test_every_region_of_one_side_has_its_twin() -> None:
    sided = [key for key in BODY if key.startswith("left_")]
    assert len(sided) > 10
    for key in sided:
        twin = BODY[key.replace("left_", "right_")]
        assert twin.name == BODY[key].name.replace("left", "right")
        assert (twin.front is None, twin.back is None) == (BODY[key].front is None, BODY[key].back is None)


def test_outlines_stand_on_the_figure_and_are_as_large_as_a_thumb() -> None:
    for key, region in BODY.items():
        for outline in filter(None, (region.front, region.back)):
            across, down = corners(outline)
            assert (min(across) >= 0, max(across) <= SIZE[0]) == (True, True), key
            assert (min(down) >= 0, max(down) <= SIZE[1]) == (True, True), key
            assert max(across) - min(across) >= THUMB, key
            assert max(down) - min(down) >= THUMB, key


def test_left_is_the_persons_own() -> None:
    middle = SIZE[0] / 2
    for key, region in BODY.items():
        if key.startswith("left_"):
            assert region.front is None or min(corners(region.front)[0]) > middle, key
            assert region.back is None or max(corners(region.back)[0]) < middle, key


def test_a_name_holds_no_comma_so_that_several_make_a_list() -> None:
    assert [region.name for region in BODY.values() if "," in region.name] == []


def test_nothing_but_a_path_gets_into_an_outline(packs: Path) -> None:
    change(packs, "body.toml", 'front = "M', 'front = "url(x) M')
    with pytest.raises(BrokenPack, match="front"):
        _ = Knowledge(packs).body
