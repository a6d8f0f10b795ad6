"""Tempo: accuracy 1 and 2 (Gouyon et al., IEEE TASLP 14(5), 2006) and the kind of each error."""

# Accuracy 2 also accepts the double, the half, the triple and the third of the annotation.
OCTAVES = (1.0, 2.0, 1 / 2, 3.0, 1 / 3)

# The relations that are named in the split of errors, in the order in which they are tried.
RELATIONS = (
    ("exact", 1.0), ("double", 2.0), ("half", 1 / 2), ("triple", 3.0), ("third", 1 / 3),
    ("3:2", 3 / 2), ("2:3", 2 / 3), ("4:3", 4 / 3), ("3:4", 3 / 4),
)


def close(estimate, reference, tolerance=0.04):
    """True where the estimate lies within the tolerance, taken relative to the reference."""
    if estimate is None or not estimate > 0:
        return False
    return abs(estimate - reference) <= tolerance * reference


def accuracy1(estimate, reference, tolerance=0.04):
    """1.0 where the annotated tempo was found, else 0.0. No answer counts as wrong."""
    return float(close(estimate, reference, tolerance))


def accuracy2(estimate, reference, tolerance=0.04):
    """1.0 where the tempo was found up to a factor of 2 or 3, else 0.0."""
    return float(any(close(estimate, reference * factor, tolerance) for factor in OCTAVES))


def relation(estimate, reference, tolerance=0.04):
    """The estimate as a named multiple of the reference: exact, double, 3:2 … other, none."""
    if estimate is None:
        return "none"
    for name, factor in RELATIONS:
        if close(estimate, reference * factor, tolerance):
            return name
    return "other"
