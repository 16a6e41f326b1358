"""Disclosure: which numbers may stand beside each other, so that none that is hidden can be worked out from the rest.

`known`: what a reader knows, as sums of cells. `audit`: how closely a hidden number can be worked out from that.
`table`, `suppress`: tables with margins and hierarchies. `spans`: numbers of several documents over time.
"""
