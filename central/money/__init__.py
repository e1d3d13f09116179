"""Money beyond a single booking: budgets, caps, awards from outside, spending, settlement with the carriers, hours."""
