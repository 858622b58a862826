#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// What can follow a flag, or stand in a positional argument's place.
enum class Values { none, anything, files, words };

/// A flag or a positional argument, as a shell completes it.
struct Argument {
  std::vector<std::string> names;  // "-o", "--output"; none for a positional argument
  std::string help;
  bool repeatable = false;
  Values values = Values::none;
  std::vector<std::string> words;  // of Values::words
};

/// A command, with its own commands.
struct CommandWords {
  std::string path;  // "sparkgate certs init"
  std::string name;  // "init"
  std::string help;
  std::vector<Argument> flags;
  std::optional<Argument> positional;
  std::vector<CommandWords> commands;
};

/// All that can be typed after `app`, from the tables that parse it.
CommandWords words_of(const CLI::App& app);

/// The scripts that complete `program`, one a shell; they ask nothing of the program itself.
std::string bash_completion(const CommandWords& program);
std::string zsh_completion(const CommandWords& program);
std::string fish_completion(const CommandWords& program);

/// "a b c"
std::string joined(const std::vector<std::string>& words, const std::string& between = " ");

}  // namespace sparkgate::cli
