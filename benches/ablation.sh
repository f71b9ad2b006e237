#!/usr/bin/env bash
# Each ingredient of the ranking off in turn, on all judged sets, as a table.
# usage: benches/ablation.sh ANSWERDESK DATA > docs/search-ablation.md
# DATA holds kb/ (knowledge bases) and judged/ (queries.jsonl and qrels.tsv a set, some with a kb/ of their own).
set -eu
program=$1 data=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
declare -A kb=([arduino-en]=arduino [alchemy-es]=alchemy [alchemy-hu]=alchemy [hugo-en]=hugo)
sets=(arduino-en alchemy-es alchemy-hu hugo-en covidfaq xquad_es)
for set in "${sets[@]}"; do
  judged=$data/judged/$set
  folder=${kb[$set]:+$data/kb/${kb[$set]}}
  folder=${folder:-$judged/kb}
  "$program" --kb "$folder" --index "$work/index-${folder//\//_}" eval search \
    --queries "$judged/queries.jsonl" --qrels "$judged/qrels.tsv" --ablation --json 2>/dev/null > "$work/$set.json"
done
python3 - "$work" "${sets[@]}" <<'PYTHON'
import json, sys
work, *sets = sys.argv[1:]
tables = {name: json.load(open(f"{work}/{name}.json")) for name in sets}
print("# What each ingredient of the search is worth\n")
print("P@1 / MRR@10 / Recall@10 (xquad_es: nDCG@10 last), one set of figures for all sets, each ingredient off in turn.")
print("Made by `benches/ablation.sh ANSWERDESK DATA > docs/search-ablation.md`. Under 400 queries a difference below four")
print("points is noise. Queries of the kind *anchor* are texts of links that still stand in the knowledge base, so the line")
print("*no texts of links* is the figure to compare with systems that do not read them.\n")
print("| |", " | ".join(sets), "|")
print("| --- |", " | ".join("---" for _ in sets), "|")
for at, (name, _) in enumerate(tables[sets[0]]):
    cells = []
    for of in sets:
        m = tables[of][at][1]
        last = m["ndcg_at_10"] if of == "xquad_es" else m["recall_at_10"]
        cells.append(" / ".join(f"{x:.3f}".lstrip("0") for x in (m["p_at_1"], m["mrr_at_10"], last)))
    print("|", name, "|", " | ".join(cells), "|")
PYTHON
