"""One way to run blocks of work: serial, in threads, in processes, on a cluster. The answer is the same everywhere."""

from tryggve.compute.places import SERIAL, Place, Processes, Serial, Threads, map

__all__ = ["SERIAL", "Place", "Processes", "Serial", "Threads", "map"]
