"""The words of every error code, as `ui/messages.py` shows them. Source language: Traditional Chinese.

A sentence whose blank `{…}` is not among an error's details is left out, so every text ends well without any details.
"""

from domain.errors import Code
from ui.i18n import noop
from ui.message_entry import Entry
from ui.message_table_desk import DESK
from ui.message_table_office import OFFICE

TABLE: dict[Code, Entry] = {
    Code.READER_MISSING: Entry(
        "amber", "staff", noop("Messages", "找不到讀卡機"), noop("Messages", "請接上讀卡機，接好後會自動繼續。")
    ),
    Code.READER_SERVICE_MISSING: Entry(
        "amber",
        "staff",
        noop("Messages", "讀卡服務沒有啟動"),
        noop("Messages", "請啟動智慧卡服務（pcscd 或 Smart Card），啟動後會自動繼續。缺少：{missing}。"),
    ),
    Code.READER_LOST: Entry(
        "amber", "staff", noop("Messages", "讀卡機中斷連線"), noop("Messages", "請檢查讀卡機的連接線，接回後會自動繼續。")
    ),
    Code.CARD_REMOVED: Entry(
        "amber",
        "anyone",
        noop("Messages", "卡片太早拿開"),
        noop("Messages", "這次沒有完成。請再放一次卡片，等畫面顯示結果後再拿開。"),
    ),
    Code.CARD_UNREADABLE: Entry(
        "amber", "anyone", noop("Messages", "讀不到卡片"), noop("Messages", "請把卡片單獨平放在讀卡機上，再試一次。")
    ),
    Code.READER_NO_EXCHANGE: Entry(
        "amber",
        "staff",
        noop("Messages", "這台讀卡機不能儲值"),
        noop("Messages", "它只能讀出卡號，請改用可以讀寫卡片的讀卡機（PC/SC）。"),
    ),
    Code.VENDOR_FAILED: Entry(
        "amber",
        "staff",
        noop("Messages", "票證公司的程式沒有正確回應"),
        noop("Messages", "點數和金額都不會遺失。請重新啟動該程式，仍不正常時請聯絡票證公司。狀況：{part}。"),
    ),
    Code.PLATFORM_UNREACHABLE: Entry(
        "amber",
        "staff",
        noop("Messages", "目前連不上中央平台"),
        noop("Messages", "可以離線的作業照常進行，恢復連線後會自動上傳。"),
    ),
    Code.PLATFORM_NOT_OURS: Entry(
        "amber",
        "staff",
        noop("Messages", "回應的不是中央平台"),
        noop("Messages", "請檢查網路是否需要登入，或代理伺服器的設定。收到的狀態碼是 {status}。"),
    ),
    Code.PLATFORM_TLS: Entry(
        "amber",
        "staff",
        noop("Messages", "無法確認中央平台的身分"),
        noop("Messages", "請檢查本機的日期時間與平台網址，並通知系統管理員。"),
    ),
    Code.PLATFORM_BUSY: Entry(
        "amber",
        "anyone",
        noop("Messages", "中央平台忙碌中"),
        noop("Messages", "系統會自動再試，請稍候。大約還要 {wait_s} 秒。使用中：{file}。"),
    ),
    Code.PLAIN_HTTP_REFUSED: Entry(
        "red", "staff", noop("Messages", "平台網址沒有加密"), noop("Messages", "請在設定中改用 https 開頭的網址。")
    ),
    Code.STATION_REVOKED: Entry(
        "red",
        "staff",
        noop("Messages", "本站已被停權"),
        noop("Messages", "請停止作業並聯絡系統管理員；尚未上傳的紀錄仍安全保存在本機。"),
    ),
    Code.STATION_UNKNOWN: Entry(
        "red", "staff", noop("Messages", "中央平台不認得本站"), noop("Messages", "請聯絡系統管理員，重新登記本站。")
    ),
    Code.STATION_CLONED: Entry(
        "red",
        "staff",
        noop("Messages", "另一台機器使用了本站的身分"),
        noop("Messages", "請停止作業並聯絡系統管理員，重新登記本站。"),
    ),
    Code.MODE_MISMATCH: Entry(
        "red",
        "staff",
        noop("Messages", "示範與正式環境不可混用"),
        noop("Messages", "請檢查設定：示範站只能連示範平台，正式站只能連正式平台。"),
    ),
    Code.ENROLMENT_CODE_INVALID: Entry(
        "red",
        "staff",
        noop("Messages", "登記碼無效"),
        noop("Messages", "登記碼只能用一次且有期限。請核對後再輸入，或向系統管理員索取新的登記碼。"),
    ),
    Code.NOT_ENROLLED: Entry("amber", "staff", noop("Messages", "本站尚未登記"), noop("Messages", "請先用登記碼登記本站。")),
    Code.ALREADY_ENROLLED: Entry(
        "amber",
        "staff",
        noop("Messages", "本站已經登記過"),
        noop("Messages", "不需要再登記。停權後要換新身分，請聯絡系統管理員，以 enrol --again 登記。"),
    ),
    Code.STORE_LOCKED: Entry(
        "amber",
        "staff",
        noop("Messages", "本站程式已在執行"),
        noop("Messages", "請改用已開啟的視窗，或先關閉它再啟動。檔案：{file}。"),
    ),
    Code.STORE_NEWER: Entry(
        "red",
        "staff",
        noop("Messages", "資料由較新的版本寫入"),
        noop("Messages", "請安裝新版程式後再啟動，資料不會遺失。檔案：{file}。"),
    ),
    Code.STORE_WRONG_KEY: Entry(
        "red",
        "staff",
        noop("Messages", "無法打開本站的資料"),
        noop("Messages", "請確認以原來的使用者帳號登入本機，並聯絡系統管理員。檔案：{file}。"),
    ),
    Code.STORE_DAMAGED: Entry(
        "red",
        "staff",
        noop("Messages", "本站的資料檔損壞"),
        noop("Messages", "請不要刪除任何檔案，並聯絡系統管理員，以備份還原（citycard journal restore）。檔案：{file}。"),
    ),
    Code.REGISTRY_EMPTY: Entry(
        "amber",
        "staff",
        noop("Messages", "平台沒有送來任何卡片資料"),
        noop("Messages", "本站沿用原有資料，照常受理。請聯絡系統管理員，確認平台與本站的權限。"),
    ),
    Code.REGISTRY_STALE: Entry(
        "amber",
        "staff",
        noop("Messages", "太久沒有和平台連線"),
        noop("Messages", "人員與讀者資料已過期，連線後會自動更新。請先恢復連線，並檢查本機的日期與時間。"),
    ),
    Code.DIGEST_KEY_OTHER: Entry(
        "red",
        "staff",
        noop("Messages", "平台已更換卡號金鑰"),
        noop("Messages", "本站原有資料仍可使用。請聯絡系統管理員，重新登記本站。"),
    ),
    Code.DISK_FULL: Entry(
        "amber",
        "staff",
        noop("Messages", "磁碟空間不足"),
        noop("Messages", "這次沒有完成。請清出空間後再試一次。檔案：{file}。"),
    ),
    Code.DISK_READONLY: Entry(
        "red",
        "staff",
        noop("Messages", "無法寫入本站的資料夾"),
        noop("Messages", "這次沒有完成。請給予目前的使用者讀寫權限，並檢查磁碟是否變成唯讀。檔案：{file}。"),
    ),
    Code.DISK_FAILING: Entry(
        "red",
        "staff",
        noop("Messages", "磁碟讀寫失敗"),
        noop("Messages", "這次沒有完成。請重新啟動本機，並聯絡系統管理員更換磁碟。檔案：{file}。"),
    ),
    Code.BACKUP_AWAY: Entry(
        "amber",
        "staff",
        noop("Messages", "找不到備份或隨身碟的資料夾"),
        noop("Messages", "受理照常。請插回隨身碟，或修正資料夾的名稱。位置：{file}。"),
    ),
    Code.QUEUE_FULL: Entry(
        "red",
        "staff",
        noop("Messages", "待傳紀錄已滿"),
        noop("Messages", "請先恢復連線，讓紀錄上傳後再繼續。目前待傳 {queued} 筆。"),
    ),
    Code.SETTINGS_INVALID: Entry(
        "red",
        "staff",
        noop("Messages", "設定檔有錯"),
        noop("Messages", "請修正設定後再啟動。檔案 {file}，位置 {where}。應為：{expected}。"),
    ),
    Code.PROGRAMME_INVALID: Entry(
        "red",
        "staff",
        noop("Messages", "市民卡方案檔有錯"),
        noop("Messages", "請通知系統管理員。檔案 {file}，位置 {where}。應為：{expected}。"),
    ),
    Code.PACKAGE_MISSING: Entry(
        "red", "staff", noop("Messages", "缺少必要的元件"), noop("Messages", "請重新安裝程式。缺少的元件：{package}。")
    ),
    Code.CARD_UNKNOWN: Entry(
        "amber", "anyone", noop("Messages", "這張卡還不是市民卡"), noop("Messages", "請帶這張卡與身分證明文件到櫃檯辦理。")
    ),
    Code.CARD_BLOCKED: Entry(
        "red", "anyone", noop("Messages", "這張卡已停用"), noop("Messages", "請帶卡片與身分證明文件到櫃檯查詢。")
    ),
    Code.CARD_EXPIRED: Entry(
        "red", "anyone", noop("Messages", "這張卡已到期"), noop("Messages", "請帶卡片與身分證明文件到櫃檯辦理展期。")
    ),
    Code.CARD_RANDOM_UID: Entry(
        "red",
        "anyone",
        noop("Messages", "這張卡每次感應的號碼都不同"),
        noop("Messages", "不能用來辦理。手機也是這樣，請換一張實體卡片。"),
    ),
    Code.CODE_IS_NO_CARD: Entry(
        "red",
        "anyone",
        noop("Messages", "這是條碼，不是卡片"),
        noop("Messages", "條碼誰都能複製，不能當卡片用。請放上實體卡片。"),
    ),
    Code.CARD_ALREADY_BOUND: Entry(
        "red", "anyone", noop("Messages", "這張卡已經有人使用"), noop("Messages", "請換一張空白的卡片。")
    ),
    Code.CARD_NO_HOLDER: Entry(
        "amber", "anyone", noop("Messages", "這張卡沒有登記持卡人"), noop("Messages", "這項服務需要記名的卡片，請到櫃檯辦理。")
    ),
    Code.STAFF_CARD_NOT_FOR_CITIZENS: Entry(
        "amber", "anyone", noop("Messages", "這是工作人員的卡片"), noop("Messages", "請改放市民的卡片。")
    ),
    Code.STAFF_UNKNOWN: Entry(
        "red", "staff", noop("Messages", "這張卡不是本站工作人員的卡片"), noop("Messages", "請使用登記在本站的工作證。")
    ),
    Code.STAFF_NOT_ALLOWED: Entry(
        "red", "staff", noop("Messages", "您的權限不能做這件事"), noop("Messages", "請洽主管，或換有權限的人員登入。")
    ),
    Code.PIN_WRONG: Entry(
        "amber", "anyone", noop("Messages", "密碼不正確"), noop("Messages", "請再輸入一次。下次輸入前要等 {seconds} 秒。")
    ),
    Code.PIN_WAIT: Entry(
        "amber", "anyone", noop("Messages", "密碼錯誤太多次"), noop("Messages", "請稍候再輸入。還要等 {seconds} 秒。")
    ),
    Code.PIN_NEEDS_SUPERVISOR: Entry("red", "staff", noop("Messages", "密碼已鎖住"), noop("Messages", "請主管以工作證解鎖。")),
    Code.NAME_MISSING: Entry("amber", "anyone", noop("Messages", "還沒有填姓名"), noop("Messages", "請照身分證上的寫法填寫。")),
    Code.NATIONAL_ID_FORMAT: Entry(
        "amber",
        "anyone",
        noop("Messages", "身分證號碼的格式不對"),
        noop("Messages", "應為 1 個英文字母加 9 個數字；居留證也可以是 2 個英文字母加 8 個數字。"),
    ),
    Code.NATIONAL_ID_CHECKSUM: Entry(
        "amber", "anyone", noop("Messages", "身分證號碼有誤"), noop("Messages", "請對照證件，檢查是否打錯或顛倒數字。")
    ),
    Code.NATIONAL_ID_EXPIRED_FORMAT: Entry(
        "red", "anyone", noop("Messages", "舊式統一證號已停用"), noop("Messages", "請使用換發後的新式統一證號。")
    ),
    Code.DATE_FORMAT: Entry(
        "amber", "anyone", noop("Messages", "看不懂這個日期"), noop("Messages", "請輸入如 1150105 或 115/1/5 的日期。")
    ),
    Code.BIRTHDAY_FUTURE: Entry("amber", "anyone", noop("Messages", "生日在今天之後"), noop("Messages", "請檢查年份。")),
    Code.BIRTHDAY_TOO_EARLY: Entry(
        "amber", "anyone", noop("Messages", "生日太早"), noop("Messages", "請檢查年份是民國年還是西元年。")
    ),
    Code.DISTRICT_UNKNOWN: Entry(
        "amber", "anyone", noop("Messages", "本市沒有這個區"), noop("Messages", "請從清單中選擇行政區。")
    ),
    Code.CONSENT_MISSING: Entry(
        "amber", "anyone", noop("Messages", "還沒有同意必要的條款"), noop("Messages", "請持卡人看過並同意後再繼續。")
    ),
    Code.NOT_ELIGIBLE: Entry(
        "red", "anyone", noop("Messages", "不符合這種卡的資格"), noop("Messages", "請看卡別旁列出的原因，或改選其他卡別。")
    ),
    Code.ONE_PER_PERSON: Entry(
        "red", "anyone", noop("Messages", "每人限領一張"), noop("Messages", "這位民眾已有同類的卡片；遺失或損壞請改辦補發。")
    ),
    Code.ACTIVITY_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "找不到這個活動"), noop("Messages", "請重新選擇活動，或等資料下載完成。")
    ),
    Code.ACTIVITY_CLOSED: Entry(
        "red", "anyone", noop("Messages", "活動已經結束"), noop("Messages", "不能再簽到；請洽主辦單位。")
    ),
    Code.ACTIVITY_FULL: Entry(
        "amber", "anyone", noop("Messages", "名額已滿"), noop("Messages", "沒有報名的人要等有人離開；已報名的人不受影響。")
    ),
    Code.NOT_REGISTERED: Entry(
        "red",
        "anyone",
        noop("Messages", "不在報名名單上"),
        noop("Messages", "這個活動只限已報名的人。請主辦單位先加入名單，下載後再感應一次。"),
    ),
    Code.AMOUNT_INVALID: Entry(
        "amber",
        "anyone",
        noop("Messages", "金額不在可兌換的範圍"),
        noop("Messages", "請重新選擇金額。至少要兌換 NT${smallest}。"),
    ),
    Code.AMOUNT_OVER_BALANCE: Entry(
        "amber", "anyone", noop("Messages", "點數不夠"), noop("Messages", "請選擇較小的金額。目前可兌換 {points} 點。")
    ),
    Code.AMOUNT_OVER_PURSE: Entry(
        "amber",
        "anyone",
        noop("Messages", "超過可以存入卡片的金額"),
        noop("Messages", "請選擇較小的金額。一次最多可兌換 NT${largest}。"),
    ),
    Code.POINTS_NOT_REDEEMABLE: Entry(
        "red", "anyone", noop("Messages", "這種點數不能兌換成儲值金"), noop("Messages", "請看各種點數的用途說明。")
    ),
    Code.SECOND_FACTOR_WRONG: Entry(
        "amber", "anyone", noop("Messages", "驗證資料不正確"), noop("Messages", "請再輸入一次。還可以試 {left} 次。")
    ),
    Code.SECOND_FACTOR_LOCKED: Entry(
        "red",
        "anyone",
        noop("Messages", "驗證錯誤太多次"),
        noop("Messages", "這張卡暫時不能使用這項服務，請稍後再試或洽櫃檯。大約要等 {minutes} 分鐘。"),
    ),
    Code.PATRON_NOT_MEMBER: Entry(
        "amber", "anyone", noop("Messages", "還沒有開通圖書館服務"), noop("Messages", "請到圖書館櫃檯開通。")
    ),
    Code.PATRON_SUSPENDED: Entry(
        "red", "anyone", noop("Messages", "圖書館借閱權停用中"), noop("Messages", "請向圖書館員查詢原因。")
    ),
    Code.CARD_SWAPPED: Entry("amber", "anyone", noop("Messages", "這不是剛才那張卡"), noop("Messages", "請放回原來的那張卡。")),
    Code.CARD_REJECTED: Entry(
        "red",
        "anyone",
        noop("Messages", "卡片不接受這個操作"),
        noop("Messages", "這次沒有完成，請拿卡片到服務櫃檯。卡片的回應是 {sw}。"),
    ),
    Code.PURSE_MISSING: Entry(
        "red",
        "anyone",
        noop("Messages", "這張卡沒有本市的電子錢包"),
        noop("Messages", "請改用有電子錢包的市民卡，或到服務櫃檯詢問。"),
    ),
    Code.PURSE_KEY_WRONG: Entry(
        "red",
        "anyone",
        noop("Messages", "無法確認這張卡的電子錢包"),
        noop("Messages", "這次沒有完成，點數不會減少。請拿卡片到服務櫃檯。"),
    ),
    Code.PURSE_ALTERED: Entry(
        "red", "anyone", noop("Messages", "無法確認卡片的回應"), noop("Messages", "請不要再試，並拿卡片到服務櫃檯。")
    ),
    Code.LOAD_OPEN: Entry(
        "amber",
        "anyone",
        noop("Messages", "上一次儲值還沒有結果"),
        noop("Messages", "請把同一張卡放在讀卡機上，讓系統先確認上一次的結果。"),
    ),
    Code.LOAD_UNKNOWN: Entry(
        "amber",
        "anyone",
        noop("Messages", "還不知道儲值有沒有寫進卡片"),
        noop("Messages", "點數和金額都不會遺失。請再放一次同一張卡，就會知道結果。"),
    ),
    Code.LOAD_NOT_FOUND: Entry(
        "amber", "staff", noop("Messages", "找不到這筆儲值"), noop("Messages", "請核對查詢代碼。已經有結果的儲值不會列在這裡。")
    ),
    Code.LOAD_DECIDED: Entry(
        "amber", "staff", noop("Messages", "這筆儲值已經有結果"), noop("Messages", "不能再更改，請重新整理清單。")
    ),
    Code.LOAD_GIVEN_UP: Entry(
        "amber", "anyone", noop("Messages", "這次儲值沒有進行"), noop("Messages", "沒有寫進卡片，點數會保留。請再試一次。")
    ),
    Code.RECOVERY_CODE_INVALID: Entry(
        "amber", "anyone", noop("Messages", "查詢代碼不正確"), noop("Messages", "請核對每一個字，應為 8 個英文字母或數字。")
    ),
    **DESK,
    **OFFICE,
    Code.EVENT_CONFLICT: Entry(
        "red", "staff", noop("Messages", "同一筆紀錄有兩種內容"), noop("Messages", "兩筆都已保留，請聯絡系統管理員核對。")
    ),
    Code.EVENT_UNREADABLE: Entry(
        "red", "staff", noop("Messages", "紀錄無法讀取"), noop("Messages", "紀錄已保留，請聯絡系統管理員。")
    ),
    Code.EVENT_SIGNATURE: Entry(
        "red", "staff", noop("Messages", "紀錄的簽章不符"), noop("Messages", "紀錄已保留，請聯絡系統管理員。")
    ),
    Code.EVENT_CHAIN: Entry(
        "red", "staff", noop("Messages", "紀錄的順序不連貫"), noop("Messages", "紀錄已保留，請聯絡系統管理員。")
    ),
    Code.EVENT_WAITING: Entry(
        "amber", "anyone", noop("Messages", "等待相關資料到齊"), noop("Messages", "系統會自動處理，不需要再做一次。")
    ),
    Code.REQUEST_INVALID: Entry(
        "red",
        "staff",
        noop("Messages", "中央平台不接受這個要求"),
        noop("Messages", "請更新程式版本，仍發生時請聯絡系統管理員。"),
    ),
    Code.REQUEST_TOO_LARGE: Entry(
        "red", "staff", noop("Messages", "一次送出的資料太多"), noop("Messages", "系統會分批再送；仍發生時請聯絡系統管理員。")
    ),
    Code.INTERNAL: Entry(
        "red",
        "anyone",
        noop("Messages", "很抱歉，程式發生問題"),
        noop("Messages", "這次沒有完成，已留下紀錄。請再試一次，仍發生時請洽服務人員。"),
    ),
}
