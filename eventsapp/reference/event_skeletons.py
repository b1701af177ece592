"""The Markdown that each kind's description starts from: what candidates ask, in the order they ask it."""

from flask_babel import lazy_gettext as _l

SKELETONS = {
    "job_dating": _l(
        "Rencontrez des établissements qui recrutent, lors d’entretiens courts et bienveillants.\n\n"
        "## Comment ça se passe\n\n"
        "- Accueil et présentation des établissements\n- Entretiens de dix minutes\n\n"
        "## À apporter\n\n- Votre CV si vous en avez un : il n’est pas obligatoire"
    ),
    "portes_ouvertes": _l(
        "Découvrez notre établissement et celles et ceux qui y travaillent.\n\n"
        "## Au programme\n\n"
        "- Visite en petit groupe\n- Échange avec l’équipe\n- Postes et formations possibles"
    ),
    "stade_vers_emploi": _l(
        "Une journée pour se rencontrer autrement : le sport d’abord, les entretiens ensuite.\n\n"
        "## Au programme\n\n"
        "- Matin : activités en équipes, accessibles à tous les niveaux\n- Midi : repas partagé\n"
        "- Après-midi : entretiens avec les établissements\n\n"
        "## À apporter\n\n- Une tenue confortable et de quoi vous changer"
    ),
    "forum": _l(
        "Des établissements et des organismes de formation vous accueillent sur leurs stands, "
        "en accès libre.\n\n"
        "## Sur place\n\n- Stands des établissements\n- Conseils sur les formations et les aides"
    ),
    "reunion_information": _l(
        "Tout savoir sur un métier ou une formation, et poser vos questions.\n\n"
        "## Au programme\n\n"
        "- Le métier et ses conditions d’exercice\n- Comment s’y former, avec quelles aides\n"
        "- Temps de questions"
    ),
    "journee_recrutement": _l(
        "Une journée pour découvrir nos postes et rencontrer les équipes qui recrutent.\n\n"
        "## Au programme\n\n- Présentation des postes\n- Entretiens individuels\n\n"
        "## Les postes proposés\n\n- Métier, contrat, lieu"
    ),
    "atelier": _l(
        "Un atelier en petit groupe pour préparer la suite.\n\n"
        "## Ce que nous ferons\n\n- \n- \n\n## À apporter\n\n- De quoi prendre des notes"
    ),
    "visite_etablissement": _l(
        "Entrez dans le quotidien d’un établissement, accompagné·e par l’équipe.\n\n"
        "## Au programme\n\n- Visite des lieux\n- Rencontre avec l’équipe\n\n"
        "## À savoir\n\n- Merci de respecter la tranquillité des personnes accueillies"
    ),
    "conference": _l(
        "Des professionnel·les partagent leur expérience et répondent à vos questions.\n\n"
        "## Intervenant·es\n\n- Prénom, nom, fonction"
    ),
    "salon_en_ligne": _l(
        "Rencontrez des établissements sans vous déplacer, depuis un téléphone ou un ordinateur.\n\n"
        "## Comment participer\n\n- Le lien de connexion est donné aux personnes inscrites\n"
        "- Installez-vous au calme, avec une bonne connexion"
    ),
}
