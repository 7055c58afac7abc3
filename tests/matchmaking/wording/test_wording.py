"""Each rule in words: for whoever wrote the files, and for people in each language; names are looked up, never replaced in a text."""

from __future__ import annotations

import pytest

from matchmaking.wording import LANGUAGES, for_people, in_words
from matchmaking.wording.language import WITH_A_DIALOGUE
from scheduler.checker import Against, Claim, Rule, Violation
from tests.support.worded_event import event

WORDS: list[tuple[Violation, str, str, str, str]] = [
    (
        Violation(Rule.UNKNOWN_REQUEST, requests=("q",)),
        "a meeting of q: there is no such request",
        "a meeting of q: there is no such request",
        "een gesprek van q: die aanvraag bestaat niet",
        "un rendez-vous de q : cette demande n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_SLOT, requests=("az",), slots=("S9",)),
        "az (Anna (a) with z) is held in S9: there is no such slot",
        "Anna – z is held in S9: there is no such slot",
        "Anna – z vindt plaats in S9: dat tijdslot bestaat niet",
        "Anna – z a lieu dans S9 : ce créneau n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_PLACE, requests=("az",), places=("W",)),
        "az (Anna (a) with z) is held at W: there is no such place",
        "Anna – z is held at W: there is no such place",
        "Anna – z vindt plaats op W: die plaats bestaat niet",
        "Anna – z a lieu à W : ce lieu n’existe pas",
    ),
    (
        Violation(Rule.REQUEST_HELD_ONCE, requests=("az",), slots=("S1", "S2"), found=2, allowed=1),
        "az (Anna (a) with z) is held 2 times: S1 (2026-11-24 11:00) and S2 (2026-11-24 12:00)",
        "Anna – z is held 2 times: 11:00 and 12:00",
        "Anna – z staat 2 keer in het plan: 11:00 en 12:00",
        "Anna – z figure 2 fois dans le plan : 11:00 et 12:00",
    ),
    (
        Violation(Rule.OWN_SLOT, requests=("az",), slots=("S1",)),
        "az (Anna (a) with z) is held in S1 (2026-11-24 11:00), which is not among its slots",
        "Anna – z is held at 11:00, which is not among its slots",
        "Anna – z vindt plaats om 11:00, en dat is geen van de toegelaten tijdsloten",
        "Anna – z a lieu à 11:00, ce qui n’est pas un de ses créneaux",
    ),
    (
        Violation(Rule.ALLOWED_PLACE, requests=("az",), slots=("S1",), places=("T",)),
        "az (Anna (a) with z) is held in S1 (2026-11-24 11:00) at T, which is not open to it",
        "Anna – z is held at 11:00 at T, which is not open to it",
        "Anna – z vindt plaats om 11:00 op T, en dat is geen van de toegelaten plaatsen",
        "Anna – z a lieu à 11:00 à T, ce qui n’est pas un de ses lieux",
    ),
    (
        Violation(Rule.REQUEST_MUST, requests=("az",)),
        "az (Anna (a) with z) must be held and is not",
        "Anna – z must be held and is not",
        "Anna – z moet plaatsvinden en staat niet in het plan",
        "Anna – z doit avoir lieu et ne figure pas dans le plan",
    ),
    (
        Violation(Rule.FIXED_NOT_HELD, requests=("az",), slots=("S1",), places=("T",)),
        "az (Anna (a) with z) is fixed in S1 (2026-11-24 11:00) at T, and is not held",
        "Anna – z is fixed at 11:00 at T, and is not held",
        "Anna – z ligt vast om 11:00 op T en staat niet in het plan",
        "Anna – z est fixé à 11:00 à T et ne figure pas dans le plan",
    ),
    (
        Violation(Rule.FIXED_ELSEWHERE, requests=("az",), slots=("S1", "S2"), places=("T",)),
        "az (Anna (a) with z) is fixed in S1 (2026-11-24 11:00), and is held in S2 (2026-11-24 12:00) at T",
        "Anna – z is fixed at 11:00, and is held at 12:00 at T",
        "Anna – z ligt vast om 11:00 en vindt plaats om 12:00 op T",
        "Anna – z est fixé à 11:00 et a lieu à 12:00 à T",
    ),
    (
        Violation(Rule.AFTER, requests=("ba", "az"), slots=("S1", "S2")),
        "ba (Bob (b) with Anna (a)) in S1 (2026-11-24 11:00) has to come after az (Anna (a) with z) in S2 (2026-11-24 12:00)",
        "Bob – Anna at 11:00 has to come after Anna – z at 12:00",
        "Bob – Anna om 11:00 moet later komen dan Anna – z om 12:00",
        "Bob – Anna à 11:00 doit venir après Anna – z à 12:00",
    ),
    (
        Violation(Rule.UNKNOWN_DIALOGUE, dialogues=("q",)),
        "a table of q: there is no such dialogue",
        "a table of q: there is no such dialogue",
        "een tafel van q: die dialoog bestaat niet",
        "une table de q : ce dialogue n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_START, dialogues=("d",), slots=("S9",)),
        "dialogue d (Light) starts in S9: there is no such slot",
        "the dialogue “Light” starts in S9: there is no such slot",
        "de dialoog “Light” begint in S9: dat tijdslot bestaat niet",
        "le dialogue « Light » commence dans S9 : ce créneau n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_DIALOGUE_PLACE, dialogues=("d",), slots=("S1",), places=("W",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) is at W: there is no such place",
        "the dialogue “Light” at 11:00 is at W: there is no such place",
        "de dialoog “Light” om 11:00 is op W: die plaats bestaat niet",
        "le dialogue « Light » à 11:00 est à W : ce lieu n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_MODERATOR, participants=("q",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) is moderated by q: there is no such participant",
        "the dialogue “Light” at 11:00 is moderated by q: there is no such participant",
        "de dialoog “Light” om 11:00 wordt geleid door q: die deelnemer bestaat niet",
        "le dialogue « Light » à 11:00 est animé par q : cette personne n’existe pas",
    ),
    (
        Violation(Rule.UNKNOWN_SEATED, participants=("q",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats q: there is no such participant",
        "the dialogue “Light” at 11:00 seats q: there is no such participant",
        "de dialoog “Light” om 11:00 heeft een zitplaats voor q: die deelnemer bestaat niet",
        "le dialogue « Light » à 11:00 a un siège pour q : cette personne n’existe pas",
    ),
    (
        Violation(Rule.DIALOGUE_HELD_ONCE, dialogues=("d",), slots=("S1", "S2"), found=2, allowed=1),
        "dialogue d (Light) is held 2 times: S1 (2026-11-24 11:00) and S2 (2026-11-24 12:00)",
        "the dialogue “Light” is held 2 times: 11:00 and 12:00",
        "de dialoog “Light” staat 2 keer in het plan: 11:00 en 12:00",
        "le dialogue « Light » figure 2 fois dans le plan : 11:00 et 12:00",
    ),
    (
        Violation(Rule.DIALOGUE_MUST, dialogues=("d",)),
        "dialogue d (Light) must be held and is not",
        "the dialogue “Light” must be held and is not",
        "de dialoog “Light” moet plaatsvinden en staat niet in het plan",
        "le dialogue « Light » doit avoir lieu et ne figure pas dans le plan",
    ),
    (
        Violation(Rule.OWN_START, dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) starts in S1 (2026-11-24 11:00), which is not among its starts",
        "the dialogue “Light” starts at 11:00, which is not among its starts",
        "de dialoog “Light” begint om 11:00, en dat is geen van de toegelaten begintijden",
        "le dialogue « Light » commence à 11:00, ce qui n’est pas un de ses débuts",
    ),
    (
        Violation(Rule.OWN_PLACE, dialogues=("d",), slots=("S1",), places=("T",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) is at T, which is not among its places",
        "the dialogue “Light” at 11:00 is at T, which is not among its places",
        "de dialoog “Light” om 11:00 is op T, en dat is geen van de toegelaten plaatsen",
        "le dialogue « Light » à 11:00 est à T, ce qui n’est pas un de ses lieux",
    ),
    (
        Violation(Rule.WITHIN_A_DAY, dialogues=("d",), slots=("S3",), found=2, allowed=1),
        "dialogue d (Light) in S3 (2026-11-24 13:00) takes 2 slots and would run past the end of its day",
        "the dialogue “Light” at 13:00 takes 2 slots and would run past the end of its day",
        "de dialoog “Light” om 13:00 duurt 2 tijdsloten en zou na het einde van de dag doorlopen",
        "le dialogue « Light » à 13:00 dure 2 créneaux et dépasserait la fin de la journée",
    ),
    (
        Violation(Rule.SEATS_LEAST, dialogues=("d",), slots=("S1",), found=0, allowed=1),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats 0, at least 1 needed",
        "the dialogue “Light” at 11:00 seats 0, at least 1 needed",
        "de dialoog “Light” om 11:00 telt 0 deelnemers, minstens 1 nodig",
        "le dialogue « Light » à 11:00 réunit 0 personne, il en faut au moins 1",
    ),
    (
        Violation(Rule.SEATS_MOST, dialogues=("d",), slots=("S1",), found=3, allowed=2),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats 3, at most 2 allowed",
        "the dialogue “Light” at 11:00 seats 3, at most 2 allowed",
        "de dialoog “Light” om 11:00 telt 3 deelnemers, hoogstens 2 toegelaten",
        "le dialogue « Light » à 11:00 réunit 3 personnes, 2 au plus sont possibles",
    ),
    (
        Violation(Rule.SEATED_ONCE, participants=("a",), dialogues=("d",), slots=("S1",), found=2, allowed=1),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats Anna (a) 2 times",
        "the dialogue “Light” at 11:00 seats Anna 2 times",
        "de dialoog “Light” om 11:00 heeft 2 zitplaatsen voor Anna",
        "le dialogue « Light » à 11:00 a 2 sièges pour Anna",
    ),
    (
        Violation(Rule.SEAT_WANTED, participants=("a",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats Anna (a), who did not ask for it",
        "the dialogue “Light” at 11:00 seats Anna, who did not ask for it",
        "de dialoog “Light” om 11:00 heeft een zitplaats voor Anna, die er niet om vroeg",
        "le dialogue « Light » à 11:00 a un siège pour Anna, qui ne l’a pas demandé",
    ),
    (
        Violation(Rule.ROLE_MINIMUM, dialogues=("d",), slots=("S1",), role="buyer", found=1, allowed=2),
        "dialogue d (Light) in S1 (2026-11-24 11:00) seats 1 of the role buyer, at least 2 needed",
        "the dialogue “Light” at 11:00 seats 1 of the role buyer, at least 2 needed",
        "de dialoog “Light” om 11:00 telt 1 deelnemer met de rol koper, minstens 2 nodig",
        "le dialogue « Light » à 11:00 réunit 1 personne ayant le rôle acheteur, il en faut au moins 2",
    ),
    (
        Violation(Rule.MODERATOR_NOT_NEEDED, participants=("a",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) needs no moderator and has Anna (a)",
        "the dialogue “Light” at 11:00 needs no moderator and has Anna",
        "de dialoog “Light” om 11:00 heeft geen moderator nodig en heeft Anna",
        "le dialogue « Light » à 11:00 se passe d’animateur et a Anna",
    ),
    (
        Violation(Rule.MODERATOR_MISSING, dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) has no moderator",
        "the dialogue “Light” at 11:00 has no moderator",
        "de dialoog “Light” om 11:00 heeft geen moderator",
        "le dialogue « Light » à 11:00 n’a pas d’animateur",
    ),
    (
        Violation(Rule.MODERATOR_OTHER, participants=("a",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00) is moderated by Anna (a), who is not one of its moderators",
        "the dialogue “Light” at 11:00 is moderated by Anna, who is not one of its moderators",
        "de dialoog “Light” om 11:00 wordt geleid door Anna, die niet een van de moderatoren is",
        "le dialogue « Light » à 11:00 est animé par Anna, qui n’en est pas un des animateurs",
    ),
    (
        Violation(Rule.MODERATOR_UNSEATED, participants=("a",), dialogues=("d",), slots=("S1",)),
        "dialogue d (Light) in S1 (2026-11-24 11:00): its moderator Anna (a) has a seat too",
        "the dialogue “Light” at 11:00: its moderator Anna has a seat too",
        "de dialoog “Light” om 11:00: moderator Anna heeft er ook een zitplaats",
        "le dialogue « Light » à 11:00 : Anna, qui l’anime, y a aussi un siège",
    ),
    (
        Violation(Rule.AVAILABLE, participants=("a",), requests=("az",), slots=("S1",), found=1, allowed=0),
        "Anna (a) is unavailable in S1 (2026-11-24 11:00) and has az",
        "Anna is unavailable at 11:00 and has Anna – z",
        "Anna is niet beschikbaar om 11:00 en heeft Anna – z",
        "Anna n’est pas disponible à 11:00 et a Anna – z",
    ),
    (
        Violation(Rule.PARALLEL, participants=("a",), requests=("az", "ba"), slots=("S1",), found=2, allowed=1),
        "Anna (a) holds 2 meetings at once in S1 (2026-11-24 11:00), at most 1: az and ba",
        "Anna holds 2 meetings at once at 11:00, at most 1: Anna – z and Bob – Anna",
        "Anna heeft 2 gesprekken tegelijk om 11:00, hoogstens 1: Anna – z en Bob – Anna",
        "Anna a 2 rendez-vous à la fois à 11:00, au plus 1 : Anna – z et Bob – Anna",
    ),
    (
        Violation(Rule.ONE_PLACE, participants=("a",), requests=("az", "ba"), slots=("S1",), places=("T", "U"), found=2, allowed=1),
        "Anna (a) is at 2 places at once in S1 (2026-11-24 11:00): T and U",
        "Anna is at 2 places at once at 11:00: T and U",
        "Anna is op 2 plaatsen tegelijk om 11:00: T en U",
        "Anna est dans 2 lieux à la fois à 11:00 : T et U",
    ),
    (
        Violation(Rule.DIALOGUE_ALONE, participants=("a",), requests=("az",), dialogues=("d",), slots=("S1",), found=2, allowed=1),
        "Anna (a) is in a dialogue and in something else in S1 (2026-11-24 11:00): az and dialogue d (Light)",
        "Anna is in a dialogue and in something else at 11:00: Anna – z and the dialogue “Light”",
        "Anna zit in een dialoog en heeft nog iets anders om 11:00: Anna – z en de dialoog “Light”",
        "Anna est dans un dialogue et a autre chose à 11:00 : Anna – z et le dialogue « Light »",
    ),
    (
        Violation(Rule.MAX_MEETINGS, participants=("a",), found=2, allowed=1),
        "Anna (a) holds 2 meetings, at most 1",
        "Anna holds 2 meetings, at most 1",
        "Anna heeft 2 gesprekken, hoogstens 1",
        "Anna a 2 rendez-vous, au plus 1",
    ),
    (
        Violation(Rule.CAPACITY, requests=("az", "ba"), slots=("S1",), places=("T",), found=2, allowed=1),
        "T is over its capacity of 1 in S1 (2026-11-24 11:00): az and ba",
        "T is over its capacity of 1 at 11:00: Anna – z and Bob – Anna",
        "T heeft een capaciteit van 1 en meer dan dat om 11:00: Anna – z en Bob – Anna",
        "T a une capacité de 1, dépassée à 11:00 : Anna – z et Bob – Anna",
    ),
    (
        Violation(Rule.CAPACITY, requests=("az",), dialogues=("d",), slots=("S1",), places=("T",), found=2, allowed=1),
        "T is taken as a whole by a dialogue in S1 (2026-11-24 11:00), and holds more: az and dialogue d (Light)",
        "T is taken as a whole by a dialogue at 11:00, and holds more: Anna – z and the dialogue “Light”",
        "T is helemaal ingenomen door een dialoog om 11:00, en heeft meer: Anna – z en de dialoog “Light”",
        "T est entièrement pris par un dialogue à 11:00, et a plus : Anna – z et le dialogue « Light »",
    ),
    (
        Violation(Rule.BREAK_DIFFERENCE, participants=("a", "b"), found=1, allowed=0),
        "Anna (a) has 1 break more than Bob (b): they may differ by at most 0",
        "Anna has 1 break more than Bob: they may differ by at most 0",
        "Anna heeft 1 pauze meer dan Bob: het verschil mag hoogstens 0 zijn",
        "Anna a 1 pause de plus que Bob : la différence permise est de 0 au plus",
    ),
]


@pytest.mark.parametrize(("violation", "files", "english", "dutch", "french"), WORDS, ids=[row[0].rule.name for row in WORDS])
def test_rule_is_worded_for_files_and_in_each_language(violation, files, english, dutch, french):
    assert in_words(event(), [violation]) == [files]
    assert [for_people(event(), [violation], code) for code in ("en", "nl", "fr")] == [[english], [dutch], [french]]


def test_every_rule_has_its_words_in_each_language():
    assert {row[0].rule for row in WORDS} == set(Rule)
    rules = {*Rule, f"{Rule.CAPACITY}{WITH_A_DIALOGUE}"}
    assert {code: set(language.sentences) - {*Claim, *Against} for code, language in LANGUAGES.items()} == dict.fromkeys(LANGUAGES, rules)


DAYS = [{"id": f"S{k}", "start": f"2026-11-{23 + k}T09:00:00Z", "end": f"2026-11-{23 + k}T09:20:00Z"} for k in (1, 2)]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "Anna is unavailable at 09:00 on 25 November and has Anna – z"),
        ("nl", "Anna is niet beschikbaar om 09:00 op 25 november en heeft Anna – z"),
        ("fr", "Anna n’est pas disponible à 09:00 le 25 novembre et a Anna – z"),
    ],
)
def test_day_is_told_where_there_are_several(language, message):
    away = Violation(Rule.AVAILABLE, ("a",), ("az",), slots=("S2",), found=1, allowed=0)
    assert for_people(event(slots=DAYS), [away], language) == [message]
