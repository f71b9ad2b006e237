#!/usr/bin/env python3
"""Does a query with one slip still find what the right one finds? Asks a running server and prints the share of
misspelt queries whose first ten hits hold the first hit of the query as it was meant, and the shares that find nothing.
usage: benches/recovery.py URL LOCALE PLAIN.txt TYPO.txt [PREFIX.txt]   (line n of TYPO is line n of PLAIN with a slip)"""
import http.client, json, sys, urllib.parse

url, locale, *files = sys.argv[1:]
connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)


def ask(text):
    connection.request("GET", f"/api/v1/search?locale={locale}&q={urllib.parse.quote(text)}")
    return [hit["article"] for hit in json.loads(connection.getresponse().read())["hits"]]


plain, typo, *prefix = ([ask(line) for line in open(name, encoding="utf-8").read().splitlines()] for name in files)
answered = [(right, slip) for right, slip in zip(plain, typo) if right]
empty = lambda answers: sum(not hits for hits in answers) / max(len(answers), 1)
print(f"recovered {sum(right[0] in slip for right, slip in answered) / max(len(answered), 1):.3f} of {len(answered)}")
print(f"nothing found: plain {empty(plain):.3f}, typo {empty(typo):.3f}", *(f", prefix {empty(p):.3f}" for p in prefix))
