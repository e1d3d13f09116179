"""What a neighbour may see of a name or number."""

MASK = "○"


def mask_name(name: str) -> str:
    """`王小明` → `王○明`, `王明` → `王○`, `Maria Santos` → `M○○○a S○○○○s`. Characters are kept exactly as they are."""
    return " ".join(_mask_word(word) for word in name.split()) if name.strip() else MASK


def _mask_word(word: str) -> str:
    if len(word) == 1:
        return MASK
    if len(word) == 2:
        return word[0] + MASK
    return word[0] + MASK * (len(word) - 2) + word[-1]


def mask_national_id(number: str) -> str:
    """`A123456789` → `A12****789`."""
    return f"{number[:3]}****{number[7:]}" if len(number) == 10 else "*" * len(number)
