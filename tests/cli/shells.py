"""What three shells offer after some words, when they have read the script of `sparkgate completion`.

Each is the real shell: bash calls the function as its line editor does, fish completes with `complete -C`, zsh has a
terminal and completes the line that waits there.
"""

import os
import pty
import shlex
import subprocess

IN_BASH = """
compopt() {{ :; }}  # speaks to the line editor
source "$SCRIPT"
COMP_WORDS=({words}) COMP_CWORD={last}
$(complete -p sparkgate | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# The matches that zsh is given go to a file; those asked for by functions of zsh itself, to filter them, do not.
IN_ZSH = """
autoload -Uz compinit && compinit -u -D
source "$SCRIPT"
compadd() {{
  if [[ ${{@[1,(i)(-|--)]}} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -A found "$@"
  (( $#found )) && print -rl -- $found >>"$FOUND"
}}
zle-line-init() {{ zle complete-word; exit }}
zle -N zle-line-init
print -z -- {line}
"""


def run(*command, **environment):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, stdin=subprocess.DEVNULL,
                          cwd=environment.pop("cwd"), env={**os.environ, **environment}).stdout


def bash(script, words, cwd):
    """readline has split `--flag=value` in three before."""
    text = IN_BASH.format(words=" ".join(map(shlex.quote, words)), last=len(words) - 1)
    return run("bash", "--norc", "-c", text, SCRIPT=str(script), cwd=cwd)


def fish(script, words, cwd):
    text = f"source {script}; complete -C {shlex.quote(line_of(words))}"
    return run("fish", "--no-config", "-c", text, cwd=cwd, HOME=str(script.parent))


def zsh(script, words, cwd):
    folder = script.parent / "zsh"
    folder.mkdir(exist_ok=True)
    found = folder / "found"
    found.write_text("", encoding="utf-8")
    (folder / ".zshrc").write_text(IN_ZSH.format(line=shlex.quote(line_of(words))), encoding="utf-8")
    ours, its = pty.openpty()
    with subprocess.Popen(["zsh", "-i"], stdin=its, stdout=its, stderr=its, cwd=cwd, start_new_session=True,
                          env={**os.environ, "ZDOTDIR": str(folder), "SCRIPT": str(script), "FOUND": str(found),
                               "TERM": "dumb"}) as shell:
        os.close(its)
        try:
            while os.read(ours, 4096):
                pass
        except OSError:
            pass  # the terminal's other end is closed: it has ended
        shell.wait(60)
    os.close(ours)
    return found.read_text(encoding="utf-8")


def line_of(words):
    return " ".join(words).replace(" = ", "=")


SHELLS = {"bash": bash, "zsh": zsh, "fish": fish}


def offered(shell, script, words, cwd):
    """The set of words that `shell` offers for the last of `words`, without descriptions."""
    lines = SHELLS[shell](script, words, cwd).splitlines()
    return {line.split("\t")[0].rstrip("/") for line in lines if line}
