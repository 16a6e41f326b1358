"""Reports: sent from a phone, answered, and weighed at the coordinator's desk."""
