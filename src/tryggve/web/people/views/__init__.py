"""Pages of login, accounts and people: parse, call, render."""
