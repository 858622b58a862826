#include "cli/man_page.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "version.h"

namespace sparkgate::cli {
namespace {

/// Text as troff prints it: no hyphen for a dash, no typographic quotes, no request at its start.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '`':
        result += "\\(ga";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      default:
        result += c;
    }
  }
  return result.starts_with('.') ? "\\&" + result : result;
}

/// Lines as they stand: a footer's are sentences, or examples that are indented.
std::string lines_of(const std::string& text) {
  std::string result = ".nf\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += plain(line) + "\n";
  return result + ".fi\n";
}

std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

/// "sparkgate certs init"
std::string path_of(const CLI::App& app) {
  return (app.get_parent() ? path_of(*app.get_parent()) + " " : "") + app.get_name();
}

/// ".B sparkgate check\n[OPTIONS] path ...\n"
std::string usage_of(const CLI::App& app) {
  std::string text = ".B " + plain(path_of(app)) + "\n[OPTIONS]";
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    text += " " + plain(option->get_name(true, false));
    if (option->get_expected_max() > 1) text += " ...";
  }
  return text + (app.get_subcommands({}).empty() ? "\n" : " COMMAND\n");
}

/// Each option with what it takes and does, as CLI11 writes them in `--help`.
std::string options_of(const CLI::App& app) {
  const CLI::Formatter help;
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    const bool positional = option->get_positional();
    const std::string name =
        positional ? option->get_name(true, false) : option->get_name(false, true);
    text += ".TP\n.B " + plain(name) + "\\fR" + plain(help.make_option_opts(option)) + "\n" +
            plain(option->get_description()) + "\n";
  }
  return text;
}

/// The commands that do something themselves, each below the last.
std::string commands_of(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_subcommands({}).empty()) {
      text += ".SS " + plain(path_of(*command)) + "\n" +
              plain(on_one_line(command->get_description())) + ".\n" + options_of(*command);
      if (!command->get_footer().empty()) text += ".PP\n" + lines_of(command->get_footer());
    }
    text += commands_of(*command);
  }
  return text;
}

std::string synopsis_of(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands({})) text += synopsis_of(*command);
  return text.empty() ? usage_of(app) + ".br\n" : text;
}

}  // namespace

std::string man_page(const CLI::App& app, const ManTitle& title) {
  const std::string name = app.get_name();
  const std::string section = std::to_string(title.section);
  std::string text =
      ".TH " + plain(name) + " " + section + " \"\" \"sparkgate " + kVersion + "\"\n";
  text += ".SH NAME\n" + plain(name) + " \\- " + plain(title.summary) + "\n";
  text += ".SH SYNOPSIS\n" + synopsis_of(app);
  text += ".SH DESCRIPTION\n" + plain(on_one_line(app.get_description())) + "\n";
  text += ".SH OPTIONS\n" + options_of(app);
  const std::string commands = commands_of(app);
  if (!commands.empty()) text += ".SH COMMANDS\n" + commands;
  text += ".SH NOTES\n" + lines_of(app.get_footer());
  return text + ".SH SEE ALSO\n.BR " + plain(title.see_also) + "\n";
}

}  // namespace sparkgate::cli
