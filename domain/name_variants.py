"""異體字: forms of one character that people, and machines of different years, write in the same name.

Folding is for searching alone: a name that is stored keeps its exact characters. The groups are variants of the Unihan
database (Unicode 10, all but 巖巗, 吉𠮷, 屏屛 and 研硏) that occur in personal names, and characters that Unicode itself
calls the same (compatibility ideographs, U+F900–U+FAFF and U+2F800–U+2FA1F). Different surnames (范 and 範, 鍾 and 鐘)
are no group.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice, product

MOST = 256
"""So many spellings of one name are looked for, the one that was typed first."""
_COMPATIBLE = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_WRITTEN = """
台臺 峰峯 群羣 啟啓 為爲 衛衞 真眞 鎮鎭 慎愼 裡裏 綉繡 娘孃 秘祕 彥彦 產産 顏顔 淵渊 強强 溫温 清淸 青靑
靜静 淨净 錄録 綠緑 緣縁 戶户戸 內内 吳吴呉 黃黄 德徳 恆恒 煙烟 床牀 鑑鑒 詠咏 迴廻 濶闊 匯滙 涼凉 沖冲
況况 準凖 峽峡 巖巗岩 嶽岳 崑崐 崙崘 棋碁棊 柏栢 冰氷 決决 姊姉 姬姫 妍姸 寬寛 甯寗 實寔 尚尙 並竝 乘乗
俞兪 兌兑 冊册 刪删 勳勛 勻匀 卻却 參叅 吉𠮷 告吿 呂吕 哲喆 嘗甞 回囘囬 國囯国 壯壮 壽寿 奧奥 宮宫 寶寳宝
屏屛 廣広 彌弥 徵徴 悅悦 惠恵 戲戱 換换 教敎 敘叙敍 斌彬 晉晋 歷歴 曆暦 曉暁 條条 查査 桑桒 榮栄 樂楽
歡歓 步歩 歲歳嵗 每毎 沒没 涉渉 湧涌 滿満 潛潜 澤沢 濱浜 灣湾 煥焕 熙煕熈 燈灯 爾尓 狀状 獎奬 珍珎 瑤瑶
璿璇 瓶缾 畫画 皂皁 盡尽 睿叡 研硏 祿禄 穎頴 稅税 穗穂 筍笋 妝粧 糧粮 線綫 總総 續続 耀燿 聰聡 肅粛 脈脉
脫脱 臥卧 舉擧 舊旧 艷豔艶 莊荘 萬万 著着 蘇蘓 號号 眾衆 說説 豐豊 貓猫 賴頼 贊賛 輝煇 辭辞 郎郞 鄉郷鄕
鄰隣 銳鋭 鉤鈎 閱閲 雞鷄 霸覇 靈霊 韻韵 顯顕 體体 鬥鬪 鰲鼇 麵麪 黑黒 龍竜 龜亀 增増 橫横 游遊 翱翶 蔥葱
蓀荪 兔兎 凱凯 朵朶 棲栖 樑梁 燕鷰 牆墻 蝶蜨 譽誉 學学 嫻嫺 嬋婵 筱篠 叢丛 堃坤
"""
_GROUPS = _WRITTEN.split()


def _groups() -> Mapping[str, tuple[str, ...]]:
    """By character, every form of it but itself."""
    leader: dict[str, str] = {}
    pairs = [(same, group[0]) for group in _GROUPS for same in dict.fromkeys(group)]
    pairs += [(chr(point), unicodedata.normalize("NFC", chr(point))) for span in _COMPATIBLE for point in span]
    members: dict[str, set[str]] = {}
    for one, other in pairs:
        if one == other and one not in leader:
            leader[one] = one
        first, second = leader.setdefault(one, one), leader.setdefault(other, other)
        joined = members.pop(first, {first}) | members.pop(second, {second}) if first != second else members.get(first, {first})
        members[second] = joined | {one, other}
        for each in members[second]:
            leader[each] = second
    return {one: tuple(sorted(each - {one})) for each in members.values() for one in each if len(each) > 1}


_FORMS = _groups()


def spellings(name: str) -> list[str]:
    """The name as it was typed first, then as it may stand elsewhere; at most `MOST`."""
    choices: Iterable[tuple[str, ...]] = product(*((one, *_FORMS.get(one, ())) for one in name))
    return ["".join(each) for each in islice(choices, MOST)]
