"""Pictures as SVG with alternative text and the numbers behind them as a table."""
