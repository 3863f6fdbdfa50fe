"""docs/rules.md is what the packs hold, and every rule says where its line comes from."""

from counterpoise.knowledge.load import load
from tests.safety import rules_page


def test_the_page_is_as_the_packs_are() -> None:
    assert rules_page.PAGE.read_text(encoding="utf-8") == rules_page.page(), "run: python -m tests.safety.rules_page"


def test_every_rule_and_pair_is_on_it_with_its_lines() -> None:
    page = rules_page.page()
    for key, rule in load().rules.items():
        part = page[page.index(f"\n### {rule.title} (`{key}`)\n") :].partition("\n### ")[2].partition("\n### ")[0]
        for text in (rule.title, rule.reason, *(limit.label for limit in rule.limits.values()), str(rule.reviewed)):
            assert text in part, key
        assert rule.our_choice == ("\n- our choice" in part), key
    for pairs in load().interactions.values():
        assert all(pair.reason in page for pair in pairs.values())


def test_a_rule_of_ours_says_so() -> None:
    """What only our own model is a source of is our choice, and is marked as such."""
    unmarked = [
        key for key, rule in load().rules.items() if set(rule.sources) == {"counterpoise-model"} and not rule.our_choice
    ]
    assert unmarked == []
