"""Asks evaluators that others wrote for the decisions of the table in Tests/AccessPolicyTests/Fixtures/Decisions.

Principal Mapper knows conditions, boundaries, session policies, resource policies and other accounts; moto knows
actions and resources of identity policies. Each is asked for the rows that it can express. Where one decides otherwise
than the table, Fixtures/decision-differences.json has to say why: a difference that is not explained there is an error,
and so is an explanation without a difference.
"""

import argparse
import collections
import collections.abc
import json
import pathlib
import re
import sys

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Tests/AccessPolicyTests/Fixtures"
IDENTITY = ("identity", "group", "managed")


class CannotExpress(Exception):
    """Why an evaluator has no words for a row."""


def read_rows():
    for file in sorted((FIXTURES / "Decisions").glob("*.json")):
        yield from json.loads(file.read_text(), parse_float=str, parse_int=str)


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(document):
    return as_list(document["Statement"])


def identity_policies(row):
    return [document for kind in IDENTITY for document in row["policies"].get(kind, [])]


def all_policies(row):
    others = ("boundary", "session", "access", "lock")
    return identity_policies(row) + [row["policies"][kind] for kind in others if kind in row["policies"]]


class PrincipalMapper:
    """https://github.com/nccgroup/PMapper. Says only whether a request is allowed."""

    name = "principalmapper"

    def __init__(self):
        # It was written for Pythons that had these names here.
        for name in ("Mapping", "MutableMapping"):
            setattr(collections, name, getattr(collections.abc, name))
        from principalmapper.common import Node, Policy
        from principalmapper.querying import query_interface

        # The table's context is all there is: nothing is to be guessed from the caller.
        query_interface._infer_condition_keys = lambda *_: {}
        self._decide = query_interface.local_check_authorization_full
        self._node, self._policy = Node, Policy

    def decide(self, row):
        self._refuse_unknown(row)
        policies = row["policies"]
        resource = [s for kind in ("access", "lock") if kind in policies for s in statements(policies[kind])]
        allowed = self._decide(
            self._principal(row),
            row["action"],
            row["resource"],
            row["context"],
            {"Statement": with_text_values(resource)},
            row["owner"],
            None,
            self._document(policies.get("session")),
        )
        return "allow" if allowed else "deny"

    def expected(self, row):
        return "allow" if row["expected"] == "allow" else "deny"

    def _refuse_unknown(self, row):
        text = json.dumps([row["policies"], row["context"]])
        if "root" in row["caller"]:
            raise CannotExpress("it knows users and roles, no root")
        if ":assumed-role/" in json.dumps(row["policies"]):
            raise CannotExpress("it knows roles, not their sessions")
        if re.search(r"\$\{[^}]*,|\$\{[*?$]\}", text):
            raise CannotExpress("it knows neither defaults nor escapes of variables")
        for document in all_policies(row):
            for statement in statements(document):
                for name in statement.get("Condition", {}):
                    numeric = re.match(r"(?i)(.*:)?(Numeric|Date|IpAddress|NotIpAddress).*", name)
                    if numeric and ("IfExists" in name or ":" in name):
                        raise CannotExpress("it has prefixes and IfExists for text only")

    def _principal(self, row):
        caller, policies = row["caller"], row["policies"]
        arn = caller.get("user") or caller["role"]
        boundary = policies.get("boundary")
        return self._node(
            arn,
            "AIDAEXAMPLE",
            [self._policy(arn, str(i), self._document(d)) for i, d in enumerate(identity_policies(row))],
            None,
            {} if "role" in caller else None,
            None,
            0,
            False,
            False,
            self._policy(arn, "boundary", self._document(boundary)) if boundary else None,
            False,
            None,
        )

    def _document(self, document):
        return document and {**document, "Statement": with_text_values(statements(document))}


def with_text_values(all_statements):
    """Numbers and booleans as condition values are taken as their text; the evaluator has text only."""
    result = json.loads(json.dumps(all_statements))
    for statement in result:
        for block in statement.get("Condition", {}).values():
            for key, value in block.items():
                texts = [str(v).lower() if isinstance(v, bool) else v for v in as_list(value)]
                block[key] = texts if isinstance(value, list) else texts[0]
    return result


class Moto:
    """https://github.com/getmoto/moto. Decides by the identity policies alone."""

    name = "moto"

    def __init__(self):
        from moto.iam.access_control import IAMPolicy, PermissionResult

        self._policy, self._result = IAMPolicy, PermissionResult

    def decide(self, row):
        if "root" in row["caller"] or set(row["policies"]) - set(IDENTITY):
            raise CannotExpress("it knows identity policies only")
        if row["owner"] not in json.dumps(row["caller"]):
            raise CannotExpress("it knows one account only")
        for statement in (s for document in identity_policies(row) for s in statements(document)):
            if "Condition" in statement or "NotResource" in statement or "${" in json.dumps(statement):
                raise CannotExpress("it knows neither conditions nor NotResource nor variables")
        results = {
            self._policy(json.dumps(document)).is_action_permitted(row["action"], row["resource"])
            for document in identity_policies(row)
        }
        if self._result.DENIED in results:
            return "explicitDeny"
        return "allow" if self._result.PERMITTED in results else "implicitDeny"

    def expected(self, row):
        return row["expected"]


def compare(evaluator, rows, explanations):
    """Prints what an evaluator says; returns whether all differences are explained, and no others."""
    agreements, differences, unknown = 0, {}, collections.Counter()
    for row in rows:
        try:
            decision = evaluator.decide(row)
        except CannotExpress as reason:
            unknown[str(reason)] += 1
            continue
        except Exception as error:  # Whatever it fails with is a difference, and has to be explained.
            decision = type(error).__name__
        if decision == evaluator.expected(row):
            agreements += 1
        else:
            differences[row["name"]] = decision
    print(f"{evaluator.name}: {agreements} rows agree, {len(differences)} differ, {unknown.total()} not expressed")
    for reason, count in unknown.most_common():
        print(f"  {count:4} not expressed: {reason}")
    explained = {name: entry["why"] for entry in explanations for name in entry["rows"]}
    for name, decision in differences.items():
        print(f"  {decision} for “{name}”: {explained.get(name, 'NOT EXPLAINED')}")
    stale = sorted(set(explained) - set(differences))
    for name in stale:
        print(f"  no difference for “{name}”, though one is explained")
    return not stale and set(differences) <= set(explained)


def main():
    evaluators = {"principalmapper": PrincipalMapper, "moto": Moto}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("evaluator", nargs="*", choices=[*evaluators, []], help="those to ask; all by default")
    names = parser.parse_args().evaluator or list(evaluators)
    rows = list(read_rows())
    explanations = json.loads((FIXTURES / "decision-differences.json").read_text())
    outcomes = [compare(evaluators[name](), rows, explanations.get(name, [])) for name in names]
    sys.exit(0 if all(outcomes) else 1)


if __name__ == "__main__":
    main()
