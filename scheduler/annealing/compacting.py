"""Compact agendas of the best plan of a search, and then fewer moves between zones, by annealing."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.annealing.annealer import Arrangement
from scheduler.annealing.crew import Crew, Heat
from scheduler.annealing.event import Event, suits
from scheduler.annealing.kernel import GOALS, kernel
from scheduler.construction.place_assignment import place_all
from scheduler.run.incumbent import Search

AGENDAS = ("breaks", "idle", "moves")


def can_anneal(search: Search) -> bool:
    """Whether there is a kernel, annealing takes part, and the event suits it."""
    return kernel() is not None and search.settings.uses("annealing") and suits(search.model.instance)


def make_compact(search: Search, end: float, workers: int, over: Callable[[], bool] | None = None) -> None:
    """Offer plans with fewer breaks and idle slots, all linear goals as good.

    Parameters
    ----------
    end
        Monotonic time to end by.
    workers
        Cores to use.
    over
        Ends it once true.
    """
    parameters = search.settings.parameters.annealing
    names = [objective.name for objective in search.model.objectives]
    goals = [k for k, name in enumerate(names) if name in ("breaks", "idle")]

    def ended() -> bool:
        return all(search.proven(k) for k in goals) or (over is not None and over())

    weights = _weights(names, ("breaks", "idle"), parameters.weights)
    event = Event(search.model, search.require(), weights)
    crew = Crew(search, event, workers, lambda found: search.offer(event.core_vector(found.slot, found.pool, found.start)), ended)
    crew.work(Heat(parameters.first_hot, parameters.hot, parameters.cold), end)


def shorten_walks(search: Search, goals: tuple[str, ...], end: float, workers: int) -> None:
    """Prefer plans with fewer moves between zones, all goals that the model counts as good.

    Parameters
    ----------
    goals
        Asked for, in their order, ``moves`` among them.
    end
        Monotonic time to end by.
    """
    parameters, layout = search.settings.parameters.annealing, search.model.layout
    placed = place_all(layout, search.require()[: layout.core], parameters=search.settings.parameters.placement)
    event = Event(search.model, search.require(), _weights(goals, AGENDAS, parameters.walk_weights), placed)
    fewest = [0]

    def prefer(found: Arrangement) -> None:
        arranged = found.slot, found.pool, found.start
        if search.prefer(event.core_vector(*arranged), event.wishes(*arranged)):
            fewest[0] = found.reached["moves"]
            search.tell("moves", fewest[0], 0)

    def ended() -> bool:
        return fewest[0] == 0

    crew = Crew(search, event, workers, prefer, ended)
    fewest[0] = crew.begin["moves"]
    search.tell("moves", fewest[0], 0)
    crew.work(Heat(parameters.walk_hot, parameters.walk_hot, parameters.walk_cold), end)


def _weights(names: list[str] | tuple[str, ...], agendas: tuple[str, ...], weights: tuple[int, ...]) -> dict[str, int]:
    """What a unit of each goal costs: those of agendas by their order; floor and value are held, so that theirs do not matter."""
    rising = iter(weights)
    return {name: next(rising) if name in agendas else 1 for name in names if name in GOALS and (name in agendas or name not in AGENDAS)}
