#include <algorithm>
#include <string>

#include "cli/completion_words.h"

namespace sparkgate::cli {
namespace {

/// Inside '…', where _arguments and _describe read `special` letters of their own.
std::string quoted(const std::string& text, const std::string& special) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else if (special.find(c) != std::string::npos) {
      result += std::string("\\") + c;
    } else {
      result += c;
    }
  }
  return result;
}

/// "_sparkgate_certs_init", the function of "sparkgate certs init"
std::string function_of(const CommandWords& command) {
  std::string name = "_" + command.path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

/// ":value:_files", as _arguments takes it
std::string values_of(const Argument& argument) {
  switch (argument.values) {
    case Values::none:
      break;
    case Values::anything:
      return ":value: ";
    case Values::files:
      return ":file:_files";
    case Values::words:
      return ":value:(" + joined(argument.words) + ")";
  }
  return "";
}

/// A line for each name of the flag; the names exclude one another unless it is repeatable.
std::string flag_lines(const Argument& flag) {
  const std::string before = flag.repeatable ? "*" : "(" + joined(flag.names) + ")";
  std::string text;
  for (const std::string& name : flag.names) {
    const bool takes_value = flag.values != Values::none;
    const std::string joint = !takes_value ? "" : name.starts_with("--") ? "=" : "+";
    text += "    '" + before + name + joint + "[" + quoted(flag.help, "[]\\") + "]" +
            values_of(flag) + "' \\\n";
  }
  return text;
}

/// Which command it is, and on to that command's function.
std::string choice(const CommandWords& command) {
  std::string known, branches;
  for (const CommandWords& one : command.commands) {
    known += "      '" + one.name + ":" + quoted(one.help, ":\\") + "'\n";
    branches += "      " + one.name + ") " + function_of(one) + " ;;\n";
  }
  return "    ':command:->command' \\\n    '*::argument:->argument'\n"
         "  case $state in\n  command)\n    local -a commands=(\n" +
         known + "    )\n    _describe command commands ;;\n  argument)\n    case $words[1] in\n" +
         branches + "    esac ;;\n  esac\n";
}

std::string function(const CommandWords& command) {
  std::string text =
      function_of(command) + "() {\n  local context state line\n  _arguments -C \\\n";
  for (const Argument& flag : command.flags) text += flag_lines(flag);
  if (!command.commands.empty()) {
    text += choice(command);
  } else if (command.positional) {
    const Argument& argument = *command.positional;
    text += std::string("    '") + (argument.repeatable ? "*" : "") + values_of(argument) + "'\n";
  } else {
    text += "    ': :'\n";
  }
  text += "}\n";
  for (const CommandWords& one : command.commands) text += function(one);
  return text;
}

}  // namespace

std::string zsh_completion(const CommandWords& program) {
  return "#compdef sparkgate\n" + function(program) +
         "if [ \"$funcstack[1]\" = _sparkgate ]; then _sparkgate \"$@\"; "
         "else compdef _sparkgate sparkgate; fi\n";
}

}  // namespace sparkgate::cli
