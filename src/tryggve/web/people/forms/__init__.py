"""Forms of login, accounts and people. Labels are made anew for each request, in its language."""
