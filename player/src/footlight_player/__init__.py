"""The player: a kiosk that plays video, announces itself and obeys controllers on the LAN."""
