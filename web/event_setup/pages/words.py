"""The vocabulary of an event: its words in each language, with what carries them."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from matchmaking.vocabulary import ABOVE, Kind, Word, words_of
from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Conflict, Invalid, NotFound
from web.core.event_data import taxonomy_of
from web.core.fields import Choice
from web.core.organiser_pages import page, pages, redirect_to
from web.event_setup.forms.words import AddWord, EditWord
from web.event_setup.queries.vocabulary import count_uses
from web.event_setup.services.vocabulary import add_word, change_word, remove_word, use_default_words


@pages.get("/words")
@access(organiser_of_event)
def words(slug: str) -> ResponseReturnValue:
    """List the vocabulary."""
    listed = words_of(taxonomy_of(the_event()))
    return page("event_setup/vocabulary.html", words=listed, kinds=Kind, uses=count_uses(the_event()))


@pages.get("/words/<kind>/new")
@access(organiser_of_event)
def words_new(slug: str, kind: str) -> ResponseReturnValue:
    """Ask for a word."""
    return _word_page(_kind(kind), None, _filled(_kind(kind), AddWord(formdata=None)))


@pages.post("/words/<kind>/new")
@access(organiser_of_event)
def words_add(slug: str, kind: str) -> ResponseReturnValue:
    """Add a word."""
    which, form = _kind(kind), AddWord()
    if form.validate_on_submit():
        try:
            add_word(the_event(), the_person(), _word_of(which, form.code.data or "", form))
            return redirect_to("words", _("%(code)s is added.", code=form.code.data), _anchor=which.value)
        except Invalid as error:
            form.take_faults(error)
    return _word_page(which, None, _filled(which, form)), 422


@pages.get("/words/<kind>/<code>")
@access(organiser_of_event)
def words_one(slug: str, kind: str, code: str) -> ResponseReturnValue:
    """Show a word for editing."""
    which = _kind(kind)
    found = _found(which, code)
    fields: dict[str, Any] = {"parent": found.parent, "stage": found.stage or None}
    return _word_page(which, found, _filled(which, EditWord(formdata=None, **found.label, **fields)))


@pages.post("/words/<kind>/<code>")
@access(organiser_of_event)
def words_save(slug: str, kind: str, code: str) -> ResponseReturnValue:
    """Change a word."""
    which = _kind(kind)
    found, form = _found(which, code), EditWord()
    if form.validate_on_submit():
        try:
            change_word(the_event(), the_person(), _word_of(which, code, form))
            return redirect_to("words", _("%(code)s is saved.", code=code), _anchor=which.value)
        except Invalid as error:
            form.take_faults(error)
    return _word_page(which, found, _filled(which, form)), 422


@pages.post("/words/<kind>/<code>/remove")
@access(organiser_of_event)
def words_remove(slug: str, kind: str, code: str) -> ResponseReturnValue:
    """Take a word out."""
    which = _kind(kind)
    found = _found(which, code)
    try:
        remove_word(the_event(), the_person(), which, code)
    except Conflict as error:
        form = _filled(which, EditWord(formdata=None, **found.label, parent=found.parent, stage=found.stage or None))
        form.form_errors.append(error.message)
        return _word_page(which, found, form), 409
    return redirect_to("words", _("%(code)s is gone.", code=code), _anchor=which.value)


@pages.post("/words/default")
@access(organiser_of_event)
def words_default(slug: str) -> ResponseReturnValue:
    """Go back to the default vocabulary."""
    try:
        use_default_words(the_event(), the_person())
    except Invalid as error:
        listed = words_of(taxonomy_of(the_event()))
        return page("event_setup/vocabulary.html", words=listed, kinds=Kind, uses=count_uses(the_event()), refusals=error.lines), 422
    return redirect_to("words", _("The event has the default vocabulary again."))


def _word_page(kind: Kind, found: Word | None, form: EditWord) -> str:
    return page("event_setup/word.html", kind=kind, found=found, form=form, kinds=Kind)


def _filled(kind: Kind, form: EditWord) -> EditWord:
    """Drop what the list has not, and offer what a word can stand below."""
    if kind is not Kind.GOAL:
        del form.stage
    above = ABOVE.get(kind)
    if above is None:
        del form.parent
        return form
    language = str(get_locale() or "en")
    tops = [word for word in words_of(taxonomy_of(the_event())) if word.kind is above and not word.parent]
    none = _("Nothing: it is an upper group") if above is Kind.GROUP else _("Choose")
    form.parent.choices = [
        Choice("", none),
        *(Choice(top.code, f"{top.code} {top.label.get(language) or top.label['en']}") for top in tops),
    ]
    return form


def _word_of(kind: Kind, code: str, form: EditWord) -> Word:
    label = {language: form[language].data or "" for language in ("en", "nl", "fr")}
    parent = (form.parent.data or "") if kind in ABOVE else ""
    return Word(kind, code, label, parent, (form.stage.data or "") if kind is Kind.GOAL else "")


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise NotFound from None


def _found(kind: Kind, code: str) -> Word:
    for word in words_of(taxonomy_of(the_event())):
        if (word.kind, word.code) == (kind, code):
            return word
    raise NotFound
