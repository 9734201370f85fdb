"""Making players the site's, replacing broken ones, and letting players go."""
