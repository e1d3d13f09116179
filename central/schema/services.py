"""Other systems' questions, virtual cards, service use, and forgetting. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

verification_use = table(
    "verification_use",
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("service_key", sa.Text, sa.ForeignKey("service_keys.service_key"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("valid", Flag, primary_key=True),
    sa.Column("stripe", sa.Integer, primary_key=True),
    sa.Column("answers", BIG, nullable=False),
)

limit_counts = table(
    "limit_counts",
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("began_ms", BIG, nullable=False),
    sa.Column("used", BIG, nullable=False),
)

done_requests = table(
    "done_requests",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content_sha256", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("at_ms", BIG, nullable=False, index=True),
)

# --- virtual cards ---

virtual_card_keys = table(
    "virtual_card_keys",
    sa.Column("key_id", sa.LargeBinary, primary_key=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("made_ms", BIG, nullable=False),
    sa.Column("retired_ms", BIG),
    sa.CheckConstraint("state IN ('next', 'active', 'retired', 'withdrawn')", name="state"),
    sa.CheckConstraint("(wrapped IS NULL) = (state IN ('retired', 'withdrawn'))", name="wrapped"),
)

virtual_card_activations = table(
    "virtual_card_activations",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("expires_ms", BIG, nullable=False),
    sa.Column("device", Uuid16),
)

virtual_card_devices = table(
    "virtual_card_devices",
    sa.Column("device", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("medium", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("enrolled_ms", BIG, nullable=False),
    sa.Column("revoked_ms", BIG),
)

virtual_card_digits = table(
    "virtual_card_digits",
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("device", Uuid16, sa.ForeignKey("virtual_card_devices.device"), nullable=False, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("expires_ms", BIG, nullable=False, index=True),
)

used_codes = table(
    "used_codes",
    sa.Column("cti", sa.LargeBinary, primary_key=True),
    sa.Column("op_id", Uuid16, nullable=False, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("expires_ms", BIG, nullable=False, index=True),
    sa.Column("used_ms", BIG, nullable=False, index=True),
)

# --- service use ---

kpi_months = table(
    "kpi_months",
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("closed_ms", BIG),
    sa.CheckConstraint("(wrapped IS NULL) = (closed_ms IS NOT NULL)", name="closed"),
)

kpi_people = table(
    "kpi_people",
    sa.Column("month", sa.Text, sa.ForeignKey("kpi_months.month"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("pseudonym", sa.LargeBinary, primary_key=True),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("age", sa.Text, nullable=False),
    sa.Column("uses", BIG, nullable=False),
)

kpi_cells = table(
    "kpi_cells",
    sa.Column("month", sa.Text, sa.ForeignKey("kpi_months.month"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("breakdown", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("people", BIG),
    sa.Column("uses", BIG),
    sa.CheckConstraint("(people IS NULL) = (uses IS NULL)", name="suppressed"),
)

satisfaction = table(
    "satisfaction",
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("answer", sa.Integer, primary_key=True),
    sa.Column("answers", BIG, nullable=False),
    sa.CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
)

# --- people's own rights, and forgetting ---

last_uses = table(
    "last_uses",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("at_ms", BIG, nullable=False),
)

corrections = table(
    "corrections",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("parts", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

deletion_requests = table(
    "deletion_requests",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("requested_ms", BIG, nullable=False),
    sa.Column("done_ms", BIG),
)

forgotten = table(
    "forgotten",
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("at_ms", BIG, nullable=False),
)
