"""`citycard card`: what is done to a card itself, at a station that may."""

import argparse

from domain.errors import Code, EnvironmentProblem
from reader_drivers.card_apps.desfire.personalise import NotOurs, Personalised, Step
from station.clock import SystemClock
from station.personalise import Stage, open_personaliser
from station.settings import load

_STAGES = {
    Stage.LAY_CARD: "請放上空白卡片 Lay a blank card on the reader",
    Stage.HOLD_STILL: "寫入中，請勿移動卡片 Writing, please hold the card still",
    Stage.LAY_SAME_CARD: "卡片太早離開，請放回同一張卡 The card left too early; please lay the same card back",
}
_STEPS = {
    Step.APPLICATION: "已建立應用程式 Application created",
    Step.KEYS: "已換上這張卡自己的金鑰 The card's own keys set",
    Step.FILES: "已建立錢包檔案 Purse files created",
}
_REASONS = {
    "not_desfire": "這不是 MIFARE DESFire 卡片 This is no MIFARE DESFire card",
    "too_old": "這張卡太舊，需要 DESFire EV2 或 EV3 This card is too old: DESFire EV2 or EV3 is needed",
    "locked": "這張卡由其他單位管理，不能新增應用程式 This card's owner alone may add applications to it",
    "full": "卡片空間不足 There is no room on the card",
    "foreign": "卡片上已有不屬於本方案的應用程式、金鑰或檔案，未做任何變更；請勿發出這張卡 "
    "The card holds an application, key or file that is not this programme's. It was left as it is; do not hand it out",
}


def run(given: argparse.Namespace) -> int:
    """Personalise one card. Exit codes as every command's; a card that is not ours is 1. Raises as `station.personalise`."""
    settings = load(given.settings)
    with open_personaliser(settings, SystemClock(), given.purse) as personaliser:
        try:
            done = personaliser.next_card(given.wait, settings.platform.answer_s, lambda stage: print(_STAGES[stage]))
        except NotOurs as refusal:
            print(f"✕ {_REASONS[refusal.reason]}")
            return 1
        except EnvironmentProblem as problem:
            if problem.code is Code.CARD_REMOVED:
                print("卡片若已寫到一半，放回同一張卡再執行一次即可 A half-written card: run this again with the same card")
            raise
    _tell(done)
    return 0


def _tell(done: Personalised) -> None:
    for step in done.steps:
        print(f"✓ {_STEPS[step]}")
    if done.steps:
        print(f"完成，上限 NT${done.limit_ntd} Done, limit NT${done.limit_ntd}")
    else:
        print(f"這張卡先前已完成，餘額 NT${done.value_ntd} This card was ready before, balance NT${done.value_ntd}")
