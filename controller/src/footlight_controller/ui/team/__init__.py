"""The Team page: who belongs to the site, and what an admin changes about it."""
