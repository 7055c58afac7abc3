"""A real browser on a real server, for tests that begin where people do."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from web.core.database import commit
from web.sign_in.services.sign_in import make_sign_in_link

AXE = Path(__file__).parents[2] / "vendor" / "axe-4.14.1.min.js"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
VIEWPORTS = {"1280": WIDE, "390": NARROW}
# The size of targets is new in WCAG 2.2, and axe looks at it only when asked to.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
SERIOUS = ("serious", "critical")
Side = tuple[str, str]  # a width and a colour scheme
SIDES: tuple[Side, ...] = (("1280", "dark"), ("390", "light"))
# The colours of the narrow page are those of the wide one, but for what it shows or hides.
OTHER_SIDES: tuple[Side, ...] = (("1280", "light"), ("390", "dark"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which asks nobody for anything."""
    assert Path(CHROMIUM).exists(), "the tests need Chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def served(app: Flask, port: int) -> Iterator[str]:
    """Serve an app on the loopback interface from threads of this process."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


SPOIL = """action => {
    const form = [...document.forms].find(each => new URL(each.action).pathname === action && each.method === "post");
    for (const field of form.elements) {
        const kind = field.type;
        if (kind === "checkbox" || kind === "radio") field.checked = false;
        else if (kind.startsWith("select")) field.value = "";
        else if (kind === "text" || kind === "textarea") field.value = field.required ? "" : "x".repeat(9000);
        else if (kind !== "hidden" && kind !== "submit" && kind !== "file") field.value = "";
    }
    form.submit();
}"""


class Visitor:
    """One person's browser: it notes what it asks of other hosts, and what scripts and the content policy complain about."""

    def __init__(self, browser: Browser, base: str, viewport: ViewportSize = WIDE, dark: bool = False, session: str = "") -> None:
        self.context = browser.new_context(base_url=base, viewport=viewport, color_scheme="dark" if dark else "light", locale="en-GB")
        if session:
            self.context.add_cookies([{"name": "bms", "value": session, "url": base}])
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        # A form that comes back with its faults beside the fields has status 422, which Chromium tells as if it were a mishap.
        self.expected = {422}
        self._base = base
        self.page.on("request", self._note)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def leave(self) -> None:
        """Close the browser; nothing was asked of others, and nothing was complained about."""
        self.context.close()
        assert (self.foreign, self.complaints) == ([], [])

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """Look at a page that answers with a status; nothing is asked of others, and nothing else is complained about."""
        self.foreign, self.complaints, self.expected = [], [], {422, status}
        yield
        assert (self.foreign, self.complaints) == ([], [])

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self._base, "data:")):
            self.foreign.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(f"status of {status}" in message.text for status in self.expected):
            self.complaints.append(message.text)

    def sign_in(self, app: Flask, email: str) -> None:
        """Open a sign-in link and press its button."""
        with app.test_request_context():
            link = make_sign_in_link(email)
            commit()
        self.page.goto(link.removeprefix(app.extensions["settings"].base_url))
        self.page.get_by_role("button", name="Sign in").click()

    def accessibility_faults(self, colours_only: bool = False) -> list[str]:
        """What axe finds on the page as it is now, serious faults only, one a line."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text("utf-8"))
        options = COLOURS if colours_only else EVERYTHING
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{fault['id']}: {node['html']}" for fault in found if fault["impact"] in SERIOUS for node in fault["nodes"]]

    def sideways(self) -> bool:
        """Whether the page has to be scrolled sideways."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide

    def look_from_sides(self, name: str, sides: Sequence[Side] = SIDES) -> None:
        """Judge the page as it is now at these widths, light or dark, and keep a picture of each where somebody wants to look."""
        found = {}
        for width, scheme in sides:
            self.page.set_viewport_size(VIEWPORTS[width])
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal, which the loop hides
            self.screenshot(f"{name}-{width}{'-dark' if scheme == 'dark' else ''}")
            found[width, scheme] = self.accessibility_faults(colours_only=(width, scheme) in OTHER_SIDES)
            found[width, "sideways"] = ["the page scrolls sideways"] if self.sideways() else []
        assert {where: faults for where, faults in found.items() if faults} == {}

    def send_spoilt(self, action: str) -> None:
        """Send the form that goes to an address with nothing in it, but with far too long texts where none is needed."""
        with self.page.expect_navigation():
            self.page.evaluate(SPOIL, action)

    def screenshot(self, name: str) -> None:
        """ReferencePlan a picture of the whole page in the folder BMS_SCREENSHOTS names, for looking at; nothing where it names none."""
        if folder := os.environ.get("BMS_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
