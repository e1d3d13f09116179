"""Qt pieces that the kiosk and the staff application share: theme, widgets, words, translations, the bridge from threads."""
