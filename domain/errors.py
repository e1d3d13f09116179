"""The one error root of the house, with a stable code per thing that can go wrong.

Three kinds, told apart by what should be done:

* `EnvironmentProblem`: a machine, network or file is at fault; the operator is told what to do.
* `Refused`: a rule says no; the person is told why.
* `Bug`: we are at fault; it is logged, apologised for, and work goes on.

Screens never show an exception's text. They look their words up by `Code` (`ui/messages.py`), in every language; `details`
fills the blanks of those words and therefore never holds a UID, a national ID or a name.
"""

from enum import StrEnum


class Code(StrEnum):
    """Every stable error code. The README's table and `ui/messages.py` are compared with this list by tests."""

    # Environment, of readers.
    READER_MISSING = "reader_missing"
    READER_SERVICE_MISSING = "reader_service_missing"
    READER_LOST = "reader_lost"
    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    READER_NO_EXCHANGE = "reader_no_exchange"
    VENDOR_FAILED = "vendor_failed"
    # Environment, of platform and network.
    PLATFORM_UNREACHABLE = "platform_unreachable"
    PLATFORM_NOT_OURS = "platform_not_ours"
    PLATFORM_TLS = "platform_tls"
    PLATFORM_BUSY = "platform_busy"
    PLAIN_HTTP_REFUSED = "plain_http_refused"
    STATION_REVOKED = "station_revoked"
    STATION_UNKNOWN = "station_unknown"
    STATION_CLONED = "station_cloned"
    MODE_MISMATCH = "mode_mismatch"
    ENROLMENT_CODE_INVALID = "enrolment_code_invalid"
    NOT_ENROLLED = "not_enrolled"
    ALREADY_ENROLLED = "already_enrolled"
    # Environment, of this machine.
    STORE_LOCKED = "store_locked"
    STORE_NEWER = "store_newer"
    STORE_WRONG_KEY = "store_wrong_key"
    STORE_DAMAGED = "store_damaged"
    REGISTRY_EMPTY = "registry_empty"
    REGISTRY_STALE = "registry_stale"
    DIGEST_KEY_OTHER = "digest_key_other"
    DISK_FULL = "disk_full"
    DISK_READONLY = "disk_readonly"
    DISK_FAILING = "disk_failing"
    BACKUP_AWAY = "backup_away"
    QUEUE_FULL = "queue_full"
    SETTINGS_INVALID = "settings_invalid"
    PROGRAMME_INVALID = "programme_invalid"
    PACKAGE_MISSING = "package_missing"
    # Refusals, of media.
    CARD_UNKNOWN = "card_unknown"
    CARD_BLOCKED = "card_blocked"
    CARD_EXPIRED = "card_expired"
    CARD_RANDOM_UID = "card_random_uid"
    CODE_IS_NO_CARD = "code_is_no_card"
    CARD_ALREADY_BOUND = "card_already_bound"
    CARD_NO_HOLDER = "card_no_holder"
    STAFF_CARD_NOT_FOR_CITIZENS = "staff_card_not_for_citizens"
    # Refusals, of staff.
    STAFF_UNKNOWN = "staff_unknown"
    STAFF_NOT_ALLOWED = "staff_not_allowed"
    PIN_WRONG = "pin_wrong"
    PIN_WAIT = "pin_wait"
    PIN_NEEDS_SUPERVISOR = "pin_needs_supervisor"
    # Refusals, of particulars.
    NAME_MISSING = "name_missing"
    NATIONAL_ID_FORMAT = "national_id_format"
    NATIONAL_ID_CHECKSUM = "national_id_checksum"
    NATIONAL_ID_EXPIRED_FORMAT = "national_id_expired_format"
    DATE_FORMAT = "date_format"
    BIRTHDAY_FUTURE = "birthday_future"
    BIRTHDAY_TOO_EARLY = "birthday_too_early"
    DISTRICT_UNKNOWN = "district_unknown"
    CONSENT_MISSING = "consent_missing"
    NOT_ELIGIBLE = "not_eligible"
    ONE_PER_PERSON = "one_per_person"
    # Refusals, of events.
    ACTIVITY_UNKNOWN = "activity_unknown"
    ACTIVITY_CLOSED = "activity_closed"
    ACTIVITY_FULL = "activity_full"
    NOT_REGISTERED = "not_registered"
    # Refusals, of money.
    AMOUNT_INVALID = "amount_invalid"
    AMOUNT_OVER_BALANCE = "amount_over_balance"
    AMOUNT_OVER_PURSE = "amount_over_purse"
    POINTS_NOT_REDEEMABLE = "points_not_redeemable"
    SECOND_FACTOR_WRONG = "second_factor_wrong"
    SECOND_FACTOR_LOCKED = "second_factor_locked"
    # Refusals, of library.
    PATRON_NOT_MEMBER = "patron_not_member"
    PATRON_SUSPENDED = "patron_suspended"
    # Refusals, of value on the card.
    CARD_SWAPPED = "card_swapped"
    CARD_REJECTED = "card_rejected"
    PURSE_MISSING = "purse_missing"
    PURSE_KEY_WRONG = "purse_key_wrong"
    PURSE_ALTERED = "purse_altered"
    LOAD_OPEN = "load_open"
    LOAD_UNKNOWN = "load_unknown"
    LOAD_NOT_FOUND = "load_not_found"
    LOAD_DECIDED = "load_decided"
    LOAD_GIVEN_UP = "load_given_up"
    RECOVERY_CODE_INVALID = "recovery_code_invalid"
    # Of a counter's printers, letters of authority and photos.
    PRINTER_UNREACHABLE = "printer_unreachable"
    PRINTER_EMPTY = "printer_empty"
    PRINTER_STOPPED = "printer_stopped"
    PROXY_SCOPE = "proxy_scope"
    HELPER_IS_APPLICANT = "helper_is_applicant"
    PHOTO_MISSING = "photo_missing"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_TOO_SMALL = "photo_too_small"
    PHOTO_TOO_LARGE = "photo_too_large"
    # Refusals, of the platform's office work.
    SERVICE_KEY_UNKNOWN = "service_key_unknown"
    SERVICE_NOT_ALLOWED = "service_not_allowed"
    STAFF_SESSION_ENDED = "staff_session_ended"
    REASON_MISSING = "reason_missing"
    PERSON_UNKNOWN = "person_unknown"
    AGENCY_UNKNOWN = "agency_unknown"
    APPLICATION_UNKNOWN = "application_unknown"
    APPLICATION_STEP = "application_step"
    APPLICATION_DUPLICATE = "application_duplicate"
    DOCUMENT_MISSING = "document_missing"
    BUDGET_EXCEEDED = "budget_exceeded"
    AWARD_OVER_CAP = "award_over_cap"
    AWARD_UNKNOWN = "award_unknown"
    SETTLEMENT_UNKNOWN = "settlement_unknown"
    SETTLEMENT_DECIDED = "settlement_decided"
    FILE_INVALID = "file_invalid"
    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    FILE_KIND = "file_kind"
    FILE_PASSWORD = "file_password"  # noqa: S105 (the code of an error)
    CELL_FORMULA = "cell_formula"
    CELL_MERGED = "cell_merged"
    STOCK_UNKNOWN = "stock_unknown"
    SHIFT_UNKNOWN = "shift_unknown"
    CARD_STATE = "card_state"
    CARD_NOT_REPLACEABLE = "card_not_replaceable"
    FEE_UNPUBLISHED = "fee_unpublished"
    VIRTUAL_CODE_INVALID = "virtual_code_invalid"
    VIRTUAL_CODE_EXPIRED = "virtual_code_expired"
    VIRTUAL_CODE_USED = "virtual_code_used"
    VIRTUAL_DIGITS_OFFLINE = "virtual_digits_offline"
    DRAW_UNKNOWN = "draw_unknown"
    DRAW_STEP = "draw_step"
    ADMISSION_UNKNOWN = "admission_unknown"
    ANOMALY_UNKNOWN = "anomaly_unknown"
    SNAPSHOT_MISSING = "snapshot_missing"
    REQUEST_CONFLICT = "request_conflict"
    # What the platform answers to an event or a request.
    EVENT_CONFLICT = "event_conflict"
    EVENT_UNREADABLE = "event_unreadable"
    EVENT_SIGNATURE = "event_signature"
    EVENT_CHAIN = "event_chain"
    EVENT_WAITING = "event_waiting"
    REQUEST_INVALID = "request_invalid"
    REQUEST_TOO_LARGE = "request_too_large"
    # Our own faults.
    INTERNAL = "internal"


class CityCardError(Exception):
    """Root of every error that this house raises on purpose.

    `details` are the blanks of the message's text: plain numbers and harmless words, never personal data.
    """

    def __init__(self, code: Code, **details: str | int) -> None:
        super().__init__(code.value, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        if not self.details:
            return self.code.value
        return f"{self.code.value} ({', '.join(f'{key}={value}' for key, value in self.details.items())})"


class EnvironmentProblem(CityCardError):
    """A machine, a network or a file is at fault: tell the operator what to do."""


class Refused(CityCardError):
    """A rule says no: tell the person why."""


class Bug(CityCardError):
    """We are at fault: log, apologise, carry on."""

    def __init__(self, **details: str | int) -> None:
        super().__init__(Code.INTERNAL, **details)
