#!/usr/bin/env python3
"""Writes sections that lie in a JSON-lines file (title, heading, body, url, product) as a knowledge base, so that two
engines can be compared on exactly the same text: one article for each url, one heading for each section.
usage: benches/same-sections.py SECTIONS.jsonl FOLDER LOCALE"""
import json, os, re, sys

source, folder, locale = sys.argv[1:]
articles = {}
for line in open(source, encoding="utf-8"):
    section = json.loads(line)
    articles.setdefault((section["product"], section["url"]), []).append(section)


def plain(text):
    """The text as it is, without a meaning in Markdown."""
    return re.sub(r"^([-+]|\d+[.)])", r"\\\1", re.sub(r"([<>*_#\[\]`|])", r"\\\1", text))


for (product, url), sections in articles.items():
    name = re.sub(r"[^a-z0-9/_.-]", "-", f"{product}/{url}".lower())
    path = os.path.join(folder, locale, name + ".md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    title = sections[0]["title"]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n")
        for section in sections:
            lead = section is sections[0] and section["heading"] == title
            file.write("" if lead else f"\n## {plain(section['heading'])}\n")
            file.write(f"\n{plain(section['body'])}\n")
print(f"{len(articles)} articles, {sum(map(len, articles.values()))} sections in {folder}")
