"""The words of the platform's office work: what agencies, reviewers and organisers are told. See `ui.message_table`."""

from domain.errors import Code
from ui.i18n import noop
from ui.message_entry import Entry

OFFICE: dict[Code, Entry] = {
    Code.SERVICE_KEY_UNKNOWN: Entry(
        "red", "staff", noop("Messages", "平台不認得這把介接金鑰"), noop("Messages", "請核對金鑰，或向平台管理員索取新的金鑰。")
    ),
    Code.SERVICE_NOT_ALLOWED: Entry(
        "red",
        "staff",
        noop("Messages", "這把介接金鑰不能做這件事"),
        noop("Messages", "請向平台管理員申請所需的權限。需要的是 {scope}。"),
    ),
    Code.STAFF_SESSION_ENDED: Entry(
        "amber", "staff", noop("Messages", "登入已逾時"), noop("Messages", "請再放一次人員卡並輸入 PIN。")
    ),
    Code.REASON_MISSING: Entry(
        "amber", "staff", noop("Messages", "沒有填寫查閱事由"), noop("Messages", "查閱個人資料須先寫明事由，會留下紀錄。")
    ),
    Code.PERSON_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "查無此人"), noop("Messages", "請核對身分證統一編號或改以卡片查詢。")
    ),
    Code.AGENCY_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "查無此機關"), noop("Messages", "請從方案檔的機關清單選擇。")
    ),
    Code.APPLICATION_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "查無此申辦案件"), noop("Messages", "請核對案件編號；不屬於貴機關的案件不會顯示。")
    ),
    Code.APPLICATION_STEP: Entry(
        "amber",
        "staff",
        noop("Messages", "案件目前不能進行這個步驟"),
        noop("Messages", "請重新整理案件後再處理。目前的狀態是 {state}。"),
    ),
    Code.APPLICATION_DUPLICATE: Entry(
        "amber", "staff", noop("Messages", "同一人已有進行中的申辦"), noop("Messages", "請在原案件辦理，或先撤回原案件。")
    ),
    Code.DOCUMENT_MISSING: Entry(
        "amber", "staff", noop("Messages", "文件不齊全"), noop("Messages", "請補齊文件後再送出。缺少 {document}。")
    ),
    Code.BUDGET_EXCEEDED: Entry(
        "amber",
        "staff",
        noop("Messages", "機關的點數預算不足"),
        noop("Messages", "這次沒有給點。請向主管申請追加預算。還可以給 {points} 點。"),
    ),
    Code.AWARD_OVER_CAP: Entry(
        "amber", "staff", noop("Messages", "超過給點上限"), noop("Messages", "這次沒有給點，請核對點數。還可以給 {points} 點。")
    ),
    Code.AWARD_UNKNOWN: Entry("amber", "staff", noop("Messages", "查無這筆給點"), noop("Messages", "請核對給點的代號。")),
    Code.SETTLEMENT_UNKNOWN: Entry(
        "red",
        "staff",
        noop("Messages", "查無這筆清算資料"),
        noop("Messages", "請核對檔案是否屬於本平台與該批次，檔案內容沒有入帳。"),
    ),
    Code.SETTLEMENT_DECIDED: Entry(
        "red", "staff", noop("Messages", "這筆清算已有不同的結果"), noop("Messages", "先前的結果仍然有效，請與票證公司核對。")
    ),
    Code.FILE_INVALID: Entry(
        "amber",
        "staff",
        noop("Messages", "檔案內容不正確"),
        noop("Messages", "請修正檔案後再上傳，沒有任何資料入帳。有問題的是第 {row} 列的 {column}。"),
    ),
    Code.FILE_MISSING: Entry(
        "amber", "staff", noop("Messages", "打不開這個檔案"), noop("Messages", "請確認檔案還在、沒有被別的程式占用，再選一次。")
    ),
    Code.FILE_EMPTY: Entry(
        "amber", "staff", noop("Messages", "檔案是空的"), noop("Messages", "請確認名單在活頁簿的第一個工作表，再存一次檔。")
    ),
    Code.FILE_KIND: Entry(
        "amber",
        "staff",
        noop("Messages", "這不是名單檔"),
        noop("Messages", "請在試算表裡另存成 Excel 活頁簿（.xlsx）或 CSV，再選一次。"),
    ),
    Code.FILE_PASSWORD: Entry(
        "amber", "staff", noop("Messages", "檔案有密碼"), noop("Messages", "請在試算表裡取消密碼後另存新檔，再選一次。")
    ),
    Code.CELL_FORMULA: Entry(
        "amber",
        "staff",
        noop("Messages", "儲存格是公式或錯誤值"),
        noop("Messages", "請複製這一欄，用「貼上值」貼回去，再存一次檔。"),
    ),
    Code.CELL_MERGED: Entry(
        "amber",
        "staff",
        noop("Messages", "儲存格跨欄合併"),
        noop("Messages", "請取消合併儲存格，把每一欄各自填好，再存一次檔。"),
    ),
    Code.STOCK_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "這張卡不在庫存裡"), noop("Messages", "請核對卡盒與地點，或先登記入庫。")
    ),
    Code.SHIFT_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "目前沒有開著的班別"), noop("Messages", "請先開班；已經結班的，不用再結一次。")
    ),
    Code.CARD_STATE: Entry(
        "amber",
        "staff",
        noop("Messages", "卡片目前的狀態不能這樣處理"),
        noop("Messages", "請先核對卡片。目前的狀態是 {state}。"),
    ),
    Code.CARD_NOT_REPLACEABLE: Entry(
        "amber", "staff", noop("Messages", "這種卡片不再補發"), noop("Messages", "依方案規定，遺失或毀損都不重新發放。")
    ),
    Code.FEE_UNPUBLISHED: Entry(
        "amber",
        "staff",
        noop("Messages", "這種卡的工本費沒有公布"),
        noop("Messages", "沒有公布的費用不能收，這張卡在這裡不能辦。請洽主管機關。"),
    ),
    Code.VIRTUAL_CODE_INVALID: Entry(
        "amber", "anyone", noop("Messages", "這個條碼無效"), noop("Messages", "請在手機上重新開啟虛擬卡，再掃描一次。")
    ),
    Code.VIRTUAL_CODE_EXPIRED: Entry(
        "amber", "anyone", noop("Messages", "這個條碼已過期"), noop("Messages", "請在手機上重新整理虛擬卡，再掃描一次。")
    ),
    Code.VIRTUAL_CODE_USED: Entry(
        "amber", "anyone", noop("Messages", "這個條碼已使用過"), noop("Messages", "請在手機上重新整理虛擬卡，再掃描一次。")
    ),
    Code.VIRTUAL_DIGITS_OFFLINE: Entry(
        "amber",
        "anyone",
        noop("Messages", "這種條碼要連線才能確認"),
        noop("Messages", "現在連不上平台。請在手機上改用 QR 碼，再掃描一次。"),
    ),
    Code.DRAW_UNKNOWN: Entry("amber", "staff", noop("Messages", "查無此抽獎"), noop("Messages", "請核對抽獎代號。")),
    Code.DRAW_STEP: Entry(
        "amber",
        "staff",
        noop("Messages", "抽獎目前不能進行這個步驟"),
        noop("Messages", "抽獎目前的狀態是 {state}。名單公布後即不可更動。"),
    ),
    Code.ADMISSION_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "方案沒有這項入場規則"), noop("Messages", "請核對入場規則代號。")
    ),
    Code.ANOMALY_UNKNOWN: Entry(
        "amber", "staff", noop("Messages", "查無這筆待處理事項"), noop("Messages", "可能已由他人處理，請重新整理清單。")
    ),
    Code.SNAPSHOT_MISSING: Entry(
        "amber", "staff", noop("Messages", "平台還沒有準備好資料快照"), noop("Messages", "系統會改用逐筆下載，請稍候。")
    ),
    Code.REQUEST_CONFLICT: Entry(
        "red",
        "staff",
        noop("Messages", "同一個代號已用於不同的內容"),
        noop("Messages", "先前的內容仍然有效，這次沒有變更。請換一個代號。"),
    ),
}
