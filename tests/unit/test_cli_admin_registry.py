"""`citycard admin` about cards, stock, imports and snapshots, against a real platform in a folder."""

import pytest

from central.platform import Platform
from citycard_app.cli import EXIT_FAILED, main
from tests.central.field import a_medium, import_person
from tests.central.registry_rig import programme_with_extras
from tests.central.test_registry_imports import HEADER, line
from tests.platform_rig import begun

UID = a_medium(1).value.hex(":")
NEW_UID = a_medium(2).value.hex(":")


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "platform"
    platform = Platform.open(begun(folder), programme_with_extras(), demo=True)
    import_person(platform, 1)
    platform.close()
    return folder


@pytest.fixture
def admin(data, capsys):
    """Does an action; its exit code and what it said."""

    def act(*words):
        code = main(["admin", "--data", str(data), *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return act


def test_a_card_is_lost_found_replaced_and_told_about(admin):
    assert admin("card-change", UID, "lost", "--reason", "示範") == (0, "lost\n")
    assert admin("card-change", UID, "undo_lost")[1] == "active\n"
    code, said = admin("card-replace", UID, NEW_UID, "--carrier", "easycard")
    assert (code, "active  工本費 fee NT$94" in said) == (0, True)
    story = admin("card", NEW_UID)[1]
    assert " → " in story
    assert "lost → active" in admin("card", UID)[1]
    code, said = admin("card-change", UID, "found")
    assert (code, "[card_state]" in said) == (EXIT_FAILED, True)
    assert admin("card-release-value", UID) == (0, "NT$0\n")
    assert "[card_state]" in admin("card-unbind", NEW_UID)[1]
    assert admin("card-expire") == (0, "0 張 cards\n")


def test_stock_comes_in_moves_and_is_counted(admin):
    sort = ("senior", "easycard")
    assert admin("stock-in", "倉庫", "A1", *sort, "100", "--first-number", "1000")[0] == 0
    assert admin("stock-move", "倉庫", "A1", *sort, "40", "外展", "B1")[0] == 0
    assert admin("stock-count", "外展", "B1", *sort, "39") == (0, "-1\n")
    assert admin("stock-count", "外展", "B1", *sort, "40", "--correct", "示範找到") == (0, "+1\n")
    assert admin("stock", "--site", "外展") == (0, "外展  B1  senior  easycard  40\n")
    assert "[stock_unknown]" in admin("stock-move", "外展", "B1", *sort, "41", "倉庫", "A1")[1]


def test_files_are_imported_and_their_faults_listed(admin, tmp_path):
    claims = tmp_path / "claims.csv"
    claims.write_text("national_id\n示範\n", encoding="utf-8-sig")
    assert "2  —  national_id_format" in admin("import-claims", "expo", str(claims))[1]
    cards = tmp_path / "cards.csv"
    cards.write_text(HEADER + line(5) + line(6, name=""), encoding="utf-8")
    faults = tmp_path / "faults.csv"
    code, said = admin("import-cards", str(cards), "--all-or-nothing", "--faults", str(faults))
    assert (code, "[file_invalid]" in said) == (EXIT_FAILED, True)
    assert faults.read_text("utf-8-sig").split() == ["row,column,code", "3,name,name_missing"]
    code, said = admin("import-cards", str(cards), "--faults", str(faults))
    assert (code, "新增 added 1" in said) == (0, True)
    assert admin("import-cards", str(tmp_path / "none.csv"))[0] != 0
    cards.write_bytes("示範".encode("cp950"))
    assert "[file_invalid]" in admin("import-cards", str(cards))[1]


def test_a_snapshot_is_built(admin):
    code, said = admin("snapshot-build")
    assert (code, "cards  1  " in said) == (0, True)
