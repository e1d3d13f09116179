"""The self-service kiosk: a citizen alone with a card. `flow` decides, `screens` show, `window` joins them to the station."""
