"""Routes, a module a group of pages: each view loads, calls one service, answers."""

from __future__ import annotations

from flask import Blueprint

from web.accounts.pages import account
from web.activity.pages import activity
from web.catalogue.pages import catalogue, needs, offers
from web.core import organiser_pages
from web.csv_exchange.pages import spreadsheets
from web.dialogues.pages import dialogues as organised_dialogues
from web.dialogues.pages import facilitate, join
from web.event_setup.pages import places, setup, times, values, words
from web.meetings.pages import requests
from web.planning.pages import dialogue_edits, edits, plan, questions, runs
from web.publishing.pages import agenda, feeds, publish
from web.registration.pages import leave, register, registrations
from web.sign_in.pages import sign_in
from web.site.pages import fonts, health, home

ORGANISER_PAGES = (
    activity,
    spreadsheets,
    organised_dialogues,
    places,
    setup,
    times,
    values,
    words,
    edits,
    plan,
    questions,
    runs,
    dialogue_edits,
    registrations,
)
"""Modules whose routes stand on the organisers' one blueprint, which importing them puts there."""

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.pages,
    sign_in.pages,
    account.pages,
    health.pages,
    fonts.pages,
    organiser_pages.pages,
    setup.creation,
    publish.pages,
    agenda.pages,
    feeds.pages,
    facilitate.pages,
    leave.pages,
    register.pages,
    offers.pages,
    needs.pages,
    join.pages,
    catalogue.pages,
    requests.pages,
)
