"""Routes, a module a group of pages: each view loads, calls one service, answers."""

from __future__ import annotations

from flask import Blueprint

from web.pages import (
    account,
    agenda,
    catalogue,
    dialogues,
    facilitate,
    feeds,
    fonts,
    health,
    home,
    leave,
    needs,
    offers,
    organise,
    publish,
    register,
    requests_,
    sign_in,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.pages,
    sign_in.pages,
    account.pages,
    health.pages,
    fonts.pages,
    organise.pages,
    organise.creation,
    publish.pages,
    agenda.pages,
    feeds.pages,
    facilitate.pages,
    leave.pages,
    register.pages,
    offers.pages,
    needs.pages,
    dialogues.pages,
    catalogue.pages,
    requests_.pages,
)
