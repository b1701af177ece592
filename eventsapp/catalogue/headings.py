"""How a page of results is titled and described: «24 événements à 30 km de Toulouse»."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.catalogue.criteria import Criteria
from eventsapp.catalogue.queries import Results
from eventsapp.formatting import number
from eventsapp.reference.places import departement


def heading(criteria: Criteria, total: int) -> str:
    """The title of the results."""
    near, within = criteria.near, departement(criteria.departement) if criteria.departement else None
    count = number(total)
    if near:
        values = {"count": count, "km": criteria.radius, "place": near.name}
        if not total:
            return _("Aucun événement à %(km)s km de %(place)s", **values)
        return ngettext(
            "%(count)s événement à %(km)s km de %(place)s",
            "%(count)s événements à %(km)s km de %(place)s",
            total,
            **values,
        )
    if within:
        if not total:
            return _("Aucun événement dans ce département (%(name)s)", name=within.name)
        return ngettext(
            "%(count)s événement : %(name)s", "%(count)s événements : %(name)s", total, count=count, name=within.name
        )
    if criteria.mode == "en-ligne":
        return ngettext("%(count)s événement en ligne", "%(count)s événements en ligne", total, count=count)
    if not total:
        return _("Aucun événement ne correspond")
    return ngettext("%(count)s événement à venir", "%(count)s événements à venir", total, count=count)


def later_page_note(criteria: Criteria, results: Results) -> str:
    """The sentence for someone who asked for a page beyond the last one."""
    if criteria.page <= results.pages:
        return ""
    return ngettext(
        "Il n’y a qu’une page de résultats : la voici.",
        "Il n’y a que %(count)s pages de résultats : voici la dernière.",
        results.pages,
        count=results.pages,
    )


def is_worth_indexing(criteria: Criteria) -> bool:
    """Engines keep one page per place, not every combination of filters."""
    return not criteria.is_narrowed and criteria.page == 1 and set(criteria.values()) <= {"lieu"}
