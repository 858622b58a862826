#include "decision/evidence.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sparkgate::decision {
namespace {

using std::string_view;

/// Env that only Spark's own pod builders set, on drivers (first) and executors.
constexpr std::array<string_view, 5> kBuilderEnv = {"SPARK_DRIVER_BIND_ADDRESS",
                                                    "SPARK_APPLICATION_ID", "SPARK_DRIVER_URL",
                                                    "SPARK_EXECUTOR_ID", "SPARK_EXECUTOR_POD_IP"};

/// Programs and classes that start a driver in the pod they stand in.
constexpr std::array<string_view, 10> kStarters = {
    "spark-submit",
    "spark-shell",
    "spark-sql",
    "pyspark",
    "run-example",
    "start-connect-server.sh",
    "start-thriftserver.sh",
    "org.apache.spark.deploy.SparkSubmit",
    "org.apache.spark.sql.connect.service.SparkConnectServer",
    "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"};

/// Whether `text` (one argument, or a whole shell line) names the program, with or without a path.
bool names(string_view text, string_view program) {
  constexpr string_view kBefore = "/ \t\n\"'(;&|", kBehind = " \t\n\"');&|";
  for (std::size_t at = text.find(program); at != string_view::npos;
       at = text.find(program, at + 1)) {
    const std::size_t end = at + program.size();
    const bool starts = at == 0 || kBefore.find(text[at - 1]) != string_view::npos;
    const bool ends = end == text.size() || kBehind.find(text[end]) != string_view::npos;
    if (starts && ends) return true;
  }
  return false;
}

/// Calls `visit(word)` for each word of a shell line, without its quotes.
template <class Visit>
void for_each_word(string_view line, Visit visit) {
  constexpr string_view kBetween = " \t\n\"'";
  for (std::size_t begin = line.find_first_not_of(kBetween); begin != string_view::npos;) {
    const std::size_t end = line.find_first_of(kBetween, begin);
    visit(line.substr(begin, end - begin));
    begin = end == string_view::npos ? end : line.find_first_not_of(kBetween, end);
  }
}

bool is_other_master(string_view value) {
  return value == "yarn" || value.starts_with("spark://") || value.starts_with("mesos://");
}

/// Reads the command line of one container word by word, also inside shell lines (`bash -c "…"`).
struct CommandLine {
  bool starter = false;       // names a program that starts a driver
  bool kubernetes = false;    // a k8s:// master
  bool other_master = false;  // yarn, mesos or a standalone master
  bool cluster_mode = false;  // only submits: the driver runs in another pod
  bool history_server = false;

  void read(View words) {
    string_view before;
    for (const View item : words.items()) {
      const string_view text = item.text();
      starter = starter || std::any_of(kStarters.begin(), kStarters.end(),
                                       [&](string_view program) { return names(text, program); });
      kubernetes = kubernetes || text.find("k8s://") != string_view::npos;
      history_server = history_server || text.find("history-server") != string_view::npos ||
                       text.find("HistoryServer") != string_view::npos;
      for_each_word(text, [&](string_view word) {
        setting(word, before);
        before = word;
      });
    }
  }

  /// `--master yarn`, `--master=yarn`, `spark.master=yarn`.
  void setting(string_view word, string_view before) {
    const std::size_t equals = word.find('=');
    const string_view key = equals == string_view::npos ? before : word.substr(0, equals);
    const string_view value = equals == string_view::npos ? word : word.substr(equals + 1);
    if (key == "--deploy-mode" || key == "spark.submit.deployMode") {
      cluster_mode = cluster_mode || value == "cluster";
    } else if (key == "--master" || key == "spark.master") {
      other_master = other_master || is_other_master(value);
    }
  }

  /// The driver runs in another pod, or it is no application at all.
  bool elsewhere() const { return cluster_mode || history_server || (other_master && !kubernetes); }
  bool starts_driver() const { return (starter || kubernetes) && !elsewhere(); }
};

CommandLine command_line(View container) {
  CommandLine line;
  line.read(container["command"]);
  line.read(container["args"]);
  return line;
}

/// Env of drivers that notebooks and home-made images start without a telling command line.
bool has_driver_env(View container) {
  for (const View variable : container["env"].items()) {
    const string_view name = variable["name"].text();
    if (name == "SPARK_DRIVER_BIND_ADDRESS") return true;
    if ((name == "PYSPARK_SUBMIT_ARGS" || name == "SPARK_MASTER") &&
        variable["value"].text().find("k8s://") != string_view::npos) {
      return true;
    }
  }
  return false;
}

/// Pods of tools that start Spark elsewhere.
bool only_submits(View labels) {
  return labels["emr-containers.amazonaws.com/component"].text() == "job.submitter" ||
         labels["emr-containers.amazonaws.com/component"].text() == "controller";
}

}  // namespace

bool made_by_spark(View container) {
  const string_view first = container["args"].at(0).text();
  if (first == "executor" || first == "driver" || first == "driver-py" || first == "driver-r") {
    return true;
  }
  for (const View variable : container["env"].items()) {
    const string_view name = variable["name"].text();
    if (std::find(kBuilderEnv.begin(), kBuilderEnv.end(), name) != kBuilderEnv.end()) return true;
  }
  return false;
}

bool runs_spark(View container) {
  const CommandLine line = command_line(container);
  return line.starts_driver() || (!line.elsewhere() && has_driver_env(container));
}

bool is_client_mode_driver(View pod) {
  if (only_submits(pod["metadata"]["labels"])) return false;
  for (const View container : pod["spec"]["containers"].items()) {
    if (runs_spark(container)) return true;
  }
  return false;
}

}  // namespace sparkgate::decision
