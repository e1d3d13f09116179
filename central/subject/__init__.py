"""What a person may ask for themselves: who read their record, what is stored, corrections, being forgotten."""
