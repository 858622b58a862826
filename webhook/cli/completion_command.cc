#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/completion_words.h"

namespace sparkgate::cli {
namespace {

std::string script(const std::string& shell, const CommandWords& program) {
  if (shell == "bash") return bash_completion(program);
  return shell == "zsh" ? zsh_completion(program) : fish_completion(program);
}

}  // namespace

void add_completion(CLI::App& app, std::function<int()>& run) {
  auto* command =
      app.add_subcommand("completion", "Print a script that completes commands, flags and values");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "The shell that is to read it")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "In bash:  source <(sparkgate completion bash)\n"
      "In zsh:   source <(sparkgate completion zsh), after compinit\n"
      "In fish:  sparkgate completion fish | source");
  command->callback([&app, shell, &run] {
    run = [&app, shell] {
      std::cout << script(*shell, words_of(app));
      return kFine;
    };
  });
}

}  // namespace sparkgate::cli
