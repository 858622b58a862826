#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <string_view>

#include "cli/command_line.h"
#include "cli/man_page.h"
#include "serve/options.h"

/// Writes the manual page of a program to stdout; part of the build, never installed.
int main(int argc, char** argv) {
  using namespace sparkgate;
  const std::string_view program = argc == 2 ? argv[1] : "";
  CLI::App app;
  std::function<int()> run;
  serve::Options options;
  if (program == "sparkgate") {
    cli::declare_command_line(app, run);
    std::cout << cli::man_page(
        app, {1, "check Spark policies and show what the webhook does", "sparkgate-webhook (8)"});
  } else if (program == "sparkgate-webhook") {
    serve::declare_command_line(app, options);
    std::cout << cli::man_page(
        app, {8, "admission webhook for Apache Spark on Kubernetes", "sparkgate (1)"});
  } else {
    std::cerr << "usage: man_page sparkgate|sparkgate-webhook\n";
    return 2;
  }
  return std::cout.flush() ? 0 : 1;
}
