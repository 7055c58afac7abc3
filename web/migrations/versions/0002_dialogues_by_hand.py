"""dialogues locked and cancelled, seats set aside"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("seat_wish", schema=None) as batch_op:
        batch_op.add_column(sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "dialogue_lock",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("moderator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_lock_dialogue_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["moderator_id"], ["registration.id"], name=op.f("fk_dialogue_lock_moderator_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_dialogue_lock_place_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_dialogue_lock_slot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_lock")),
        sa.UniqueConstraint("dialogue_id", name=op.f("uq_dialogue_lock_dialogue_id")),
    )


def downgrade() -> None:
    op.drop_table("dialogue_lock")
    with op.batch_alter_table("seat_wish", schema=None) as batch_op:
        batch_op.drop_column("set_aside_at")

    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.drop_column("cancelled_at")
