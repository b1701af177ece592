"""What is a good enough password, and how it is kept."""

import time

from argon2 import PasswordHasher
from flask import Flask

from eventsapp.accounts import passwords
from tests.accounts.people import OTHER_PASSWORD, PASSWORD


def test_a_password_matches_its_own_hash_only(app: Flask) -> None:
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and len(kept) <= 200
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, OTHER_PASSWORD)


def test_accents_match_however_the_keyboard_composes_them(app: Flask) -> None:
    assert passwords.matches(passwords.hashed("accorde\u0301on vert olive"), "accordéon vert olive")


def test_nobody_and_broken_hashes_match_nothing(app: Flask) -> None:
    for kept in (None, "", "!", "$argon2id$broken"):
        assert not passwords.matches(kept, PASSWORD)


def test_the_hash_for_unknown_addresses_takes_todays_parameters() -> None:
    assert not passwords.is_outdated(passwords.NOBODY)


def test_a_hash_of_lesser_parameters_is_outdated() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    assert passwords.is_outdated(weaker) and not passwords.is_outdated(passwords.hashed(PASSWORD))


def test_length_and_guessability_decide_and_composition_does_not(app: Flask) -> None:
    with app.test_request_context():
        assert passwords.weakness(PASSWORD) is None  # neither capital, digit nor sign
        assert "12 caractères" in str(passwords.weakness("Xk9$vQ2!pZ"))
        assert "256" in str(passwords.weakness("ab1 " * 65))
        for usual in ("motdepasse1234", "azertyuiop12", "aaaaaaaaaaaaaaa", "123456789012", "Infirmiere2026"):
            assert passwords.weakness(usual), usual
        assert passwords.weakness("leadurand1990", ["Léa Durand", "lea.durand@example.org"])


def test_no_text_keeps_the_estimate_busy(app: Flask) -> None:
    worst = "4@8({[<369&#!1/|0$5+7%2" * 11  # every sign that reads as a letter: six seconds when all are tried
    with app.test_request_context():
        started = time.perf_counter()
        passwords.weakness(worst)
        assert time.perf_counter() - started < 1.5
