#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "cli/command.h"
#include "cli/embedded_files.h"
#include "policyfile/json_schema.h"

namespace sparkgate::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "policies/schema/sparkgate.schema.json";

/// Everything that is to be written: paths below the directory, and contents.
std::vector<std::pair<std::string, std::string>> all_files() {
  std::vector<std::pair<std::string, std::string>> files;
  for (const EmbeddedFile& one : starter_files()) files.emplace_back(one.path, one.content);
  files.emplace_back(kSchema, policyfile::json_schema().dump(2) + "\n");
  return files;
}

int fail(const std::string& what) {
  std::cerr << "sparkgate init: " << what << "\n";
  return kUsage;
}

int init(const fs::path& directory) {
  const auto files = all_files();
  std::string in_the_way;
  std::error_code error;
  for (const auto& [path, content] : files) {
    const fs::file_status found = fs::symlink_status(directory / path, error);
    if (fs::exists(found)) in_the_way += "  " + (directory / path).string() + "\n";
  }
  if (!in_the_way.empty()) {
    return fail("nothing is written, these are there already:\n" +
                in_the_way.substr(0, in_the_way.size() - 1));
  }
  for (const auto& [path, content] : files) {
    const fs::path target = directory / path;
    fs::create_directories(target.parent_path(), error);
    if (error) return fail(target.parent_path().string() + ": " + error.message());
    const Result<void> written = write_file(target.string(), content, 0644);
    if (!written) return fail(written.error().message);
    std::cout << target.string() << "\n";
  }
  const std::string policies = (directory / "policies").string();
  std::cout << "next: sparkgate check " << policies << "; sparkgate test " << policies << "\n";
  return kFine;
}

}  // namespace

void add_init_repository(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("init", "Write policies to start from, with tests and CI");
  auto directory = std::make_shared<std::string>();
  command->add_option("directory", *directory, "The repository that they are for; made when absent")
      ->required()
      ->type_name("DIR");
  command->footer(
      "Writes policies/ with tests, pods and the JSON Schema that the files name for editors,\n"
      ".github/workflows/policies.yml and .vscode/settings.json. Where one of them is there\n"
      "already, nothing is written.\n"
      "\n"
      "  sparkgate init spark-policies\n"
      "\n"
      "Exit codes: 0 written, 2 something is in the way or cannot be written.");
  command->callback([directory, &run] { run = [directory] { return init(*directory); }; });
}

}  // namespace sparkgate::cli
