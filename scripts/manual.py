#!/usr/bin/env python3
"""Writes the manual pages of firn from what its commands say of themselves.

firn.1 has the whole in short, and each command with all that is below it has a page of its own, such as firn-vault.1.
Exit statuses, environment and files are those of docs/command-line.md.
"""

import argparse
import json
import os
import re
import subprocess

GUIDE = os.path.join(os.path.dirname(__file__), "..", "docs", "command-line.md")


def escaped(text):
    """Text as roff takes it: no character of its own meaning, no line that would be a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def plain(markdown):
    """A cell of a table without the marks of code and links."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("`", "").strip()


def guide_table(heading):
    """The rows of the first table below a heading of the guide."""
    with open(GUIDE, encoding="utf-8") as file:
        section = file.read().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[plain(cell) for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


class Page:
    def __init__(self, name, abstract, version):
        self.name = name
        self.lines = [f'.TH "{name.upper()}" 1 "" "Firn {version}" "Firn manual"', ".nh", ".ad l"]
        self.section("NAME")
        self.text(f"{name} - {abstract.rstrip('.')}")

    def section(self, title):
        self.lines.append(f'.SH "{title}"')

    def subsection(self, title):
        self.lines.append(f'.SS "{escaped(title)}"')

    def text(self, text):
        """Paragraphs; lines that are indented stay as they are."""
        for paragraph in filter(None, text.strip("\n").split("\n\n")):
            self.paragraph()
            kept = paragraph.startswith("  ")
            if kept:
                self.lines += [".nf", ".RS"]
            self.lines.append(escaped(paragraph))
            if kept:
                self.lines += [".RE", ".fi"]

    def strong(self, text):
        self.paragraph()
        self.lines.append(f"\\fB{escaped(text)}\\fR")

    def paragraph(self):
        if not self.lines[-1].startswith((".SH", ".SS")):
            self.lines.append(".PP")

    def item(self, label, text):
        self.lines += [".TP", f"\\fB{escaped(label)}\\fR", escaped(text) if text else "\\&"]

    def write(self, folder):
        with open(os.path.join(folder, f"{self.name}.1"), "w", encoding="utf-8") as file:
            file.write("\n".join(self.lines) + "\n")


def shown(items):
    return [item for item in items if item.get("shouldDisplay", True)]


def own_arguments(command):
    """Those that are not the same for all commands."""
    return [argument for argument in shown(command.get("arguments", []))
            if argument["kind"] == "positional" or argument["preferredName"]["name"] not in ("help", "version")]


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def label(argument):
    if argument["kind"] == "positional":
        return f"<{argument['valueName']}>" + ("..." if argument["isRepeating"] else "")
    names = ", ".join(spelled(name) for name in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} <{argument['valueName']}>"


def usage(words, command):
    parts, has_options = [" ".join(words)], False
    for argument in own_arguments(command):
        if argument["kind"] == "positional":
            parts.append(f"[{label(argument)}]" if argument["isOptional"] else label(argument))
        elif argument["isOptional"]:
            has_options = True
        else:
            parts.append(f"{spelled(argument['preferredName'])} <{argument['valueName']}>")
    return " ".join(parts + (["[options]"] if has_options else []))


def subcommands(command):
    return [inner for inner in shown(command.get("subcommands", [])) if inner["commandName"] != "help"]


def add(page, argument):
    text = argument.get("abstract", "")
    if argument.get("defaultValue") and argument["kind"] != "flag":
        text += f" Default: {argument['defaultValue']}."
    values = argument.get("allValueStrings") or argument.get("allValues")
    if values:
        text += f" One of: {', '.join(values)}."
    page.item(label(argument), text.strip())


def describe(page, words, command, shared):
    """A command's text and arguments, and then those of all commands below it. Options with a title are collected:
    many commands share them."""
    if command.get("discussion"):
        page.text(command["discussion"])
    for argument in own_arguments(command):
        if argument.get("sectionTitle"):
            shared.setdefault(argument["sectionTitle"], {}).setdefault(label(argument), argument)
        else:
            add(page, argument)
    for inner in subcommands(command):
        path = [*words, inner["commandName"]]
        page.subsection(" ".join(path))
        page.text(inner.get("abstract", ""))
        if not subcommands(inner):
            page.strong(usage(path, inner))
        describe(page, path, inner, shared)


def command_page(command, version):
    words = ["firn", command["commandName"]]
    page = Page("-".join(words), command.get("abstract", ""), version)
    page.section("SYNOPSIS")
    page.text(f"{' '.join(words)} <subcommand>" if subcommands(command) else usage(words, command))
    page.section("DESCRIPTION")
    page.text(command.get("abstract", ""))
    shared = {}
    describe(page, words, command, shared)
    for title, arguments in shared.items():
        page.section(f"{title.upper()} OPTIONS")
        for argument in arguments.values():
            add(page, argument)
    page.section("SEE ALSO")
    page.lines.append("\\fBfirn\\fR(1)")
    return page


def overview(root, version):
    page = Page("firn", root["abstract"], version)
    page.section("SYNOPSIS")
    page.text("firn <subcommand>")
    page.section("DESCRIPTION")
    page.text(root.get("discussion", root["abstract"]))
    page.section("COMMANDS")
    for command in subcommands(root):
        page.item(f"firn-{command['commandName']}(1)", command.get("abstract", ""))
    page.section("OPTIONS")
    page.item("--version", "Show the version.")
    page.item("-h, --help", "Show help information, of every command as well.")
    for heading, title in (("Exit statuses", "EXIT STATUS"), ("Environment", "ENVIRONMENT"), ("Files", "FILES")):
        page.section(title)
        for name, meaning in guide_table(heading):
            page.item(name, meaning)
    page.section("SEE ALSO")
    names = [f"\\fBfirn\\-{escaped(command['commandName'])}\\fR(1)" for command in subcommands(root)]
    page.lines.append(",\n".join(names))
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the built firn")
    parser.add_argument("--output", required=True, help="the folder of the pages")
    options = parser.parse_args()
    ask = [os.path.abspath(options.binary)]
    root = json.loads(subprocess.run([*ask, "--experimental-dump-help"], check=True, capture_output=True).stdout)["command"]
    version = subprocess.run([*ask, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    os.makedirs(options.output, exist_ok=True)
    overview(root, version).write(options.output)
    for command in subcommands(root):
        command_page(command, version).write(options.output)


if __name__ == "__main__":
    main()
