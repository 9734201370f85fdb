"""The page of one player: its picture, its controls, its queue, how it stands and what it is."""
