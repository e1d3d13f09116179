"""What a card, an event, money and a rule are. No I/O, no clock, no Qt: everything here is a value or a pure function."""
