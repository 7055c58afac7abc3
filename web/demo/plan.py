"""A plan of the demo event as it ships, brought to the demo event in the database: planned once, used for both."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from matchmaking.planning import EventData, pair_id
from matchmaking.wording import in_words
from scheduler.checker import check
from scheduler.errors import BrokenModel
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Change, HeldDialogue, Meeting, Plan, Reason, Remedy, Unscheduled
from web.core.database import commit, db
from web.core.event_data import read_event
from web.models import Event, Person, Publication, RunOutcome, now
from web.planning.services.drafts import adopt_run
from web.planning.services.runs import ask_for_run, claim_run, end_run
from web.publishing.services.publishing import candidate, publish

LEASE = 60.0


def publish_demo(event: Event, source: EventData, plan: Plan, by: Person, *, seconds: float, workers: int, seed: int) -> Publication:
    """Give the demo event a run that has ended with the plan, and publish it. Commits.

    Parameters
    ----------
    source
        The event as it ships, of which ``plan`` is one.

    Raises
    ------
    BrokenModel
        Where the plan is not one of the event in the database.
    """
    run = ask_for_run(event, by, seconds=seconds, workers=workers, seed=seed, reproducible=True)
    commit()
    mine = translated(plan, source, read_event(event).data, run.problem_sha256)
    problem = parse_problem(json.loads(run.problem), "demo")
    violations = check(problem, mine, sha256=run.problem_sha256).violations
    claim = claim_run(run.id, LEASE)
    if violations or claim is None:
        lines = "\n".join(in_words(problem, violations))
        raise BrokenModel(f"the plan of the demo event is none of the event in the database:\n{lines}")
    elapsed = plan.run.get("seconds", 0.0)
    progress = [{"goal": goal.name, "achieved": goal.achieved, "bound": goal.bound, "elapsed": elapsed, "note": ""} for goal in plan.goals]
    end_run(claim, RunOutcome.PLAN, plan=json.dumps(plan_to_json(mine), ensure_ascii=False), progress=progress)
    db.session.refresh(run)
    run.started_at = (run.ended_at or now()) - timedelta(seconds=elapsed)
    adopt_run(event, run, by)
    found = candidate(event)
    assert found is not None
    publication = publish(event, by, seen=found.seen, note="The first one.")
    commit()
    return publication


def translated(plan: Plan, source: EventData, stored: EventData, sha256: str) -> Plan:
    """Write a plan of one event with the names that the same event has in the database, where everything stands in the same order."""
    who = {one.id: other.id for one, other in zip(source.participants, stored.participants, strict=True)}
    where = {one.id: other.id for one, other in zip(source.places, stored.places, strict=True)}
    when = {one.id: other.id for one, other in zip(source.event.slots, stored.event.slots, strict=True)}
    dialogue_ids = {one.id: other.id for one, other in zip(source.dialogues, stored.dialogues, strict=True)}
    people = list(source.participant)
    pairs = {pair_id(one, other): pair_id(who[one], who[other]) for k, one in enumerate(people) for other in people[k + 1 :]}

    def changed(change: Change) -> Change:
        named = {"participant": who, "request": pairs, "slot": when, "place": where}
        return replace(change, **{key: names[old] for key, names in named.items() if (old := getattr(change, key)) is not None})

    return Plan(
        problem_sha256=sha256,
        meetings=tuple(Meeting(pairs[held.request], when[held.slot], where[held.place]) for held in plan.meetings),
        dialogues=tuple(
            HeldDialogue(
                dialogue_ids[held.dialogue],
                when[held.start],
                where[held.place],
                who[held.moderator] if held.moderator else None,
                tuple(who[one] for one in held.participants),
            )
            for held in plan.dialogues
        ),
        unscheduled=tuple(
            Unscheduled(
                pairs[left.request],
                tuple(Reason(why.code, who[why.participant] if why.participant else None) for why in left.reasons),
                {who[one]: tuple(when[slot] for slot in slots) for one, slots in left.busy.items()},
                tuple(when[slot] for slot in left.taken),
                left.by_moving,
                left.remedy and Remedy(tuple(map(changed, left.remedy.changes)), tuple(when[slot] for slot in left.remedy.slots)),
            )
            for left in plan.unscheduled
        ),
        goals=plan.goals,
        run=plan.run,
    )
