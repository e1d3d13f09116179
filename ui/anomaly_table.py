"""What the operator of a station is told about an act of theirs that the platform flagged or rejected, by the anomaly's name.

Each is what is the matter and what to do about it here; whether the act counts stands beside it. See `ui.messages`.
"""

from collections.abc import Mapping

from domain.errors import Code
from ui.i18n import noop
from ui.message_table import TABLE


def _all(what_to_do: str, titles: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (title, what_to_do) for name, title in titles.items()}


def _codes(what_to_do: str, *codes: Code) -> dict[str, tuple[str, str]]:
    """Refusals whose own title says what is the matter."""
    return {code.value: (TABLE[code].title, what_to_do) for code in codes}


ANOMALIES: dict[str, tuple[str, str]] = {
    # --- of the machine ---
    **_all(
        noop("Messages", "請聯絡系統管理員：這台機器的資料或程式可能被更動，或被複製到別台機器。民眾要辦的事請重新辦理。"),
        {
            "event_signature": TABLE[Code.EVENT_SIGNATURE].title,
            "event_chain": TABLE[Code.EVENT_CHAIN].title,
            "event_of_another_station": noop("Messages", "紀錄屬於另一個工作站"),
        },
    ),
    **_all(
        noop("Messages", "請聯絡系統管理員，核對本站的程式版本與設定。民眾要辦的事請重新辦理。"),
        {
            "event_unreadable": noop("Messages", "平台無法判讀這筆紀錄"),
            "op_id_not_random": noop("Messages", "紀錄的代號不合規定"),
            "mode_mismatch": TABLE[Code.MODE_MISMATCH].title,
            "station_without_role": noop("Messages", "本站沒有登記辦理這項業務"),
            "request_invalid": noop("Messages", "紀錄的內容不合格式"),
            "request_too_large": noop("Messages", "隨附的資料太大"),
            "file_invalid": noop("Messages", "隨附的檔案不正確"),
            "amount_invalid": noop("Messages", "金額或數量不在允許的範圍"),
            "points_not_redeemable": noop("Messages", "這種點數或卡片不能兌換"),
            "admission_unknown": TABLE[Code.ADMISSION_UNKNOWN].title,
        },
    ),
    **_all(
        noop("Messages", "先到的內容有效，兩種都已保存。請聯絡系統管理員核對。"),
        {
            "event_conflict": TABLE[Code.EVENT_CONFLICT].title,
            "request_conflict": TABLE[Code.REQUEST_CONFLICT].title,
        },
    ),
    "handler_failed": (
        noop("Messages", "平台暫時無法處理這筆紀錄"),
        noop("Messages", "不必處理，平台修復後會自動再處理。"),
    ),
    "clock_implausible": (
        noop("Messages", "本機的時鐘不準"),
        noop("Messages", "請校正這台機器的日期和時間。辦理的時間由主管機關核對，不必重辦。"),
    ),
    # --- of who did it ---
    "staff_not_allowed": (
        noop("Messages", "承辦人沒有這項權限"),
        noop("Messages", "卡片暫停使用，點數暫不發給。請主管核對承辦人的權限，再聯絡主管機關恢復。"),
    ),
    "staff_inactive": (
        noop("Messages", "承辦人已停用，之前離線辦的現在才上傳"),
        noop("Messages", "請主管確認這件事確實是承辦人停用前辦的。"),
    ),
    # --- of issuing ---
    "one_per_person": (
        noop("Messages", "這位民眾已經有同類的卡片"),
        noop("Messages", "後發的卡片已暫停使用。請聯絡持卡人，請他擇一使用並繳回另一張。"),
    ),
    "not_eligible": (
        noop("Messages", "不符合這種卡的請領資格"),
        noop("Messages", "卡片暫停使用。請聯絡持卡人補齊資格證明，或請他繳回卡片。"),
    ),
    "consent_missing": (
        noop("Messages", "缺少持卡人的同意"),
        noop("Messages", "卡片暫停使用。請聯絡持卡人補簽同意書。"),
    ),
    **_codes(
        noop("Messages", "請聯絡民眾，對照證件核對資料後重新辦理；已發出的卡片在補正前暫停使用。"),
        *(Code.NATIONAL_ID_FORMAT, Code.NATIONAL_ID_CHECKSUM, Code.NATIONAL_ID_EXPIRED_FORMAT, Code.NAME_MISSING),
        *(Code.DATE_FORMAT, Code.BIRTHDAY_FUTURE, Code.BIRTHDAY_TOO_EARLY, Code.DISTRICT_UNKNOWN, Code.PERSON_UNKNOWN),
    ),
    "provisional_refused": (
        noop("Messages", "先發了卡，後來查核不符資格"),
        noop("Messages", "卡片已暫停使用，也通知了持卡人。持卡人來問時，請他向主管機關查詢。"),
    ),
    "application_not_taken": (
        noop("Messages", "這件申辦不符規定，沒有成案"),
        noop("Messages", "請聯絡申請人，說明原因並重新申辦。"),
    ),
    "application_not_approved": (
        noop("Messages", "申辦還沒有核准就發了卡"),
        noop("Messages", "卡片照常使用，審查繼續進行。請向主管說明為什麼先發卡。"),
    ),
    **_all(
        noop("Messages", "請核對案件編號和卡片交給了誰，再告訴主管機關。交錯的卡片請收回。"),
        {
            "application_unknown": noop("Messages", "發卡所憑的申辦案件查無資料"),
            "application_differs": noop("Messages", "發的卡片與申辦案件不符"),
            "application_closed": noop("Messages", "申辦案件已經結案，又發了一張卡"),
        },
    ),
    **_codes(noop("Messages", "請向主管機關查詢原案件，在原案件辦理。"), Code.APPLICATION_DUPLICATE, Code.APPLICATION_STEP),
    # --- of cards ---
    "bound_to_nobody": (
        noop("Messages", "綁卡所憑的卡片沒有持卡人"),
        noop("Messages", "請聯絡民眾，帶記名的市民卡來再綁一次。"),
    ),
    "card_already_bound": (
        noop("Messages", "這張卡已經登記過，沒有變更"),
        noop("Messages", "請核對是不是拿了別人的卡片。要辦的民眾請換一張空白卡重新辦理。"),
    ),
    "card_unknown": (
        noop("Messages", "平台還沒有這張卡的資料"),
        noop("Messages", "多半是別站發的卡還沒上傳，平台會自己補上。過幾天仍在這裡時，請核對卡片是否漏登。"),
    ),
    "card_no_holder": (
        noop("Messages", "這張卡沒有登記持卡人"),
        noop("Messages", "請聯絡民眾，帶卡片與身分證明文件來辦理記名。"),
    ),
    "card_blocked": (
        noop("Messages", "這張卡當時已經停用"),
        noop("Messages", "不必重辦。這張卡再出現時，請持卡人到櫃檯查詢。"),
    ),
    "card_state": (
        noop("Messages", "卡片當時的狀態不能這樣處理，沒有變更"),
        noop("Messages", "請先查卡片現在的狀態，還需要時再辦一次。"),
    ),
    "card_state_superseded": (
        noop("Messages", "之後發生的變更已經先到平台"),
        noop("Messages", "以後來的變更為準，不必重辦。"),
    ),
    **_codes(
        noop("Messages", "這張卡不能登記給民眾。請聯絡民眾，換一張空白卡重新辦理。"),
        *(Code.CARD_RANDOM_UID, Code.STAFF_CARD_NOT_FOR_CITIZENS),
    ),
    "card_not_replaceable": (
        TABLE[Code.CARD_NOT_REPLACEABLE].title,
        noop("Messages", "請聯絡民眾說明，並請他繳回補發的卡片。"),
    ),
    "fee_unpublished": (
        TABLE[Code.FEE_UNPUBLISHED].title,
        noop("Messages", "請報告主管，並請他洽主管機關確認應收的工本費。"),
    ),
    "card_swapped": (
        noop("Messages", "紀錄與卡片不符"),
        noop("Messages", "請核對當時是哪一張卡，還需要時用對的卡再辦一次。"),
    ),
    **_all(
        noop("Messages", "請核對收據；多收或少收的，請依主管的指示處理。"),
        {
            "issue_fee_differs": noop("Messages", "發卡收的工本費與方案不同"),
            "replacement_fee_differs": noop("Messages", "收的工本費與方案不同"),
        },
    ),
    **_codes(
        noop("Messages", "請持卡人在手機上重新開啟虛擬卡，再辦一次。"), Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED
    ),
    "virtual_code_used": (
        noop("Messages", "這個手機條碼在別處也用過"),
        noop("Messages", "條碼可能被翻拍，由主管機關查看。持卡人來問時，請他在手機上重新登記虛擬卡。"),
    ),
    # --- of blank cards ---
    **_all(
        noop("Messages", "請盤點這一盒空白卡，核對卡盒、卡別與地點，再補登。"),
        {
            "stock_differs": noop("Messages", "空白卡的數量與帳面不符"),
            "stock_short": noop("Messages", "帳面上已經沒有空白卡"),
            "stock_kind_differs": noop("Messages", "空白卡的卡別與入庫時不同"),
            "stock_unknown": noop("Messages", "空白卡不在帳面的庫存裡"),
            "amount_over_balance": noop("Messages", "數量超過帳面上有的"),
        },
    ),
    "shift_differs": (
        noop("Messages", "結班時現金與規費不符"),
        noop("Messages", "請照結班時寫的原因核對收據與現金；由主管查看後結案。"),
    ),
    "reason_missing": (
        noop("Messages", "沒有寫明事由"),
        noop("Messages", "請寫明事由，再辦一次。"),
    ),
    # --- of attendance ---
    **_all(
        noop("Messages", "不必處理。參加者問起時數或點數時，請告訴他以平台計算的為準。"),
        {
            "attendance_twice": noop("Messages", "重複簽到，重疊的時間只計一次"),
            "attendance_differs": noop("Messages", "畫面顯示的時數或點數與平台不同"),
            "signed_out_twice": noop("Messages", "重複簽退，只計一次"),
            "sign_out_of_once_only": noop("Messages", "這個活動只要簽到，簽退不計"),
            "sign_in_undone": noop("Messages", "簽到已經更正為誤刷，不計時數"),
        },
    ),
    **_all(
        noop("Messages", "請向活動人員確認這個人實際參加的時間，告訴主辦單位，由他們核定時數。"),
        {
            "sign_in_not_counted": noop("Messages", "所屬的簽到沒有採計"),
            "sign_out_without_sign_in": noop("Messages", "平台等不到對應的簽到，未計時數"),
            "undone_without_sign_in": noop("Messages", "平台等不到要更正的簽到，沒有更正"),
            "forgotten_sign_out": noop("Messages", "太久才簽退，未計時數"),
            "sign_out_forgotten": noop("Messages", "有簽到、沒有簽退，未計時數"),
        },
    ),
    "signed_out_before_sign_in": (
        noop("Messages", "簽退比簽到早，未計時數"),
        noop("Messages", "請核對兩台機器的時鐘，再把實際參加的時間告訴主辦單位。"),
    ),
    "activity_unknown": (
        noop("Messages", "平台查無這個活動"),
        noop("Messages", "時數照計，點數暫不發給。請主辦單位核對活動是否已登記。"),
    ),
    "not_registered": (
        noop("Messages", "用姓名簽到的人不在活動的名單上"),
        noop("Messages", "時數與點數暫不發給。請主辦單位核對是誰來了，要給的由主辦單位補登。"),
    ),
    "activity_closed": (
        noop("Messages", "活動已經結束或停止受理"),
        noop("Messages", "請向主辦單位確認這個人是否應該給點。"),
    ),
    **_all(
        noop("Messages", "不必處理，由主辦機關決定是否補給。參加者問起時，請告訴他點數還沒有發給。"),
        {
            "budget_exceeded": noop("Messages", "機關的點數預算不足，沒有給點"),
            "award_over_cap": noop("Messages", "超過給點上限，沒有給足"),
        },
    ),
    "admission_percent_differs": (
        noop("Messages", "入場收費的折數與應收的不同"),
        noop("Messages", "請核對當時收的金額；多收的請依主管的指示退還。"),
    ),
    # --- of loads ---
    **_all(
        noop("Messages", "點數和金額都不會遺失。請民眾帶同一張卡再感應一次，就會有結果。"),
        {
            "load_not_found": noop("Messages", "平台查無這筆儲值"),
            "load_under_way": noop("Messages", "這筆儲值可能還在進行"),
            "load_open": TABLE[Code.LOAD_OPEN].title,
            "load_given_up": TABLE[Code.LOAD_GIVEN_UP].title,
            "tombstone_after_commit": noop("Messages", "本站宣告寫入後又放棄這筆儲值"),
            "load_of_another_card": noop("Messages", "儲值紀錄與卡片不符"),
            "transaction_mac_wrong": noop("Messages", "卡片的交易驗證碼不符，儲值還沒有決定"),
        },
    ),
    **_all(
        noop("Messages", "點數和金額都不會遺失，由主管機關查驗。這張卡再出現時，請持卡人留下聯絡方式。"),
        {
            "load_not_proven": noop("Messages", "卡片有這筆儲值，但驗證碼不符"),
            "load_never_authorised": noop("Messages", "卡片上有未經核准的儲值"),
            "load_confirmed_after_void": noop("Messages", "儲值退回之後，卡片裡卻有這筆金額"),
            "load_voided_after_confirm": noop("Messages", "儲值確認之後，又被要求退回"),
            "load_of_another_station": noop("Messages", "儲值紀錄來自另一個工作站"),
            "proof_of_another_kind": noop("Messages", "儲值的證明種類不符"),
            "commit_after_void": noop("Messages", "儲值退回之後，本站仍宣告寫入"),
            "commit_after_tombstone": noop("Messages", "本站放棄儲值之後，又宣告寫入"),
            "card_seq_unexpected": noop("Messages", "卡片的儲值次數與平台不符"),
            "card_counter_backwards": noop("Messages", "卡片的交易計數倒退"),
            "card_value_unexpected": noop("Messages", "卡片的餘額與平台不符"),
            "purse_altered": noop("Messages", "無法確認卡片的回應"),
        },
    ),
    **_codes(
        noop("Messages", "沒有儲值，點數沒有減少。民眾還需要時，請再辦一次。"),
        *(Code.PURSE_MISSING, Code.AMOUNT_OVER_PURSE, Code.SECOND_FACTOR_WRONG, Code.SECOND_FACTOR_LOCKED),
    ),
}

UNKNOWN = (
    noop("Messages", "平台要請人查看這筆紀錄"),
    noop("Messages", "請告訴主管機關這筆紀錄的編號；不必重辦。"),
)
"""Of a newer platform's anomaly, that this version has no words for."""
