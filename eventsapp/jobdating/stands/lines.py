"""«Nom ; adresse», one employer a line: read from what an organiser typed or pasted from a spreadsheet."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from eventsapp.jobdating.stands.actions import Employer
from eventsapp.jobdating.stands.refusals import line_problem

MOST_LINES = 60
_ADDRESS = re.compile(r"[^\s;,<>]+@[^\s;,<>]+")
_AROUND = " \t\u00a0;,<>:|–-"


def read_lines(text: str) -> tuple[list[Employer], list[str]]:
    """(employers, problems in words). With any problem nobody is to be invited."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip(_AROUND)]
    if len(lines) > MOST_LINES:
        return [], [_("%(most)s employeurs au plus à la fois.", most=MOST_LINES)]
    found: dict[str, Employer] = {}
    problems = []
    for number, line in lines:
        employer, problem = _read(line)
        if employer is None:
            problems.append(line_problem(number, problem))
        elif employer.key in found:
            problems.append(line_problem(number, _("« %(name)s » est écrit deux fois.", name=employer.name)))
        else:
            found[employer.key] = employer
    return list(found.values()), problems


def _read(line: str) -> tuple[Employer | None, str]:
    address = _ADDRESS.search(line)
    if address is None:
        return None, _("il manque l’adresse e-mail. Exemple : EHPAD Les Magnolias ; rh@exemple.fr")
    name = " ".join((line[: address.start()] + " " + line[address.end() :]).strip(_AROUND).split())
    if not name:
        return None, _("il manque le nom de l’établissement. Exemple : EHPAD Les Magnolias ; rh@exemple.fr")
    if len(name) > 120:
        return None, _("ce nom est trop long : 120 caractères au plus.")
    try:
        validate_email(address[0], check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None, _("l’adresse « %(email)s » n’est pas complète ou contient une erreur.", email=address[0][:80])
    if len(address[0]) > 254:
        return None, _("l’adresse « %(email)s » n’est pas complète ou contient une erreur.", email=address[0][:80])
    return Employer(name, address[0]), ""
