"""What each anomaly means, in words for the work list, and what a supervisor may do about it there.

The names are those of `domain.anomalies`; what the station that did the act is told stands in `ui.anomaly_table`.
"""

from collections.abc import Mapping

import msgspec

from domain.wire_operations import Resolution


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of anomaly."""

    words: str
    resolutions: tuple[Resolution, ...]


_LOOK: tuple[Resolution, ...] = ("accepted", "told_station")
_CARD: tuple[Resolution, ...] = ("accepted", "card_suspended", "card_reinstated", "told_station")
_AWARD: tuple[Resolution, ...] = ("accepted", "award_cancelled", "told_station")


def _kinds(resolutions: tuple[Resolution, ...], words: Mapping[str, str]) -> dict[str, Kind]:
    return {name: Kind(words=text, resolutions=resolutions) for name, text in words.items()}


KINDS: dict[str, Kind] = {
    **_kinds(
        _LOOK,
        {
            "event_signature": "簽章不符，未採計。請檢查該站是否遭更動，必要時停用並重新登錄。",
            "event_of_another_station": "內容屬於另一個工作站，未採計。請檢查該站是否遭複製。",
            "event_conflict": "同一代號有不同內容，先到者有效，兩者都保存。請與該站核對。",
            "event_chain": "不接續該站的紀錄，未採計。該站可能由備份還原或遭複製。",
            "event_unreadable": "無法判讀，未採計。請確認該站的版本。",
            "op_id_not_random": "代號不是工作站應產生的格式，未採計。",
            "mode_mismatch": "示範與正式資料混用，未採計。",
            "station_without_role": "該站不辦理這項業務，未採計。請核對該站的角色。",
            "handler_failed": "平台處理失敗，暫留。請通知系統維護人員，修復後自動重新處理。",
            "clock_implausible": "該站時鐘不正確，已採計。請校正該站時間。",
            "bound_to_nobody": "綁定所憑的卡片沒有持卡人，未綁定。請聯絡民眾重新辦理。",
            "load_not_found": "查無此筆加值，請核對卡片與工作站。",
            "load_of_another_card": "加值紀錄與卡片不符，未採計。請查驗卡片。",
            "load_of_another_station": "加值紀錄來自另一個工作站，未採計。",
            "proof_of_another_kind": "加值的證明種類不符，未採計。",
            "load_not_proven": "卡片已有這筆加值，但沒有相符的驗證碼，已入帳。請查驗卡片。",
            "load_confirmed_after_void": "加值已退回後，卡片卻有這筆加值。請查驗卡片與該站。",
            "load_voided_after_confirm": "加值已確認後又被要求退回，維持已確認。",
            "load_never_authorised": "未經核准的加值出現在卡片上。請查驗卡片與該站。",
            "load_under_way": "加值可能仍在進行，暫不退回。卡片再次感應時決定。",
            "commit_after_void": "加值已退回後，該站仍宣告寫入。請查驗卡片。",
            "commit_after_tombstone": "該站放棄加值後又宣告寫入。請查驗卡片。",
            "tombstone_after_commit": "該站宣告寫入後又放棄加值，尚未決定。卡片再次感應時決定。",
            "application_not_taken": "外展受理的申辦不符規定，沒有成案。請聯絡民眾重新申辦。",
            "application_unknown": "發卡所憑的申辦案件查無資料，卡片照常使用。請核對案件編號。",
            "application_not_approved": "申辦尚未核准就發卡，審查繼續進行。請向該站確認。",
            "shift_differs": "結班時點收的現金與規費不符。請依所填原因查核。",
            "stock_differs": "空白卡庫存數量不符，請盤點。",
            "stock_short": "發卡時帳面上已無空白卡，卡片照常使用。請盤點並補登入庫。",
            "stock_kind_differs": "空白卡入庫的卡別或載具與發卡時不同。請核對卡盒。",
            "stock_unknown": "空白卡不在庫存裡，沒有變更。請核對卡盒與地點。",
            "issue_fee_differs": "發卡收的工本費與方案不同，卡片照常使用。請核對收費。",
            "replacement_fee_differs": "補發工本費與方案不同，請核對收費。",
            "application_duplicate": "同一人已有進行中的申辦，未採計。請在原案件辦理。",
            "application_step": "申辦案件當時不能進行這個步驟，未採計。請核對案件。",
            "person_unknown": "查無此人，未採計。請核對資料。",
            "load_open": "上一次儲值還沒有結果，未採計。請民眾帶同一張卡再感應一次。",
            "load_given_up": "儲值已被放棄，未採計。請查驗卡片。",
            "purse_missing": "卡片沒有本市的電子錢包，未採計。請查驗卡片。",
            "purse_altered": "無法確認卡片的回應，未採計。請查驗卡片。",
            "amount_invalid": "金額或數量不在允許的範圍，未採計。請核對該站的方案版本。",
            "amount_over_balance": "超過可用的數量，未採計。請核對。",
            "amount_over_purse": "超過可以存入卡片的金額，未採計。請核對。",
            "points_not_redeemable": "這種點數或卡片不能兌換，未採計。請核對該站的方案版本。",
            "second_factor_wrong": "第二道驗證不正確，未採計。",
            "second_factor_locked": "第二道驗證錯誤太多次，未採計。",
            "admission_unknown": "方案沒有這項入場規則，未採計。請核對該站的方案版本。",
            "admission_percent_differs": "閘口收的折數與應收的不同，已採計。請核對收費。",
            "reason_missing": "沒有寫明事由，未採計。請該站補登。",
            "file_invalid": "隨附的檔案不正確，未採計。請該站重新辦理。",
            "request_invalid": "內容不合格式，未採計。請確認該站的版本。",
            "request_conflict": "同一代號已用於不同的內容，未採計。請與該站核對。",
            "request_too_large": "隨附的資料太大，未採計。請該站重新辦理。",
        },
    ),
    **_kinds(
        _CARD,
        {
            "staff_not_allowed": "承辦人不存在或無此權限，卡片暫停使用、未給點。請確認後恢復或維持停用。",
            "staff_inactive": "承辦人已停用，離線辦理後才上傳，已採計。請確認。",
            "one_per_person": "同一人重複持卡，後發的一張已暫停使用。請聯絡民眾擇一。",
            "card_already_bound": "卡片已登記，沒有變更。請核對是否誤用他人卡片。",
            "card_unknown": "平台沒有這張卡片的資料。請核對卡片是否漏登。",
            "card_no_holder": "卡片沒有持卡人。請聯絡民眾辦理記名。",
            "card_blocked": "卡片已停用，請核對卡片。",
            "card_state": "卡片的狀態不能這樣處理，沒有變更。請核對卡片。",
            "not_eligible": "不符合請領資格，卡片暫停使用。請複查資格後恢復或維持停用。",
            "consent_missing": "缺少同意書，卡片暫停使用。請補齊後恢復。",
            "name_missing": "缺少姓名，卡片暫停使用。請補正。",
            "national_id_format": "身分證統一編號格式不符，卡片暫停使用。請補正。",
            "national_id_checksum": "身分證統一編號檢查碼不符，卡片暫停使用。請補正。",
            "national_id_expired_format": "居留證號為舊式且已失效，卡片暫停使用。請補正。",
            "date_format": "生日無法判讀，卡片暫停使用。請補正。",
            "birthday_future": "生日在今天之後，卡片暫停使用。請補正。",
            "birthday_too_early": "生日過早，卡片暫停使用。請補正。",
            "district_unknown": "本市沒有這個行政區。請補正。",
            "card_state_superseded": "之後發生的變更已先到達，這一筆只留紀錄。請確認卡片的狀態。",
            "card_swapped": "紀錄與卡片不符，未採計。請核對卡片。",
            "staff_card_not_for_citizens": "用的是工作人員的卡片，未採計。請核對卡片。",
            "virtual_code_invalid": "手機條碼無效，未採計。請核對。",
            "virtual_code_expired": "手機條碼當時已過期，未採計。請核對。",
            "virtual_code_used": "手機條碼已在別處使用過，可能遭翻拍。請核對兩筆紀錄。",
            "application_differs": "發卡對象或卡別與申辦案件不符，案件維持原狀。請核對卡片。",
            "application_closed": "申辦案件已結案，又發出一張卡。請核對卡片。",
            "provisional_refused": "先行發卡後查核不符資格，卡片已暫停使用並通知民眾。請複查。",
            "card_random_uid": "卡片每次感應的號碼都不同，不能登記。請改用手機條碼。",
            "card_not_replaceable": "這種卡片不再補發。請核對。",
            "fee_unpublished": "這種卡的工本費沒有公布。請核對。",
            "card_seq_unexpected": "卡片的加值次數與平台不符。請查驗卡片。",
            "card_counter_backwards": "卡片的交易計數倒退，可能遭複製。請查驗卡片。",
            "card_value_unexpected": "卡片的餘額與平台不符。請查驗卡片。",
            "transaction_mac_wrong": "卡片的交易驗證碼不符，加值尚未決定。請查驗卡片。",
        },
    ),
    **_kinds(
        _AWARD,
        {
            "attendance_twice": "重複簽到，重疊時間只計一次。請確認。",
            "attendance_differs": "畫面顯示與平台計算不同，以平台為準。請確認是否告知民眾。",
            "activity_unknown": "查無此活動，時數已計、未給點。請核對活動代號。",
            "not_registered": "用姓名簽到的人不在活動的名單上，未計時數與點數。請核對是誰來了。",
            "activity_closed": "活動已結束或停止受理。請確認是否給點。",
            "sign_in_not_counted": "簽退所屬的簽到未採計，簽退也未採計。",
            "sign_in_undone": "簽到已被更正為誤刷，這一筆未計時數。",
            "sign_out_without_sign_in": "逾期仍無對應的簽到，未計時數。請向活動人員確認。",
            "sign_out_of_once_only": "此活動只需簽到，簽退未採計。",
            "undone_without_sign_in": "更正所指的簽到逾期仍未上傳，未更正。請向活動人員確認。",
            "signed_out_twice": "重複簽退，只計一次。",
            "signed_out_before_sign_in": "簽退早於簽到，未計時數。請核對兩站時間。",
            "forgotten_sign_out": "逾時未簽退，未計時數。請向活動人員確認。",
            "sign_out_forgotten": "有簽到、沒有簽退，未計時數。請主辦單位核定時數。",
            "budget_exceeded": "機關的點數預算不足，沒有給點。請追加預算後補給。",
            "award_over_cap": "超過給點上限，沒有給足。請核對。",
        },
    ),
}


def kind_of(anomaly: str) -> Kind:
    """What is known of an anomaly; one without words of its own can be accepted or told to its station."""
    return KINDS.get(anomaly, Kind(words=anomaly, resolutions=_LOOK))
