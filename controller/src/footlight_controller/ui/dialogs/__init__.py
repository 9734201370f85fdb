"""Windows that ask one question; opened, never executed, so that nothing stands still behind them."""
