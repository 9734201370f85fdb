"""How everything looks: tokens, fonts, icons and the one style sheet made of them."""
