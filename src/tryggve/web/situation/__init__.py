"""The week: the picture as it grows, signals to judge, and the fastställda lägesbilder."""
