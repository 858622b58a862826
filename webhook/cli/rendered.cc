#include "cli/rendered.h"

#include <utility>

#include "base/files.h"

namespace sparkgate::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20;

/// NAMESPACE:NAME of the account that a driver runs as; `namespace_name`: instead of the pod's.
std::string account_of(const json& driver, const std::string& namespace_name) {
  const std::string space =
      namespace_name.empty() ? driver["metadata"].value("namespace", "") : namespace_name;
  return space + ":" + driver["spec"].value("serviceAccountName", "default");
}

}  // namespace

render::Context context_of(const RequestFlags& flags) {
  render::Context context;
  context.read_file = [](const std::string& path) { return read_file(path, kMaxFileBytes); };
  context.version = render::read_version(flags.spark_version);
  if (!flags.namespace_name.empty()) context.namespace_name = flags.namespace_name;
  return context;
}

std::vector<Input> inputs_of(render::Rendering rendering, const std::string& source, int document,
                             const RequestFlags& flags) {
  std::vector<Input> inputs;
  for (const std::string& mistake : rendering.mistakes) {
    inputs.push_back({source, document, nullptr, mistake, {}});
  }
  if (!inputs.empty()) return inputs;
  RequestFlags of_executor = flags;
  if (!rendering.driver.is_null()) {
    of_executor.service_account = account_of(rendering.driver, flags.namespace_name);
    inputs.push_back({source, document, review_of_pod(std::move(rendering.driver), flags), "", {}});
  }
  inputs.push_back(
      {source, document, review_of_pod(std::move(rendering.executor), of_executor), "", {}});
  inputs.front().notes = std::move(rendering.notes);
  return inputs;
}

}  // namespace sparkgate::cli
