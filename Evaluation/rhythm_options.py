"""What the fits of bars and of the octave are told: the output of `rhythm-inputs`, and where its labels are."""
import argparse
import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def parser(description):
    """A parser of the arguments that both fits have."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("inputs", nargs="+")
    options.add_argument("--corpus", type=pathlib.Path,
                         default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    options.add_argument("--more", type=pathlib.Path, action="append", default=[],
                         help="folder that more_music.py made (repeatable)")
    options.add_argument("--dry-run", action="store_true")
    return options
