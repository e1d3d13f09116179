"""The table is whole: every row has one named test, which its own fault turns red."""

from tests.faults.conftest import every_row
from tests.faults.table import ROWS


def test_every_row_has_its_named_test() -> None:
    found = every_row()
    assert sorted(found) == sorted(ROWS)
    for number, said in found.items():
        assert said.test.startswith(f"test_fault_{number:02}_")
        assert callable(said.broken_by)


def test_what_a_break_also_turns_red_is_told_of_other_rows_with_a_reason() -> None:
    for number, said in every_row().items():
        assert number not in said.also
        assert set(said.also) <= set(ROWS)
        assert all(said.also.values())
