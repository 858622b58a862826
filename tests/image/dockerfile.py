"""A Dockerfile as it is written: stages, instructions, build arguments. Knows what ours uses and refuses the rest."""

import json
import re
import shlex

KNOWN = {"FROM", "RUN", "WORKDIR", "COPY", "ARG", "LABEL", "USER", "EXPOSE", "ENTRYPOINT"}


class Stage:
    """`base`, `name` (None for the last) and `instructions`: pairs of a word and its text, arguments not yet filled in."""

    def __init__(self, base, name):
        self.base = base
        self.name = name
        self.instructions = []

    def texts(self, word):
        return [text for name, text in self.instructions if name == word]

    def only(self, word):
        found = self.texts(word)
        assert len(found) == 1, f"{len(found)} instructions {word}"
        return found[0]

    def arguments(self, given):
        """The stage's build arguments: their defaults, or what was given."""
        pairs = (text.partition("=")[::2] for text in self.texts("ARG"))
        return {name: given.get(name, default) for name, default in pairs}

    def user(self):
        return tuple(int(number) for number in self.only("USER").split(":"))

    def entrypoint(self):
        return json.loads(self.only("ENTRYPOINT"))

    def labels(self, given):
        text = filled_in(self.only("LABEL"), self.arguments(given))
        return dict(word.split("=", 1) for word in shlex.split(text))


def filled_in(text, arguments):
    return re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], text)


def read(text):
    """The stages of a Dockerfile."""
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    stages = []
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if not line.strip():
            continue
        word, rest = line.split(maxsplit=1)
        if word not in KNOWN:
            raise ValueError(f"not known here: {line}")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base, name or None))
        else:
            stages[-1].instructions.append((word, rest))
    return stages
