"""What every page stands in: side bar, title bar, notification centre, tray."""
