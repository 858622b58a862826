#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decision/plan.h"
#include "decision/policy.h"

namespace sparkgate::decision {

/// A plan, and its owner when the set had no room left to keep it.
struct PlanHandle {
  const Plan* plan = nullptr;
  std::unique_ptr<const Plan> own;
};

/// All policies of a directory, checked and indexed. Immutable but for the plans it remembers; read
/// by all threads at once, without locks.
class PolicySet {
 public:
  /// `fingerprint`: of the content the policies were loaded from. The order of `policies` does not
  /// matter. Their names must differ.
  PolicySet(Policies policies, std::string fingerprint);
  ~PolicySet();
  PolicySet(const PolicySet&) = delete;
  PolicySet& operator=(const PolicySet&) = delete;

  /// Strongest first: by priority, then by name.
  const Policies& policies() const { return policies_; }
  const std::string& fingerprint() const { return fingerprint_; }

  /// Whether some policy wants hand-made client-mode drivers recognised.
  bool recognises_client_mode() const { return recognises_client_mode_; }

  /// Indices of the policies that may apply in a namespace, strongest first: a thousand policies
  /// for other namespaces cost nothing.
  const std::vector<std::uint32_t>& candidates(std::string_view namespace_name) const;

  /// A container name that some fragment spells out and that is `name`, or "".
  std::string_view spark_alias(std::string_view name) const;

  /// Whether some fragment adds a container of that name to pods that have none.
  bool adds_container(std::string_view name) const;

  /// The plan of that key, made now if nobody needed it before. Valid as long as set and handle.
  PlanHandle plan(const PlanKey& key) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class Value>
  using ByName = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  /// Plans kept at most: users can make new sets of matching policies with labels, not memory.
  static constexpr std::size_t kSlots = 1024;
  static constexpr std::size_t kProbes = 16;

  void index_namespaces();

  Policies policies_;
  std::string fingerprint_;
  bool recognises_client_mode_ = false;
  ByName<std::vector<std::uint32_t>> by_namespace_;  // of namespaces that policies spell out
  std::vector<std::uint32_t> anywhere_;              // of all other namespaces
  std::vector<std::string> container_names_;         // that fragments spell out, sorted
  std::vector<std::string> side_cars_;               // those of them with an image, sorted
  mutable std::array<std::atomic<const Plan*>, kSlots> plans_{};  // each set once, from null
};

}  // namespace sparkgate::decision
