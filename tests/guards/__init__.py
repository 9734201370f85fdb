"""pytest plugins that make a test fail for what it left behind or did unseen."""
