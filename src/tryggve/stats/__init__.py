"""The statistics: arrays in, frozen results out. Import the module you need; this package imports none of them."""
