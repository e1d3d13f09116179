"""Every table of the platform.

Times are integer milliseconds since 1970-01-01T00:00Z; money is whole NT$; points and minutes are whole.

Migrations (`central/migrations/`) make these tables; a test compares the two. Raw bytes of a name, national ID or UID stand
nowhere but encrypted under their person's data key.
"""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: sa.schema.SchemaItem, autoincrement: bool = False) -> sa.Table:
    return sa.Table(name, METADATA, *parts, sqlite_strict=True, sqlite_autoincrement=autoincrement)


# --- the platform itself and its stations ----------------------------------------------------------------------------

meta = _table("meta", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))

programmes = _table(
    "programmes",
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

enrolment_codes = _table(
    "enrolment_codes",
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("expires_ms", BIG, nullable=False),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station")),
)

stations = _table(
    "stations",
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("machine", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("enrolled_ms", BIG, nullable=False),
    sa.Column("last_seen_ms", BIG),
    sa.Column("revoked_ms", BIG),
)

station_chains = _table(
    "station_chains",
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("last_seq", BIG, nullable=False),
    sa.Column("last_hash", sa.LargeBinary, nullable=False),
    sa.Column("last_journal", BIG, nullable=False),
)

# --- the journal as it came, and what was made of it -----------------------------------------------------------------

journal = _table(
    "journal",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("received_ms", BIG, nullable=False),
    sa.Column("op_id", Uuid16, index=True),
    sa.Column("epoch", BIG),
    sa.Column("seq", BIG),
    autoincrement=True,
)

journal_sealed = _table(
    "journal_sealed",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

outcomes = _table(
    "outcomes",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("admitted", Flag, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("outcome", sa.LargeBinary, nullable=False),
    sa.Column("decided_ms", BIG, nullable=False),
)

waiting = _table(
    "waiting",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("waits_for", sa.Text, nullable=False, index=True),
)

anomalies = _table(
    "anomalies",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), nullable=False),
    sa.Column("anomaly", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.UniqueConstraint("journal", "anomaly"),
)

# --- people and cards ------------------------------------------------------------------------------------------------

holders = _table(
    "holders",
    sa.Column("holder", Uuid16, primary_key=True),
    sa.Column("person_digest", sa.LargeBinary, unique=True),
    sa.Column("created_ms", BIG, nullable=False),
)

data_keys = _table(
    "data_keys",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

particulars = _table(
    "particulars",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("as_of_ms", BIG, nullable=False),
)

holder_refs = _table(
    "holder_refs",
    sa.Column("reference", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
)

cards = _table(
    "cards",
    sa.Column("medium", sa.LargeBinary, primary_key=True),
    sa.Column("card_kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("carrier", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("op_id", Uuid16, nullable=False),
    sa.Column("since_ms", BIG, nullable=False),
    sa.Column("uid_encrypted", sa.LargeBinary),
    sa.CheckConstraint("origin IN ('issued', 'bound', 'imported')", name="origin"),
)

claims = _table(
    "claims",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("card_kind", sa.Text, nullable=False),
)

staff = _table(
    "staff",
    sa.Column("staff", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("pin_hash", sa.Text, nullable=False),
    sa.Column("active", Flag, nullable=False),
)

patrons = _table(
    "patrons",
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("good_standing", Flag, nullable=False),
)

service_use = _table(
    "service_use",
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("found", Flag, primary_key=True),
    sa.Column("uses", sa.Integer, nullable=False),
)

# --- activities ------------------------------------------------------------------------------------------------------

activities = _table(
    "activities",
    sa.Column("activity", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("starts_ms", BIG, nullable=False),
    sa.Column("ends_ms", BIG, nullable=False),
    sa.Column("open", Flag, nullable=False),
)

roster = _table(
    "roster",
    sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("active", Flag, nullable=False),
)

attendance = _table(
    "attendance",
    sa.Column("stay", Uuid16, primary_key=True),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder")),
    sa.Column("walk_in", Flag, nullable=False),
    sa.Column("in_ms", BIG, nullable=False),
    sa.Column("out_ms", BIG),
    sa.Column("counted", Flag, nullable=False),
    sa.Index("ix_attendance_activity_holder", "activity", "holder"),
    sa.Index("ix_attendance_medium", "medium"),
)

attendance_acts = _table(
    "attendance_acts",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False, index=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.CheckConstraint("act IN ('in', 'out')", name="act"),
)

# --- money -----------------------------------------------------------------------------------------------------------

accounts = _table(
    "accounts",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("agency", sa.Text),
    sa.Column("medium", sa.LargeBinary),
    sa.Column("balance", BIG, nullable=False),
    sa.Column("floor", BIG),
    sa.Column("ceiling", BIG),
    sa.CheckConstraint("floor IS NULL OR balance >= floor", name="floor"),
    sa.CheckConstraint("ceiling IS NULL OR balance <= ceiling", name="ceiling"),
)

operations = _table(
    "operations",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)

lots = _table(
    "lots",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), nullable=False, unique=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
    sa.Column("point_kind", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("awarded", BIG, nullable=False),
    sa.Column("remaining", BIG, nullable=False),
    sa.Column("expires_ms", BIG),
    sa.Column("awarded_ms", BIG, nullable=False),
    sa.CheckConstraint("remaining >= 0 AND remaining <= awarded", name="remaining"),
    sa.Index("ix_lots_holder_point_kind", "holder", "point_kind"),
)

transfers = _table(
    "transfers",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), nullable=False),
    sa.Column("leg", sa.Integer, nullable=False),
    sa.Column("payer", BIG, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("payee", BIG, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("amount", BIG, nullable=False),
    sa.Column("lot", BIG, sa.ForeignKey("lots.id")),
    sa.UniqueConstraint("op_id", "leg"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("payer <> payee", name="two_accounts"),
)

entries = _table(
    "entries",
    sa.Column("transfer", BIG, sa.ForeignKey("transfers.id"), primary_key=True),
    sa.Column("account", BIG, sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("amount", BIG, nullable=False),
    sa.CheckConstraint("amount <> 0", name="amount"),
    sa.Index("ix_entries_account", "account"),
)

notices = _table(
    "notices",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Column("until_ms", BIG, nullable=False),
)

second_factor_locks = _table(
    "second_factor_locks",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until_ms", BIG, nullable=False),
)

# --- value on cards ---------------------------------------------------------------------------------------------------

_OPEN = sa.text("state = 'authorised'")

loads = _table(
    "loads",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("purse", sa.Text, nullable=False),
    sa.Column("driver", sa.Text, nullable=False),
    sa.Column("point_kind", sa.Text, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("amount_ntd", BIG, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("refusal", sa.Text),
    sa.Column("recovery_code", sa.Text, nullable=False, index=True),
    sa.Column("authorised_ms", BIG),
    sa.Column("committing", Flag, nullable=False),
    sa.Column("committing_ms", BIG),
    sa.Column("unknown", Flag, nullable=False),
    sa.Column("decided_ms", BIG),
    sa.Column("decided_by", Uuid16),
    sa.Column("decided_how", sa.Text),
    sa.Column("late_ms", BIG),
    sa.CheckConstraint("state IN ('authorised', 'confirmed', 'voided', 'refused')", name="state"),
    sa.CheckConstraint("state = 'refused' OR (holder IS NOT NULL AND points > 0 AND amount_ntd > 0)", name="held"),
    sa.CheckConstraint("(state = 'authorised') = (decided_ms IS NULL)", name="decided"),
    sa.CheckConstraint("late_ms IS NULL OR (state IN ('voided', 'refused') AND holder IS NOT NULL)", name="late"),
    sa.Index("ix_loads_state_authorised_ms", "state", "authorised_ms"),
    sa.Index("uq_loads_open_medium", "medium", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

card_key_grants = _table(
    "card_key_grants",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("purse", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

load_grants = _table(
    "load_grants",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False, index=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

card_counters = _table(
    "card_counters",
    sa.Column("medium", sa.LargeBinary, primary_key=True),
    sa.Column("seq", BIG, nullable=False),
    sa.Column("tmc", BIG, nullable=False),
    sa.Column("tmv", sa.LargeBinary, nullable=False),
    sa.Column("value_ntd", BIG),
    sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)

# --- change feed -----------------------------------------------------------------------------------------------------

changes = _table(
    "changes",
    sa.Column("seq", BIG, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("row", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("kind", "key"),
    autoincrement=True,
)

APPEND_ONLY = ("journal", "transfers", "entries", "operations", "card_key_grants", "load_grants")
"""Tables whose rows a trigger keeps from being altered or deleted. Another one keeps a load's decision as it is."""
