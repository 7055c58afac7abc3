"""Routes, a module a group of pages: each view loads, calls one service, answers."""

from __future__ import annotations

from flask import Blueprint

from web.pages import fonts, health, home, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (home.pages, sign_in.pages, health.pages, fonts.pages)
