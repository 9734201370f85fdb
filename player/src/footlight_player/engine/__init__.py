"""What puts pictures on the screen: mpv, and a simulation with the same contract."""
