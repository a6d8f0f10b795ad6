"""Key: the weighted score of MIREX' audio key detection task, and the relation behind it.

The headline counts a fifth only where the estimate lies a fifth ABOVE the reference, as
`mir_eval.key.weighted_score` does by default. `BOTH_FIFTHS` also accepts the fifth below.
"""

WEIGHTS = {"exact": 1.0, "fifth": 0.5, "relative": 0.3, "parallel": 0.2}
BOTH_FIFTHS = {**WEIGHTS, "fifth below": 0.5}

# In the order of the printed split; "fifth below" weighs nothing in the headline.
RELATIONS = ("exact", "fifth", "relative", "parallel", "fifth below", "other", "none")

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch_class(name):
    """C is 0, B is 11; sharps and flats in either spelling, as often as they are written."""
    accidentals = name[1:].replace("♯", "#").replace("♭", "b")
    if name[:1] not in LETTERS or accidentals.strip("#b"):
        raise ValueError(f"{name!r} is not a pitch class")
    return (LETTERS[name[0]] + accidentals.count("#") - accidentals.count("b")) % 12


def parse(text):
    """'F# minor' as (6, 'minor')."""
    tonic, mode = text.split()
    if mode not in ("major", "minor"):
        raise ValueError(f"{mode!r} is neither major nor minor")
    return pitch_class(tonic), mode


def relation(estimate, reference):
    """How the estimated key lies to the reference; both as (pitch class, mode) or None."""
    if estimate is None:
        return "none"
    above = (estimate[0] - reference[0]) % 12
    if estimate[1] == reference[1]:
        return {0: "exact", 7: "fifth", 5: "fifth below"}.get(above, "other")
    if above == 0:
        return "parallel"
    # The relative minor of a major key lies 9 semitones above it, the relative major of a minor 3.
    return "relative" if above == (9 if reference[1] == "major" else 3) else "other"


def weighted_score(estimate, reference, weights=WEIGHTS):
    """MIREX' weight of the relation, 0 where it has none. No answer counts as wrong."""
    return weights.get(relation(estimate, reference), 0.0)
