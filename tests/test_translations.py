"""The check of translations finds what people would otherwise find."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import check_translations
from tools.check_translations import problems

ROOT = Path(__file__).resolve().parent.parent


def catalogue(*pairs: tuple, fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="en")
    for french, english in pairs:
        made.add(french, english, flags=["fuzzy"] if fuzzy else [])
    return made


def sources(*texts: str | tuple[str, str]) -> Catalog:
    return catalogue(*((text, "" if isinstance(text, str) else ("", "")) for text in texts))


def test_a_complete_catalogue_has_no_problem() -> None:
    texts = sources("Complet", ("%(num)s place", "%(num)s places"), "Bonjour %(name)s", "Messages", "42 %%")
    english = catalogue(
        ("Complet", "Full"),
        (("%(num)s place", "%(num)s places"), ("one seat", "%(num)s seats")),
        ("Bonjour %(name)s", "Hello %(name)s"),
        ("Messages", "Messages"),
        ("42 %%", "42 %%"),
    )
    assert problems(texts, english) == []


@pytest.mark.parametrize(
    ("french", "english", "complaint"),
    [
        ("Complet", "", "not translated"),
        ("Bonjour %(name)s", "Hello %(nom)s", "other placeholders (name, nom)"),
        ("Bonjour %(name)s", "Hello", "other placeholders (name)"),
        ("Créer un compte", "Créer un compte", "still in French"),
        ("<b>Lieu</b> à venir", "Place to come", "other tags"),
        (("%(num)s place", "%(num)s places"), ("one seat", "seats"), "other placeholders (num)"),
        (("%(num)s place", "%(num)s places"), ("one seat", ""), "not translated"),
    ],
    ids=str,
)
def test_a_wrong_translation_is_named(french: str, english: str, complaint: str) -> None:
    found = problems(sources(french), catalogue((french, english)))
    assert len(found) == 1 and found[0].startswith(complaint), found


def test_a_text_that_nobody_translated_is_named() -> None:
    assert problems(sources("Complet"), catalogue()) == ["not in the catalogue: «Complet»"]


def test_a_guess_left_by_the_tools_is_no_translation() -> None:
    assert problems(sources("Complet"), catalogue(("Complet", "Full"), fuzzy=True)) == ["marked fuzzy: «Complet»"]


def test_a_translation_that_no_page_uses_any_more_is_named() -> None:
    assert problems(sources(), catalogue(("Ancien", "Old"))) == ["no longer in the sources: «Ancien»"]


def test_typewriter_habits_in_french_are_named() -> None:
    typed = "L'accueil ouvre..."
    found = problems(sources(typed), catalogue((typed, "The door opens…")))
    assert [p.partition(":")[0] for p in found] == ["straight apostrophe, write ’", "three dots, write …"]


def test_an_attribute_of_a_tag_is_no_straight_apostrophe() -> None:
    typed = "<a href='x'>ici</a>"
    assert problems(sources(typed), catalogue((typed, "<a href='x'>here</a>"))) == []


def test_a_missing_catalogue_fails_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check_translations, "ROOT", tmp_path)
    monkeypatch.setattr(check_translations, "ENGLISH", tmp_path / "messages.po")
    monkeypatch.setattr(check_translations, "extracted", lambda: sources("Complet"))
    with pytest.raises(SystemExit) as end:
        check_translations.main()
    assert end.value.code == 1
    assert "make translations" in capsys.readouterr().out


def test_the_check_and_the_collection_look_for_the_same_words() -> None:
    script = (ROOT / "tools/collect_texts.sh").read_text("utf-8")
    collected = [word for before, word in zip(script.split(), script.split()[1:], strict=False) if before == "-k"]
    assert tuple(collected) == check_translations.KEYWORDS
