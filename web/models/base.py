"""What all tables have in common: names of constraints, column types, ids."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, Enum, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
ID_LETTERS = 16


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, with its offset on the Python side and as UTC in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value} has no offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one declarative base of all models."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: String(200),
            int: Integer,
            date: Date,
            datetime: UtcDateTime,
            dict[str, Any]: JSON(none_as_null=True),
            list[str]: JSON(none_as_null=True),
            list[Any]: JSON(none_as_null=True),
            enum.Enum: Enum(enum.Enum, native_enum=False, length=24, values_callable=lambda kind: [member.value for member in kind]),
        },
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, sort_order=-2)


class Public:
    """Has an id for addresses that nobody can guess; primary keys stay inside."""

    public_id: Mapped[str] = mapped_column(String(ID_LETTERS), unique=True, default=lambda: new_id(), sort_order=-1)


class Dated:
    """Remembers when it came into being."""

    created_at: Mapped[datetime] = mapped_column(default=lambda: now())


LongText = Text()


def new_id() -> str:
    """Draw an id of 80 random bits, in letters and digits that nobody mistakes for each other."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LETTERS))


def new_token() -> str:
    """Draw a secret of 256 random bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def now() -> datetime:
    """Say what time it is, in UTC."""
    return datetime.now(UTC)
