"""What the controller knows and decides, without I/O, threads or clocks."""
