"""The words that offers, needs and dialogues of an event are tagged with: its own, or the default ones until one is changed."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from matchmaking.taxonomy import load_taxonomy, parse_taxonomy
from matchmaking.vocabulary import ABOVE, Kind, Word, document_of, with_word, without_word, words_of
from matchmaking.vocabulary_rules import LONGEST_LABEL, WordFault, in_all_languages, word_faults
from scheduler.errors import UnusableInput
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.core.event_data import taxonomy_of
from web.event_setup.queries.vocabulary import count_uses
from web.models import Event, Person

# The address of the page that asks for one.
RESERVED = frozenset({"new"})


def add_word(event: Event, by: Person, word: Word) -> None:
    """Add a word to an event's vocabulary.

    Raises
    ------
    Invalid
        Where its code is taken or none, a label is missing, or it cannot hang where it should.
    """
    words = _locked(event)
    if any((other.kind, other.code.casefold()) == (word.kind, word.code.casefold()) for other in words):
        raise Invalid(fields={"code": _("There is this code already. Choose another one.")})
    _save(event, with_word(words, _checked(words, word)))
    record("added a word", event, by, event, list=word.kind.value, code=word.code)


def change_word(event: Event, by: Person, word: Word) -> None:
    """Change the labels of a word, and its goal or upper group; its code stays, since offers and needs carry it.

    Raises
    ------
    Invalid
        Where a label is missing, or it cannot hang where it should.
    Conflict
        Where it is no longer there.
    """
    words = _locked(event)
    if all((other.kind, other.code) != (word.kind, word.code) for other in words):
        raise Conflict(_("This word has been removed meanwhile."))
    _save(event, with_word(words, _checked(words, word)))
    record("changed a word", event, by, event, list=word.kind.value, code=word.code)


def remove_word(event: Event, by: Person, kind: Kind, code: str) -> None:
    """Take a word out of the vocabulary.

    Raises
    ------
    Conflict
        Where something carries it, other words hang below it, or it is the last one of its list.
    """
    words = _locked(event)
    if uses := count_uses(event)[kind, code]:
        raise Conflict(
            ngettext(
                "%(num)s offer, need or dialogue carries %(code)s. Change it first.",
                "%(num)s offers, needs or dialogues carry %(code)s. Change them first.",
                uses,
                code=code,
            )
        )
    if any(ABOVE.get(word.kind) is kind and word.parent == code for word in words):
        raise Conflict(_("Other words stand below %(code)s. Remove these first.", code=code))
    left = without_word(words, kind, code)
    if all(word.kind is not kind for word in left):
        raise Conflict(_("This is the last word of its list. Add another one first."))
    _save(event, left)
    record("removed a word", event, by, event, list=kind.value, code=code)


def set_words(event: Event, by: Person, words: Iterable[Word]) -> None:
    """Replace all of an event's vocabulary.

    Raises
    ------
    Invalid
        With what is wrong, one a line: two of one code, a code that something carries and that would be gone, or a broken word.
    """
    _locked(event)
    wanted = tuple(words)
    faults, before = [], []
    for word in wanted:
        try:
            before.append(_checked(wanted, word))
        except Invalid as error:
            faults.append(f"{word.kind.value} {word.code}: {error.message}")
    there = {(word.kind, word.code) for word in wanted}
    faults += [
        _("%(list)s: %(code)s is in use and would be gone", list=kind.value, code=code)
        for (kind, code), uses in sorted(count_uses(event).items())
        if uses and (kind, code) not in there
    ]
    missing = [kind for kind in Kind if all(word.kind is not kind for word in wanted)]
    faults += [_("%(list)s: at least one word is needed", list=kind.value) for kind in missing]
    if faults:
        raise Invalid(lines=faults)
    _save(event, tuple(before))
    record("set the vocabulary", event, by, event, words=len(wanted))


def use_default_words(event: Event, by: Person) -> None:
    """Go back to the vocabulary that ships with the software. Raises as `set_words`."""
    set_words(event, by, words_of(load_taxonomy()))
    event.vocabulary = None
    db.session.flush()


def _locked(event: Event) -> tuple[Word, ...]:
    """The words now; nobody else changes them until the end of the request."""
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    db.session.refresh(event, ["vocabulary"])
    return words_of(taxonomy_of(event))


def _checked(words: tuple[Word, ...], word: Word) -> Word:
    if faults := word_faults(words, word, RESERVED):
        raise Invalid(fields={part: _in_words(fault, word) for part, fault in faults.items()})
    return in_all_languages(word)


def _in_words(fault: WordFault, word: Word) -> str:
    words = {
        WordFault.CODE: _("Write a short code of letters, digits and hyphens, such as ICT-LAP."),
        WordFault.OTHER_GOAL: _("The code of a strategy begins with that of its goal: %(goal)s…", goal=word.parent),
        WordFault.MISSING: _("Write the words in English."),
        WordFault.TOO_LONG: _("At most %(most)s characters.", most=LONGEST_LABEL),
        WordFault.NO_GOAL: _("Choose the goal that it serves."),
        WordFault.UNKNOWN: _("Choose from the list."),
        WordFault.HAS_GROUPS: _("Groups stand below this one, so that it cannot stand below another."),
    }
    return str(words[fault])


def _save(event: Event, words: tuple[Word, ...]) -> None:
    document = document_of(words)
    try:
        parse_taxonomy(document, "vocabulary")
    except UnusableInput as error:
        raise Invalid(lines=[str(fault) for fault in error.faults]) from None
    event.vocabulary = document
    db.session.flush()
