"""Pictures and other files that people send: encoded anew, capped, refused beside their field."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request
from PIL import Image
from sqlalchemy import select

from tests.support.web.fixtures import Databases, make_app, post, sign_in
from tests.support.web.registering import EVENT, OFFER_FORM, address_of, faults, of
from tests.support.web.world import address, make_world, png_file
from web.catalogue.services.pictures import LONGEST_SIDE, make_picture
from web.core.database import commit, db
from web.core.errors import Invalid
from web.core.uploads import MEGABYTE
from web.models import Person, Picture


@pytest.mark.parametrize("content", [b"", b"no picture", png_file()[:40], b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_and_the_offer_not_half_saved(world_app: Flask, content: bytes) -> None:
    browser = sign_in(world_app, address("supplier"))
    url = f"{address_of(world_app, 'supplier')}/offers/new"
    response = post(browser, url, {**OFFER_FORM, "picture": (BytesIO(content), "x.png")})
    assert response.status_code == 422
    assert "We cannot read this as a picture. Choose a JPEG, PNG or WebP file." in response.text
    with world_app.app_context():
        assert len(of(world_app, "supplier").offers) == 1


def test_picture_with_too_many_pixels_is_never_decoded() -> None:
    stream = BytesIO()
    Image.new("1", (8000, 5001)).save(stream, "PNG")
    with pytest.raises(Invalid, match="more than 40 million pixels"):
        make_picture(stream.getvalue())


def test_picture_is_encoded_anew_upright_and_without_what_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    stream = BytesIO()
    Image.new("RGB", (2000, 1000), "red").save(stream, "JPEG", exif=exif)
    made = make_picture(stream.getvalue())
    opened = Image.open(BytesIO(made.content))
    assert (opened.size, made.width, made.height, dict(opened.getexif())) == ((800, LONGEST_SIDE), 800, LONGEST_SIDE, {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_an_uploaded_file_itself_is_served(kind: str) -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    stream = BytesIO()
    Image.new("CMYK" if kind == "JPEG" else "RGBA", (40, 30), "red").save(stream, kind, **({"comment": hidden} if kind == "JPEG" else {}))
    made = make_picture(stream.getvalue() + hidden)
    opened = Image.open(BytesIO(made.content))
    assert (opened.format, opened.size, hidden in made.content, b"PK\x03\x04" in made.content) == ("JPEG", (40, 30), False, False)
    assert {"exif", "comment", "icc_profile", "xmp"} & opened.info.keys() == set()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pictures_of_every_kind_of_colour_are_made_smaller(mode: str) -> None:
    stream = BytesIO()
    Image.new(mode, (1000, 4000)).save(stream, "PNG")
    made = make_picture(stream.getvalue())
    assert (made.width, made.height) == (400, LONGEST_SIDE)


def test_picture_file_that_is_too_large_is_told_beside_the_field(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), upload_megabytes=1)
    with app.test_request_context():
        make_world()
        commit()
    browser = sign_in(app, address("supplier"))
    upload = {**OFFER_FORM, "picture": (BytesIO(png_file() + bytes(1024 * 1024)), "large.png")}
    response = post(browser, f"{address_of(app, 'supplier')}/offers/new", upload)
    message = "This file is larger than 1 MB. Choose a smaller one. Choose the picture once more: your browser does not keep it."
    assert (response.status_code, faults(response.text), 'value="Chairs, mended"' in response.text) == (422, [message], True)


def test_new_picture_replaces_the_old_one_and_it_can_be_removed(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier"))
    with world_app.app_context():
        url = f"{EVENT}/offers/{of(world_app, 'supplier').offers[0].public_id}"
    assert browser.get(f"{url}/picture").headers["Content-Type"] == "image/jpeg"
    post(browser, url, {**OFFER_FORM, "picture": (BytesIO(png_file(9, 5)), "x.png")})
    with world_app.app_context():
        assert [row.width for row in db.session.scalars(select(Picture))] == [9]
    post(browser, url, {**OFFER_FORM, "remove_picture": "y"})
    with world_app.app_context():
        assert db.session.scalars(select(Picture)).all() == []
    assert browser.get(f"{url}/picture").status_code == 404


def test_file_far_too_large_is_told_beside_the_field_and_what_was_typed_kept(databases: Databases, tmp_path: Path) -> None:
    """A film, say."""
    app = make_app(tmp_path, databases.fresh("sqlite"), upload_megabytes=1)
    with app.test_request_context():
        make_world()
        commit()
    browser = sign_in(app, address("supplier"))
    upload = {**OFFER_FORM, "picture": (BytesIO(bytes(12 * MEGABYTE)), "film.mp4")}
    response = post(browser, f"{address_of(app, 'supplier')}/offers/new", upload)
    message = "This file is larger than 1 MB. Choose a smaller one. Choose the picture once more: your browser does not keep it."
    assert (response.status_code, faults(response.text), 'value="Chairs, mended"' in response.text) == (422, [message], True)


def test_spreadsheet_that_is_too_large_is_not_taken_in_by_half(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), upload_megabytes=1)
    with app.test_request_context():
        make_world()
        commit()
    row = b"buyer,Jo,%07d@example.org\n"
    table = b"role,name,email\n" + b"".join(row % number for number in range(MEGABYTE // 30))
    url = f"{EVENT}/organise/data"
    large = BytesIO(table + b" " * MEGABYTE)
    response = post(sign_in(app, address("organiser")), url, {"what": "participants", "file": (large, "people.csv")})
    assert (response.status_code, faults(response.text)) == (422, ["This file is larger than 1 MB. Choose a smaller one."])
    with app.app_context():
        assert db.session.scalar(select(Person).where(Person.name == "Jo")) is None


def test_no_more_of_a_file_is_kept_than_shows_its_size(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(method="POST", data={"file": (BytesIO(b"x" * (9 * MEGABYTE)), "large")}):
        kept = request.files["file"].read()
        assert len(kept) == 8 * MEGABYTE + 1
        assert set(kept) == set(b"x")
