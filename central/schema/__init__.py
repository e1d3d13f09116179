"""Every table of the platform.

Times are integer milliseconds since 1970-01-01T00:00Z; money is whole NT$; points and minutes are whole.

Migrations (`central/migrations/`) make these tables; a test compares the two. Raw bytes of a name, national ID or UID stand
nowhere but encrypted under their person's data key.
"""

from central.schema.access import administration, record_reads, service_keys, staff_pin_failures, staff_sessions
from central.schema.activities import activities, attendance, attendance_acts, roster
from central.schema.base import METADATA
from central.schema.feed import changes
from central.schema.journal import anomalies, anomaly_acts, journal, journal_sealed, outcomes, waiting
from central.schema.loads import card_counters, card_key_grants, load_grants, loads
from central.schema.messages import contacts, messages
from central.schema.money import accounts, entries, lots, notices, operations, second_factor_locks, transfers
from central.schema.people import cards, claims, data_keys, holder_refs, holders, particulars, patrons, service_use, staff
from central.schema.registry import (
    card_history,
    card_replacements,
    earlier_claims,
    registry_requests,
    snapshot_parts,
    snapshots,
    stock,
    stock_cards,
    stock_moves,
)
from central.schema.services import (
    corrections,
    deletion_requests,
    done_requests,
    forgotten,
    kpi_cells,
    kpi_months,
    kpi_people,
    last_uses,
    satisfaction,
    used_codes,
    verification_use,
    virtual_card_activations,
    virtual_card_devices,
    virtual_card_digits,
    virtual_card_keys,
)
from central.schema.settlement import settlement_batches, settlement_items
from central.schema.stations import (
    enrolment_codes,
    heartbeats,
    meta,
    programmes,
    station_chains,
    station_epochs,
    stations,
)

APPEND_ONLY = (
    "journal",
    "transfers",
    "entries",
    "operations",
    "card_key_grants",
    "load_grants",
    "record_reads",
    "administration",
    "anomaly_acts",
    "station_epochs",
    "card_history",
    "stock_moves",
    "kpi_cells",
    "corrections",
    "forgotten",
)
"""Tables whose rows a trigger keeps from being altered or deleted. Another one keeps a load's decision as it is."""

__all__ = [
    "corrections",
    "deletion_requests",
    "done_requests",
    "forgotten",
    "kpi_cells",
    "kpi_months",
    "kpi_people",
    "last_uses",
    "satisfaction",
    "used_codes",
    "verification_use",
    "virtual_card_activations",
    "virtual_card_devices",
    "virtual_card_digits",
    "virtual_card_keys",
    "APPEND_ONLY",
    "METADATA",
    "staff_sessions",
    "staff_pin_failures",
    "service_keys",
    "record_reads",
    "accounts",
    "activities",
    "anomalies",
    "attendance",
    "attendance_acts",
    "card_counters",
    "card_history",
    "card_key_grants",
    "card_replacements",
    "cards",
    "changes",
    "claims",
    "contacts",
    "data_keys",
    "earlier_claims",
    "enrolment_codes",
    "entries",
    "holder_refs",
    "holders",
    "journal",
    "journal_sealed",
    "load_grants",
    "loads",
    "lots",
    "messages",
    "meta",
    "notices",
    "operations",
    "outcomes",
    "particulars",
    "patrons",
    "programmes",
    "registry_requests",
    "roster",
    "second_factor_locks",
    "service_use",
    "snapshot_parts",
    "snapshots",
    "settlement_batches",
    "settlement_items",
    "staff",
    "station_chains",
    "stations",
    "stock",
    "stock_cards",
    "stock_moves",
    "transfers",
    "waiting",
    "administration",
    "anomaly_acts",
    "station_epochs",
    "heartbeats",
]
