"""Who may do what: keys, certificates, roles, the roster, pairing. Decides; reads no file, opens no socket."""
