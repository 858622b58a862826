#include "decision/submit_settings.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "decision/shell_words.h"

namespace sparkgate::decision {
namespace {

using std::string_view;

/// A program that takes the options of spark-submit.
struct Program {
  string_view name;
  bool mixed;  // what is no option of spark-submit is its own, and more options may follow
};
constexpr std::array<Program, 8> kPrograms = {{
    {"spark-submit", false},
    {"run-example", false},
    {"org.apache.spark.deploy.SparkSubmit", false},
    {"spark-shell", true},
    {"spark-sql", true},
    {"pyspark", true},
    {"start-connect-server.sh", true},
    {"start-thriftserver.sh", true},
}};

/// Options of spark-submit (SparkSubmitOptionParser) that take no value. All others do.
constexpr std::array<string_view, 8> kSwitches = {
    "--help", "-h",       "--load-spark-defaults", "--supervise", "--usage-error", "--verbose",
    "-v",     "--version"};
constexpr std::array<string_view, 3> kKeptOptions = {"--master", "--deploy-mode", "--remote"};

template <class Names>
bool among(const Names& names, string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The program that `word` starts, with or without a path; nullptr when it is none.
const Program* program_of(string_view word) {
  const string_view name = word.substr(word.rfind('/') + 1);  // npos + 1 is 0
  const auto* found = std::find_if(kPrograms.begin(), kPrograms.end(),
                                   [&](const Program& one) { return one.name == name; });
  return found == kPrograms.end() ? nullptr : found;
}

bool takes_value(string_view option) {
  return option == "-c" || (option.starts_with("--") && !among(kSwitches, option));
}

/// Takes a command line word by word. The words must outlive it.
class Reader {
 public:
  /// `from_shell`: a variable in the word may become several words.
  void take(string_view word, bool from_shell) {
    if (word == kEndOfCommand) return end();
    if (is_application_) return;
    if (!option_.empty()) return value(std::exchange(option_, {}), word);
    if (!in_options_) return seek(word, from_shell);
    if (from_shell && word.find_first_of("$`") != string_view::npos) clear_ = false;
    const std::size_t equals = word.starts_with("--") ? word.find('=') : string_view::npos;
    const string_view option = word.substr(0, equals);
    if (!takes_value(option)) {
      in_options_ = mixed_ || among(kSwitches, option);
      is_application_ = !in_options_;
    } else if (equals == string_view::npos) {
      option_ = option;
    } else {
      value(option, word.substr(equals + 1));
    }
  }

  /// What follows are options of a program.
  void start(bool mixed) {
    clear_ = clear_ && !started_;
    started_ = in_options_ = true;
    mixed_ = mixed;
  }

  bool started() const { return started_; }

  std::optional<Settings> settings() {
    return clear_ ? std::optional(std::move(settings_)) : std::nullopt;
  }

 private:
  void seek(string_view word, bool from_shell) {
    if (const Program* program = program_of(word)) return start(program->mixed);
    if (from_shell || word.find_first_of(" \n") == string_view::npos) return;
    for (const std::string& part : shell_words(word)) take(part, true);
    end();
  }

  void end() {
    in_options_ = is_application_ = false;
    option_ = {};
  }

  void value(string_view option, string_view text) {
    if (option == "--conf" || option == "-c") return setting(text);
    if (among(kKeptOptions, option)) settings_.insert_or_assign(std::string(option), text);
  }

  void setting(string_view text) {
    const std::size_t equals = text.find('=');
    const string_view name = text.substr(0, equals);
    if (name.find('$') != string_view::npos) clear_ = false;
    if (equals == string_view::npos) return;
    settings_.insert_or_assign(std::string(name), text.substr(equals + 1));
  }

  Settings settings_;
  string_view option_;  // that waits for its value
  bool in_options_ = false;
  bool is_application_ = false;  // all up to the command's end are its arguments
  bool mixed_ = false;
  bool started_ = false;
  bool clear_ = true;  // all of it can be told
};

string_view value_of_env(View container, string_view name) {
  string_view value;  // of several of one name Kubernetes takes the last
  for (const View variable : container["env"].items()) {
    if (variable["name"].text() == name) value = variable["value"].text();
  }
  return value;
}

}  // namespace

std::optional<Settings> submit_settings(View container) {
  Reader reader;
  for (const View word : container["command"].items()) reader.take(word.text(), false);
  bool first = true;
  for (const View word : container["args"].items()) {
    // Spark's images start spark-submit for their argument `driver`.
    first&& word.text() == "driver" ? reader.start(false) : reader.take(word.text(), false);
    first = false;
  }
  if (reader.started()) return reader.settings();
  const std::vector<std::string> words =
      shell_words(value_of_env(container, "PYSPARK_SUBMIT_ARGS"));
  reader.start(false);
  for (const std::string& word : words) reader.take(word, true);
  return reader.settings();
}

}  // namespace sparkgate::decision
