"""What is done in this part: each deed in one transaction with its event in the log."""
