"""A station's two encrypted SQLite files: the journal with its outbox, and the downloaded registry."""
