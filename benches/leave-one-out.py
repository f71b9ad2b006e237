#!/usr/bin/env python3
"""Does the ranking hold on texts that its figures were not chosen on? For each judged set, every figure is
chosen anew from a small grid by the other sets alone (mean MRR@10, one figure at a time), and the choice is
measured on the set left out, beside the figures that are served.
usage: benches/leave-one-out.py ANSWERDESK DATA > docs/search-leave-one-out.md
DATA as for benches/ablation.sh. About five minutes; results are kept in $TMPDIR/answerdesk-loo and reused."""
import hashlib, json, os, subprocess, sys, tempfile

program, data = sys.argv[1:3]
work = os.path.join(tempfile.gettempdir(), "answerdesk-loo")
os.makedirs(work, exist_ok=True)
sets = {"arduino-en": "kb/arduino", "alchemy-es": "kb/alchemy", "alchemy-hu": "kb/alchemy", "hugo-en": "kb/hugo",
        "covidfaq": "judged/covidfaq/kb", "xquad_es": "judged/xquad_es/kb"}
served = {"saturation": 1.6, "exact": 0.15, "article": 0.35, "stop": 0.8, "line": 1.0, "heading_line": 1.0,
          "line_length": 0.5, "line_stop": 1.8, "title": 0.25, "question": 0.35, "proximity": 0.1, "letters": 0.8,
          "heading_letters": 1.0, "little": 0.2, "topic": 3.0, "names": 0.8, "links": 0.05, "head": 0.5, "apart": 0.5,
          "least_held": 0.1}
grid = {name: [round(value * by, 4) for by in (0.5, 1, 1.5)] for name, value in served.items()}
grid["little"], grid["heading_letters"], grid["names"] = [0.1, 0.2, 0.4], [0.5, 0.8, 1.0], [0.4, 0.8, 1.0]


def measure(name, figures):
    """One set with these figures in place of the served ones."""
    text = "".join(f"{key} = {float(value)}\n" for key, value in sorted(figures.items()))
    key = hashlib.sha256(f"{program}{os.path.getmtime(program)}{name}{text}".encode()).hexdigest()[:20]
    kept = os.path.join(work, key + ".json")
    if not os.path.exists(kept):
        ranking = os.path.join(work, "ranking.toml")
        with open(ranking, "w") as file:
            file.write(text)
        judged, kb = f"{data}/judged/{name}", f"{data}/{sets[name]}"
        found = subprocess.run(
            [program, "--kb", kb, "--index", f"{work}/{sets[name].replace('/', '_')}", "eval", "search", "--queries",
             f"{judged}/queries.jsonl", "--qrels", f"{judged}/qrels.tsv", "--ranking", ranking, "--json"],
            capture_output=True, text=True, check=True).stdout
        with open(kept, "w") as file:
            file.write(found)
    return json.load(open(kept))


def mean(others, figures):
    return sum(measure(name, figures)["mrr_at_10"] for name in others) / len(others)


print("# The figures of the ranking, chosen without the set they are measured on\n")
print("Made by `benches/leave-one-out.py ANSWERDESK DATA > docs/search-leave-one-out.md`. For each set, each figure is")
print("chosen from a grid of three (half, as served, half as much again) by the other five sets; below, the set left out.\n")
print("| set | P@1 served / chosen | MRR@10 served / chosen | nDCG@10 served / chosen | figures that moved |")
print("| --- | --- | --- | --- | --- |")
for left in sets:
    others = [name for name in sets if name != left]
    base, chosen = mean(others, {}), {}
    for name, values in grid.items():
        best = max((value for value in values if value != served[name]), key=lambda value: mean(others, {name: value}))
        if mean(others, {name: best}) > base + 1e-9:
            chosen[name] = best
    before, after = measure(left, {}), measure(left, chosen)
    pair = lambda key: f"{before[key]:.3f} / {after[key]:.3f}".replace("0.", ".")
    moved = ", ".join(f"{name} {value:g}" for name, value in chosen.items()) or "none"
    print(f"| {left} | {pair('p_at_1')} | {pair('mrr_at_10')} | {pair('ndcg_at_10')} | {moved} |", flush=True)
