"""What runs on the core thread: discovery, links, the registry."""
