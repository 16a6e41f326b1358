"""Claims of a programme's texts put to the test: what was said, what data would decide it, and what ours say."""
