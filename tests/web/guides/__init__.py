"""The guides in docs/sv/handledning: their pictures and what they quote, held against the running pages."""
