"""Key changes: how much of the time the key of the moment is right, and which changes are found.

Spans are (start, end, key), keys as (pitch class, mode), in order. A change is found where the answer
changes its key to the annotated one within `WINDOW` seconds of it; each is matched at most once.
"""

from . import key

WINDOW = 5.0  # seconds to either side: two bars at a slow tempo


def annotated(listing, end):
    """The spans of '0.4:Gb major;32.0:G major', the last one up to `end`."""
    parts = [part.split(":") for part in listing.split(";")]
    starts = [float(start) for start, _ in parts]
    return [(start, after, key.parse(name))
            for (_, name), start, after in zip(parts, starts, [*starts[1:], end])]


def overlap(estimate, reference):
    """Seconds in the right key, and seconds that are annotated."""
    right = sum(max(0.0, min(b, d) - max(a, c))
                for a, b, ours in estimate for c, d, theirs in reference if ours == theirs)
    return right, sum(end - start for start, end, _ in reference)


def changes(spans):
    """[(time, the key that begins)] of the changes inside."""
    return [(after[0], after[2]) for before, after in zip(spans, spans[1:]) if before[2] != after[2]]


def matched(estimate, reference):
    """Changes found, changes answered, changes annotated."""
    theirs, free = changes(reference), changes(estimate)
    answered, found = len(free), 0
    for time, wanted in theirs:
        near = [c for c in free if c[1] == wanted and abs(c[0] - time) <= WINDOW]
        if near:
            free.remove(min(near, key=lambda c: abs(c[0] - time)))
            found += 1
    return found, answered, len(theirs)
