"""Purses: where stored value is kept, and how it gets there (`domain.ports.PurseDriver`)."""
