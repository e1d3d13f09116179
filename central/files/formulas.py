"""Cells that a spreadsheet would take for a formula (CWE-1236, OWASP ASVS 1.2.10).

A cell of text that begins so is given an apostrophe in front, which a spreadsheet shows and does not carry out. The wide forms
count too: an East Asian spreadsheet reads them as the narrow ones.
"""

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_APOSTROPHE = "'"


def harmless(text: str) -> str:
    """`=1+1` becomes `'=1+1`; other text stays as it is."""
    return _APOSTROPHE + text if _is_formula(text) else text


def plain(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith(_APOSTROPHE) and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    return text.startswith(_BEGINS_FORMULA) or text.lstrip().startswith(_BEGINS_FORMULA)
