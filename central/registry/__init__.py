"""The registry of cards: their states, replacements, claims, stock, bulk imports and what new stations start from."""
