"""One running machine, without Qt: settings, wiring, use cases, the card worker."""
