"""The spreadsheets that an event is written in: their names, their columns, and what else people call these."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from matchmaking.convert.faults import suggestion


@dataclass(frozen=True)
class Column:
    """A column, the other names that it can have, and whether it has to be there."""

    name: str
    also: tuple[str, ...] = ()
    mandatory: bool = False


@dataclass(frozen=True)
class Layout:
    """A spreadsheet: a file in a folder, or a sheet in a workbook."""

    name: str
    columns: tuple[Column, ...]
    mandatory: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by every name that they can have, as `plain_name` makes it."""
        return {plain_name(name): column for column in self.columns for name in (column.name, *column.also)}


def plain_name(text: str) -> str:
    """A name without what people write differently: capitals, accents, blanks, underscores and other signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _needed(name: str, *also: str) -> Column:
    return Column(name, also, mandatory=True)


def _column(name: str, *also: str) -> Column:
    return Column(name, also)


EVENT = Layout(
    "event",
    (
        _column("id", "event", "code", "evenement"),
        _column("name", "naam", "titel"),
        _column("unavailable_counts_as_break", "onbeschikbaar_telt_als_pauze"),
        _column("max_break_difference", "max_verschil_pauzes"),
        _column("goals", "doelen"),
    ),
)
SLOTS = Layout(
    "slots",
    (
        _needed("id", "slot", "code"),
        _column("date", "day", "datum", "dag"),
        _needed("start", "start_time", "from", "begin", "van", "starttijd", "beginuur"),
        _needed("end", "end_time", "until", "to", "einde", "tot", "eindtijd", "einduur"),
    ),
    mandatory=True,
)
PLACES = Layout(
    "places",
    (
        _needed("id", "place", "table", "code", "plaats", "tafel"),
        _column("zone", "hall", "zaal", "hal"),
        _column("capacity", "capaciteit"),
        _column("owner", "eigenaar"),
    ),
)
PARTICIPANTS = Layout(
    "participants",
    (
        _needed("id", "participant", "code", "deelnemer"),
        _column("role", "rol"),
        _column("name", "naam"),
        _column("organisation", "organization", "company", "organisatie", "bedrijf"),
        _column("unavailable", "niet_beschikbaar", "onbeschikbaar", "afwezig"),
        _column("max_meetings", "max", "max_afspraken", "max_gesprekken"),
        _column("floor", "min_meetings", "min", "min_afspraken", "min_gesprekken"),
        _column("home", "booth", "stand", "vaste_plaats"),
        _column("parallel", "tegelijk"),
    ),
    mandatory=True,
)
REQUESTS = Layout(
    "requests",
    (
        _column("id", "request", "code", "aanvraag"),
        _needed("participant_1", "buyer", "deelnemer_1", "koper"),
        _needed("participant_2", "supplier", "deelnemer_2", "leverancier"),
        _column("value", "score", "waarde"),
        _column("must", "mandatory", "verplicht", "moet"),
        _column("slots"),
        _column("places", "plaatsen"),
        _column("after", "na"),
    ),
    mandatory=True,
)
DIALOGUES = Layout(
    "dialogues",
    (
        _needed("id", "dialogue", "code", "dialoog"),
        _column("topic", "onderwerp", "thema"),
        _column("length", "lengte"),
        _column("starts", "starttijden"),
        _column("places", "plaatsen"),
        _column("moderators", "moderator", "moderatoren"),
        _column("seats_least", "least", "min_seats", "seats_min", "min_zitplaatsen"),
        _column("seats_most", "most", "max_seats", "seats_max", "max_zitplaatsen"),
        _column("minimum", "minimum_per_role", "minimum_per_rol"),
        _column("must", "mandatory", "verplicht", "moet"),
    ),
)
WANTED = Layout(
    "wanted",
    (
        _needed("dialogue", "dialoog"),
        _needed("participant", "deelnemer"),
        _column("value", "score", "waarde"),
    ),
)
FIXED = Layout(
    "fixed",
    (
        _needed("request", "aanvraag"),
        _needed("slot"),
        _column("place", "table", "plaats", "tafel"),
    ),
)
LAYOUTS = (EVENT, SLOTS, PLACES, PARTICIPANTS, REQUESTS, DIALOGUES, WANTED, FIXED)
BY_NAME = {plain_name(layout.name): layout for layout in LAYOUTS}


def unknown_spreadsheet(name: str) -> str:
    """Say that no spreadsheet has this name, and which was meant or which there are."""
    hint = suggestion(name.casefold(), BY_NAME) or f"; known are {', '.join(BY_NAME)}"
    return f"is not a table of an event{hint}"
