#include "cli/completion_words.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace sparkgate::cli {
namespace {

/// "TEXT:{text,json}", as CLI11 writes the type of an option with IsMember: text and json.
std::vector<std::string> words_in_braces(const std::string& type) {
  std::vector<std::string> words;
  const auto open = type.find('{');
  if (open == std::string::npos) return words;
  std::istringstream list(type.substr(open + 1, type.find('}', open) - open - 1));
  for (std::string word; std::getline(list, word, ',');) words.push_back(word);
  return words;
}

bool names_files(const std::string& type) {
  const auto has = [&type](const char* word) { return type.find(word) != std::string::npos; };
  return has("FILE") || has("DIR") || has("PATH");
}

Argument argument_of(const CLI::Option& option) {
  Argument argument;
  for (const std::string& name : option.get_snames()) argument.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.names.push_back("--" + name);
  argument.help = option.get_description();
  argument.repeatable = option.get_expected_max() == CLI::detail::expected_max_vector_size;
  const std::string type = option.get_type_name();
  argument.words = words_in_braces(type);
  if (option.get_expected_max() == 0) {
    argument.values = Values::none;
  } else if (!argument.words.empty()) {
    argument.values = Values::words;
  } else if (names_files(type + " " + option.get_option_text())) {
    argument.values = Values::files;
  } else {
    argument.values = Values::anything;
  }
  return argument;
}

CommandWords words_below(const CLI::App& app, const std::string& parents) {
  CommandWords words{parents + app.get_name(), app.get_name(), app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      words.positional = argument_of(*option);
    } else {
      words.flags.push_back(argument_of(*option));
    }
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    words.commands.push_back(words_below(*command, words.path + " "));
  }
  return words;
}

}  // namespace

CommandWords words_of(const CLI::App& app) {
  return words_below(app, "");
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace sparkgate::cli
