"""Where incidents lie and how they are counted: one protocol, several engines, one SQL text."""
