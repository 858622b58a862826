#include <string>
#include <vector>

#include "cli/completion_words.h"

namespace sparkgate::cli {
namespace {

constexpr const char* kHead = R"(# bash completion of sparkgate
_sparkgate() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=sparkgate i
  COMPREPLY=()
  # --flag=value comes as three words.
  if [ "$word" = = ]; then
    word=
  elif [ "$before" = = ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${COMP_WORDS[i]}" in
)";

constexpr const char* kCommandFound = R"() command+=" ${COMP_WORDS[i]}" ;;
    esac
  done
  case "$command $before" in
)";

constexpr const char* kValuesDone = R"(  esac
  case "$command" in
)";

constexpr const char* kTail = R"(  esac
}
_sparkgate_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_sparkgate_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$1")
}
complete -F _sparkgate sparkgate
)";

/// One of these words.
std::string reply(const std::string& words) {
  return "_sparkgate_words '" + words + "' \"$word\"";
}

/// "'sparkgate check'|'sparkgate certs'": the commands below the program
std::string paths_below(const CommandWords& command) {
  std::string paths;
  for (const CommandWords& one : command.commands) {
    const std::string deeper = paths_below(one);
    paths += (paths.empty() ? "'" : "|'") + one.path + "'" + (deeper.empty() ? "" : "|" + deeper);
  }
  return paths;
}

/// What is done where a value is wanted; empty when none is, or nobody can tell which.
std::string reply_of(const Argument& argument) {
  if (argument.values == Values::files) return "_sparkgate_files \"$word\"";
  return argument.values == Values::words ? reply(joined(argument.words)) : "";
}

/// The branches after a flag that takes a value.
std::string value_branches(const CommandWords& command) {
  std::string text;
  for (const Argument& flag : command.flags) {
    if (flag.values == Values::none) continue;
    std::string pattern;
    for (const std::string& name : flag.names) {
      pattern += (pattern.empty() ? "'" : "|'") + command.path + " " + name + "'";
    }
    const std::string values = reply_of(flag);
    text += "    " + pattern + ") " + values + (values.empty() ? "" : "; ") + "return ;;\n";
  }
  for (const CommandWords& one : command.commands) text += value_branches(one);
  return text;
}

/// The branches of commands: flags behind a dash, else what may stand there.
std::string command_branches(const CommandWords& command) {
  std::vector<std::string> flags, commands;
  for (const Argument& flag : command.flags) {
    flags.insert(flags.end(), flag.names.begin(), flag.names.end());
  }
  for (const CommandWords& one : command.commands) commands.push_back(one.name);
  std::string plain = command.positional ? reply_of(*command.positional) : reply(joined(commands));
  if (plain.empty()) plain = ":";  // nobody knows what may stand there
  std::string text = "    '" + command.path + "')\n      if [[ $word == -* ]]; then " +
                     reply(joined(flags)) + "; else " + plain + "; fi ;;\n";
  for (const CommandWords& one : command.commands) text += command_branches(one);
  return text;
}

}  // namespace

std::string bash_completion(const CommandWords& program) {
  return kHead + ("      " + paths_below(program)) + kCommandFound + value_branches(program) +
         kValuesDone + command_branches(program) + kTail;
}

}  // namespace sparkgate::cli
