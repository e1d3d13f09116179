"""The reference central platform: the authority on people, cards and money, over HTTP on embedded SQLite."""

VERSION = "0.1.0"
