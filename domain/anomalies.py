"""What the platform may say against an act: the names that stand in an outcome's `anomalies`.

The platform's people read about them in `central.operations.anomaly_words`, whoever works at the station that did the act in
`ui.anomaly_table`; tests hold both tables, and the judging code, to these lists.
"""

from domain.errors import Code

OWN = (
    # Of the event itself.
    *("event_of_another_station", "op_id_not_random", "station_without_role", "handler_failed", "clock_implausible"),
    # Of who did it.
    "staff_inactive",
    # Of cards and applications.
    *("bound_to_nobody", "card_state_superseded", "issue_fee_differs", "replacement_fee_differs", "provisional_refused"),
    *("application_not_taken", "application_not_approved", "application_differs", "application_closed"),
    # Of blank cards.
    *("stock_differs", "stock_short", "stock_kind_differs"),
    # Of cash.
    "shift_differs",
    # Of attendance and admission.
    *("attendance_twice", "attendance_differs", "sign_in_not_counted", "sign_in_undone", "undone_without_sign_in"),
    *("sign_out_without_sign_in", "sign_out_of_once_only", "signed_out_twice", "signed_out_before_sign_in"),
    *("forgotten_sign_out", "sign_out_forgotten", "admission_percent_differs"),
    # Of loads.
    *("load_of_another_card", "load_of_another_station", "proof_of_another_kind", "load_not_proven", "load_under_way"),
    *("load_confirmed_after_void", "load_voided_after_confirm", "load_never_authorised"),
    *("commit_after_void", "commit_after_tombstone", "tombstone_after_commit"),
    *("card_seq_unexpected", "card_counter_backwards", "card_value_unexpected", "transaction_mac_wrong"),
)
"""Names that are no error's code."""

CODES = (
    *(Code.EVENT_SIGNATURE, Code.EVENT_CONFLICT, Code.EVENT_CHAIN, Code.EVENT_UNREADABLE, Code.MODE_MISMATCH),
    *(Code.STAFF_NOT_ALLOWED, Code.ONE_PER_PERSON, Code.NOT_ELIGIBLE, Code.CONSENT_MISSING),
    *(Code.NAME_MISSING, Code.NATIONAL_ID_FORMAT, Code.NATIONAL_ID_CHECKSUM, Code.NATIONAL_ID_EXPIRED_FORMAT),
    *(Code.DATE_FORMAT, Code.BIRTHDAY_FUTURE, Code.BIRTHDAY_TOO_EARLY, Code.DISTRICT_UNKNOWN),
    *(Code.CARD_UNKNOWN, Code.CARD_ALREADY_BOUND, Code.CARD_NO_HOLDER, Code.CARD_BLOCKED, Code.CARD_STATE),
    *(
        Code.CARD_RANDOM_UID,
        Code.CARD_NOT_REPLACEABLE,
        Code.FEE_UNPUBLISHED,
        Code.CARD_SWAPPED,
        Code.STAFF_CARD_NOT_FOR_CITIZENS,
    ),
    *(Code.APPLICATION_UNKNOWN, Code.APPLICATION_DUPLICATE, Code.APPLICATION_STEP, Code.STOCK_UNKNOWN),
    *(Code.ACTIVITY_UNKNOWN, Code.ACTIVITY_CLOSED, Code.NOT_REGISTERED, Code.ADMISSION_UNKNOWN),
    *(Code.BUDGET_EXCEEDED, Code.AWARD_OVER_CAP),
    *(Code.LOAD_NOT_FOUND, Code.LOAD_OPEN, Code.LOAD_GIVEN_UP, Code.PURSE_MISSING, Code.PURSE_ALTERED),
    *(Code.AMOUNT_INVALID, Code.AMOUNT_OVER_BALANCE, Code.AMOUNT_OVER_PURSE, Code.POINTS_NOT_REDEEMABLE),
    *(Code.SECOND_FACTOR_WRONG, Code.SECOND_FACTOR_LOCKED, Code.PERSON_UNKNOWN),
    *(Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED),
    *(Code.REASON_MISSING, Code.FILE_INVALID, Code.REQUEST_INVALID, Code.REQUEST_CONFLICT, Code.REQUEST_TOO_LARGE),
)
"""Of a rule that refuses: `Refused` with one of these becomes an anomaly of that name."""

ANOMALIES = frozenset((*OWN, *(code.value for code in CODES)))
