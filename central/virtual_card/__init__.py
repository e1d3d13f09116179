"""Virtual cards: phones, the keys that sign their codes, and which codes were used.

A phone stands in the registry like a bound card, with a medium of its own (a random code): its state reaches every station by
the feed, so that a lost phone is refused with no network, and a code names that medium and nothing else of the person.
"""
