"""The document of a survey of safety: shares with intervals, two series apart, and no order where none can be known."""
