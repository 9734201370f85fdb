"""The first start: a controller that belongs to no site yet."""
