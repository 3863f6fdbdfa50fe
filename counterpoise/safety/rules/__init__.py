"""A file for each kind of rule: `find(case)` gives its findings. A new kind: copy a neighbour, name it in `review`."""
