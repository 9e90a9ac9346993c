#!/usr/bin/env python3
"""Writes metrics.txt anew: each metric, with its labels, that a Prometheus with Vigil's scrape configuration has.

usage: capture_metrics.py http://127.0.0.1:9090 >metrics.txt      (all parts up, with some events, alarms and dead letters)
"""

import json
import sys
import urllib.parse
import urllib.request


def main(prometheus):
    query = urllib.parse.urlencode({"match[]": '{job=~".+"}'})
    with urllib.request.urlopen(f"{prometheus}/api/v1/series?{query}") as answer:
        series = json.load(answer)["data"]
    labels = {}
    for one in series:
        # What Prometheus itself makes is in no service.
        if one["__name__"].startswith(("scrape_", "ALERTS")):
            continue
        labels.setdefault(one["__name__"], set()).update(one.keys() - {"__name__"})
    for name in sorted(labels):
        print(f"{name}{{{','.join(sorted(labels[name]))}}}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
