from __future__ import annotations

import pytest
from flask import Flask

from web.core.errors import Invalid
from web.csv_exchange.services.importing import MOST_ROWS, read_spreadsheet


def test_a_table_has_at_most_so_many_rows_beside_its_head(sqlite_app: Flask) -> None:
    head, row = b"email\n", b"a@example.org\n"
    with sqlite_app.test_request_context():
        assert len(read_spreadsheet(head + row * MOST_ROWS, ("email",), ())) == MOST_ROWS
        with pytest.raises(Invalid) as refused:
            read_spreadsheet(head + row * (MOST_ROWS + 1), ("email",), ())
    assert refused.value.fields == {"file": "At most 5000 rows at once."}
