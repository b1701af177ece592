"""Distances on the globe, in kilometres and decimal degrees."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0


class Box(NamedTuple):
    """Latitudes and longitudes to look between before computing exact distances."""

    south: float
    west: float
    north: float
    east: float


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    north, east = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(north) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def bounding_box(lat: float, lon: float, km: float) -> Box:
    """A box that holds every point within `km`; no inhabited French place is near a pole or the date line."""
    reach = degrees(km / EARTH_RADIUS_KM)
    # The widest longitude of a circle lies a little poleward of its centre: asin, not a plain division.
    spread = degrees(asin(min(1.0, sin(radians(min(reach, 90.0))) / cos(radians(lat)))))
    return Box(lat - reach, lon - spread, lat + reach, lon + spread)
