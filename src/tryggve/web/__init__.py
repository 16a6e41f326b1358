"""The web: pages, forms, accounts. No statistics and no SQL text of its own."""
