"""What Footlight's player and controller share: protocol, model, storage, discovery records, clock, errors."""

__version__ = "0.1.0"
