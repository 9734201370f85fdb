"""The Alerts page: what needs a person, what did, and who is told of it."""
