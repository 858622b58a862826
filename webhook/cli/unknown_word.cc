#include "cli/unknown_word.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

#include "policyfile/suggest.h"

namespace sparkgate::cli {
namespace {

using Words = std::vector<std::string>;

std::string did_you_mean(std::string_view word, const Words& known) {
  return policyfile::did_you_mean(word, {known.begin(), known.end()});
}

Words commands_of(const CLI::App& app) {
  Words names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

Words flags_of(const CLI::App& app) {
  Words names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

bool is_flag(const std::string& word) {
  return word.size() > 1 && word.front() == '-';
}

/// "sparkgate certs"
std::string name_of(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return (parent ? name_of(*parent) + " " : "") + app.get_name();
}

std::string say(const CLI::App& app, const std::string& what) {
  return "sparkgate: " + what + "\nsee " + name_of(app) + " --help\n";
}

/// The command that was reached: CLI11 leaves the words it does not know with it.
const CLI::App& reached(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : reached(*chosen.front());
}

}  // namespace

std::string about_unknown_word(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = reached(app);
  Words unknown = command.remaining();
  std::erase(unknown, "--");
  const Words commands = commands_of(command);
  const bool wants_command = !commands.empty() && !unknown.empty() && !is_flag(unknown.front());
  if (wants_command) {  // even before --help, which would be another command's
    return say(command, "unknown command '" + unknown.front() + "'" +
                            did_you_mean(unknown.front(), commands));
  }
  const auto flag = std::find_if(unknown.begin(), unknown.end(), is_flag);
  if (flag == unknown.end() || error.get_exit_code() == 0) return "";
  const std::string name = flag->substr(0, flag->find('='));
  return say(command, "unknown flag '" + name + "'" + did_you_mean(name, flags_of(command)));
}

}  // namespace sparkgate::cli
