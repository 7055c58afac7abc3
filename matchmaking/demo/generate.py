"""Make the demo event from a seed, and store it: ``python -m matchmaking.demo.generate``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from matchmaking.data import FIXTURES
from matchmaking.demo.absences import make_absences
from matchmaking.demo.asking import with_requests
from matchmaking.demo.buyers import make_buyers
from matchmaking.demo.people import People
from matchmaking.demo.programme import make_dialogues, make_event, make_facilitators, make_places, number_of_booths
from matchmaking.demo.sellers import draw_booth_owners, make_suppliers, pull_of, staff_booths
from matchmaking.demo.texts import stream
from matchmaking.planning import EventData, to_documents, to_text
from matchmaking.taxonomy import load_taxonomy

SEED = 2018


def generate(seed: int = SEED) -> EventData:
    """Make an event; the same seed always gives the same one, and every seed the same numbers of people, places and slots."""
    people = People(stream(seed, "people"))
    sellers, suppliers, offers = make_suppliers(people)
    clients, buyers, needs = make_buyers(seed, people)
    hosts, facilitators = make_facilitators(people)
    pull = pull_of(seed, suppliers)
    places = make_places(draw_booth_owners(seed, pull, number_of_booths()))
    event = make_event()
    participants = (*staff_booths(seed, suppliers, places), *buyers, *facilitators)
    data = EventData(
        event=event,
        taxonomy=load_taxonomy(),
        places=tuple(places),
        organisations=(*sellers, *clients, *hosts),
        participants=participants,
        absences=tuple(make_absences(seed, event, participants)),
        offers=tuple(offers),
        needs=tuple(needs),
    )
    data = replace(data, dialogues=tuple(make_dialogues(seed, data)))
    return with_requests(seed, data, pull)


def store(data: EventData, folder: Path) -> list[Path]:
    """Write an event into a folder, one JSON file a kind."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind, document in to_documents(data).items():
        path = folder / f"{kind}.json"
        path.write_text(to_text(document), "utf-8")
        paths.append(path)
    return paths


def main(arguments: Sequence[str] | None = None) -> None:
    """Store the event of a seed in a folder, and say which files were written."""
    parser = argparse.ArgumentParser(prog="python -m matchmaking.demo.generate", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, another event (default: %(default)s)")
    parser.add_argument("--directory", type=Path, default=FIXTURES / "demo", help="where to write (default: the stored demo event)")
    given = parser.parse_args(arguments)
    for path in store(generate(given.seed), given.directory):
        print(path)


if __name__ == "__main__":
    main()
