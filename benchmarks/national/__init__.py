"""An invented country of 290 municipalities: what Tryggve takes in time and memory beyond one municipality."""
