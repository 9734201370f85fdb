"""The controller: finds players on the LAN, holds a link to each, shows and commands them."""
