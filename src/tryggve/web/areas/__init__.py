"""Areas: early signs as two raters judge them apart, and what they agree on."""
