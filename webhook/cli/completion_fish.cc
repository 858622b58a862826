#include <string>
#include <vector>

#include "cli/completion_words.h"

namespace sparkgate::cli {
namespace {

/// Inside '…'
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return result + "'";
}

/// " -s o -l output"
std::string names_of(const Argument& flag) {
  std::string text;
  for (const std::string& name : flag.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  return text;
}

/// What fish offers as a value; -x is "no files", for all commands said once.
std::string values_of(const Argument& argument) {
  switch (argument.values) {
    case Values::none:
      break;
    case Values::anything:
      return " -x";
    case Values::files:
      return " -r -F";
    case Values::words:
      return " -x -a " + quoted(joined(argument.words));
  }
  return "";
}

/// The lines of a command that was chosen when `chosen` holds.
std::string lines(const CommandWords& command, const std::string& chosen) {
  std::vector<std::string> names;
  for (const CommandWords& one : command.commands) names.push_back(one.name);
  const std::string below = "__fish_seen_subcommand_from " + joined(names);
  const std::string here = names.empty() ? chosen : chosen + "; and not " + below;
  const std::string start = "complete -c sparkgate -n " + quoted(here);
  std::string text;
  for (const Argument& flag : command.flags) {
    text += start + names_of(flag) + values_of(flag) + " -d " + quoted(flag.help) + "\n";
  }
  if (command.positional) text += start + values_of(*command.positional) + "\n";
  for (const CommandWords& one : command.commands) {
    text += start + " -a " + one.name + " -d " + quoted(one.help) + "\n";
    text += lines(one, chosen + "; and __fish_seen_subcommand_from " + one.name);
  }
  return text;
}

}  // namespace

std::string fish_completion(const CommandWords& program) {
  return "# fish completion of sparkgate\ncomplete -c sparkgate -f\n" + lines(program, "true");
}

}  // namespace sparkgate::cli
