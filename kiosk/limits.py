"""How long the kiosk waits for what, in seconds, beside what its settings say."""

AFTER_CARD_S = 10.0
"""How long a result is still shown when the card has gone, and what there is to say to a phone's code that is none."""
OPENING_S = 30.0
"""How long somebody waits for their record, or for a card to be bound; then they are told how it stands."""
WORKING_S = 90.0
"""How long a wish may take: more than all limits of the desk together. How it ends is then not known here."""
LEAST_WARNING_S = 20.0
"""WCAG 2.2, 2.2.1: at least 20 seconds to answer the warning."""
SPOKEN_WARNING_S = 60.0
"""The same where the screen is read out."""
RETRY_S = 30.0
"""How long trouble of the station's own is shown before the next card may try."""
