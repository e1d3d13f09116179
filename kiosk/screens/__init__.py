"""One screen a file. Each shows one state of `kiosk.flow` and says what a press means; none decides anything."""
