"""The words of what a counter has beside its reader: printers, photos, letters of authority. See `ui.message_table`."""

from domain.errors import Code
from ui.i18n import noop
from ui.message_entry import Entry

DESK: dict[Code, Entry] = {
    Code.PRINTER_UNREACHABLE: Entry(
        "amber",
        "staff",
        noop("Messages", "找不到印表機"),
        noop("Messages", "請確認印表機已開機、線路已接好，再印一次；也可以改交付已印好的卡。"),
    ),
    Code.PRINTER_EMPTY: Entry(
        "amber",
        "staff",
        noop("Messages", "印表機沒有卡片或紙了"),
        noop("Messages", "請放入空白卡或紙，再按一次列印；不會多印一張。"),
    ),
    Code.PRINTER_STOPPED: Entry(
        "amber",
        "staff",
        noop("Messages", "印表機停住了"),
        noop("Messages", "請看印表機的面板，處理後再印一次。原因：{reason}。"),
    ),
    Code.PROXY_SCOPE: Entry(
        "amber",
        "staff",
        noop("Messages", "委託書沒有寫明這件事"),
        noop("Messages", "請依委託書勾選；沒有寫明申請與領取的，請民眾補寫，或由本人來辦。"),
    ),
    Code.HELPER_IS_APPLICANT: Entry(
        "amber",
        "staff",
        noop("Messages", "這是申請人自己的號碼"),
        noop("Messages", "請輸入代理人或法定代理人的身分證號碼。"),
    ),
    Code.PHOTO_MISSING: Entry(
        "amber", "staff", noop("Messages", "這種卡要有照片"), noop("Messages", "請拍照或選擇照片檔，對好臉的位置。")
    ),
    Code.PHOTO_UNREADABLE: Entry(
        "amber",
        "staff",
        noop("Messages", "這個檔案不是照片，或已損壞"),
        noop("Messages", "請選 JPEG 或 PNG 照片，或改用相機拍。"),
    ),
    Code.PHOTO_TOO_SMALL: Entry(
        "amber",
        "staff",
        noop("Messages", "照片太小，印出來看不清楚"),
        noop("Messages", "請換一張，或改用相機拍。至少要 {width}×{height} 像素。"),
    ),
    Code.PHOTO_TOO_LARGE: Entry(
        "amber",
        "staff",
        noop("Messages", "照片檔太大"),
        noop("Messages", "請先縮小，或改用相機拍。最多 {most_mb} MB。最多 {most_mp} 百萬像素。"),
    ),
}
"""Joined into `ui.message_table.TABLE`."""
