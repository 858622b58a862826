#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sparkgate::policyfile {

/// What kind of thing was found in a policy file. Each has a name that stays what it is: scripts,
/// reports and `# sparkgate: ignore` comments use it. In the order of the table in code.cc.
enum class Code : std::uint8_t {
  unreadable_file,
  yaml,
  unknown_key,
  missing_key,
  wrong_type,
  wrong_value,
  empty_value,
  duplicate_name,
  conflict,
  template_file,
  protected_field,
  directive,
  pointless_rule,
  spark_only,
  unknown_rule,
  test_pod,
  test_policies,
  test_table,
  test_expectation,
  bad_ignore,
  container_without_image,
  config_map_size,
  does_nothing,
  doubtful_value,
  exception_ended,
  never_applies,
  pods_all,
  refuses_our_pods,
  set_by_spark,
  shadowed_rule,
  unknown_field,
  unused_template,
  exception_ends,
  needs_in_cluster,
  template_reading,
  unknown_version,
  unused_ignore,
};

enum class Severity : std::uint8_t {
  error,    // a mistake: the set does not load
  warning,  // it loads, and hardly does what its author wants
  note      // it loads, and its author should know
};

/// What `sparkgate check --list` and policies/checks.md say of a code.
struct CodeEntry {
  Code code;
  std::string_view name;  // the code with '-'
  Severity severity;
  std::string_view what;  // a sentence
  std::string_view cure;  // an example of one
};

/// All codes, in the order of the enum.
std::span<const CodeEntry> all_codes();

const CodeEntry& entry_of(Code code);

/// The code of that name, or nullptr.
const CodeEntry* find_code(std::string_view name);

/// "error", "warning", "note"
std::string_view name_of(Severity severity);

}  // namespace sparkgate::policyfile
