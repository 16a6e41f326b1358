"""Logging in, one's own account, invitations, and the people of a municipality."""
