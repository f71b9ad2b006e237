#!/usr/bin/env bash
# How long the bot takes to learn: 600 examples in 30 cards (at most .2 s) and 15,000 in 150 (at most 3 s).
# usage: benches/learn.sh ANSWERDESK
set -eu
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in "30 20" "150 100"; do
  read -r cards examples <<< "$size"
  python3 - "$work/kb-$cards" "$cards" "$examples" <<'PYTHON'
import pathlib, random, sys
folder, cards, examples = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(5)
word = lambda: "".join(draw.choice(("ra", "ten", "mo", "lis", "ku", "per", "sa", "vin")) for _ in range(draw.randint(2, 3)))
frames = ("how do I {} the {}", "where is my {1}", "I want to {} a {}", "can you {} the {} for me", "the {1} does not {0}")
common = [word() for _ in range(300)]
bot = pathlib.Path(folder) / "en/_bot"
bot.mkdir(parents=True)
for card in range(cards):
    own = [word() for _ in range(12)]
    said = {draw.choice(frames).format(draw.choice(own), draw.choice(own)) + " " + draw.choice(common) for _ in range(examples * 3)}
    lines = "".join(f'  - "{text}"\n' for text in sorted(said)[:examples])
    (bot / f"card-{card}.md").write_text(f"---\nquestions:\n{lines}---\nAnswer {card}.\n")
PYTHON
  echo '{"text":"hello","locale":"en","intent":null}' > "$work/tests.jsonl"
  "$program" --kb "$work/kb-$cards" --index "$work/index-$cards" eval bot --tests "$work/tests.jsonl" --json 2>/dev/null |
    python3 -c "import json, sys; print('$cards cards of $examples examples:', round(json.load(sys.stdin)['learn_ms']), 'ms')"
done
