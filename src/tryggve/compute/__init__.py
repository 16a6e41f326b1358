"""One way to run blocks of work: serial, in threads, in processes, on a cluster. The answer is the same everywhere."""

from tryggve.compute.cluster import Cluster
from tryggve.compute.cluster_client import ClusterError
from tryggve.compute.places import SERIAL, Place, Processes, Serial, Threads, map

__all__ = ["SERIAL", "Cluster", "ClusterError", "Place", "Processes", "Serial", "Threads", "map"]
