#!/usr/bin/env bash
# Each part of the bot's judgement left out in turn, on judged intent sets, as a table.
# usage: benches/ablation-bot.sh ANSWERDESK DATA > docs/bot-ablation.md
# DATA holds judged/SET/kb (cards) and judged/SET/tests.jsonl.
set -eu
program=$1 data=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sets=(clinc150 banking77 hass_hu hass_es nlpjs_en nlpjs_es)
for set in "${sets[@]}"; do
  "$program" --kb "$data/judged/$set/kb" --index "$work/index-$set" eval bot \
    --tests "$data/judged/$set/tests.jsonl" --ablation --json 2>/dev/null > "$work/$set.json"
done
python3 - "$work" "${sets[@]}" <<'PYTHON'
import json, sys
work, *sets = sys.argv[1:]
tables = {name: json.load(open(f"{work}/{name}.json")) for name in sets}
print("# What each part of the bot's judgement is worth\n")
print("Best candidate right, whatever its confidence / answered right with the bot's own threshold / out of scope left alone")
print("where 90 % of what is in scope is answered. One set of weights for all sets, each part left out in turn.")
print("Made by `benches/ablation-bot.sh ANSWERDESK DATA > docs/bot-ablation.md`.\n")
print("| |", " | ".join(sets), "|")
print("| --- |", " | ".join("---" for _ in sets), "|")
keys = ("in_scope_accuracy_no_threshold", "in_scope_accuracy", "out_of_scope_recall_at_90")
for at, (name, _) in enumerate(tables[sets[0]]):
    cells = []
    for of in sets:
        row = dict(tables[of]).get(name)
        cells.append("–" if row is None else " / ".join(f"{row[key]:.3f}".lstrip("0") for key in keys))
    print("|", name, "|", " | ".join(cells), "|")
PYTHON
