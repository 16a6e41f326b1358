"""The EST group: insatser, meetings, minnesanteckningar."""
