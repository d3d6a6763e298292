"""Checks JSON files against the schemas of docs/schemas: NAME=FILE..., NAME a schema's file name.

Prints what is wrong, a line each; exit code 1 if anything is. Lines that are comments are left out.
"""
import json
import sys

import jsonschema


def mistakes(folder, name, file):
    with open(f"{folder}/{name}.json", encoding="utf-8") as stream:
        schema = json.load(stream)
    jsonschema.Draft202012Validator.check_schema(schema)
    with open(file, encoding="utf-8") as stream:
        lines = [line for line in stream if not line.lstrip().startswith("//")]
    for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads("".join(lines))):
        place = "/".join(str(step) for step in error.absolute_path)
        yield f"{file}: {name}: {place}: {error.message[:300]}"


found = 0
for pair in sys.argv[2:]:
    schema_name, _, path = pair.partition("=")
    for line in mistakes(sys.argv[1], schema_name, path):
        print(line)
        found += 1
sys.exit(1 if found else 0)
