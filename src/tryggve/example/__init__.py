"""Two examples that never mix: an invented municipality with reports, and real public figures without any."""

from tryggve.example.write import ExampleFiles, example_files, write_example

__all__ = ["ExampleFiles", "example_files", "write_example"]
