#include "render/names.h"

#include <algorithm>
#include <cctype>

namespace sparkgate::render {
namespace {

constexpr std::size_t kLongestLabel = 63;

/// Lower case, with one dash for all that is neither letter nor digit.
std::string in_dashes(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    const bool good = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (good) {
      result += lower;
    } else if (!result.ends_with('-')) {
      result += '-';
    }
  }
  return result;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string app_name(const Conf& conf) {
  return conf.get({"spark.app.name"}, "spark");
}

}  // namespace

std::string app_id(const Conf& conf) {
  return conf.get({"spark.app.id"}, "spark-00000000000000000000000000000000");
}

std::string app_name_label(std::string_view app_name) {
  std::string label = in_dashes(trimmed(app_name)).substr(0, kLongestLabel);
  if (label.starts_with('-')) label.erase(0, 1);
  if (label.ends_with('-')) label.pop_back();
  return label;
}

namespace {
/// The application's name, as a name in Kubernetes begins.
std::string made_up_prefix(const Conf& conf) {
  std::string prefix = in_dashes(trimmed(app_name(conf)) + "-" + std::string(kUniqueId));
  if (prefix.starts_with('-')) prefix.erase(0, 1);
  if (std::isdigit(static_cast<unsigned char>(prefix.front()))) prefix.front() = 'x';
  return prefix;
}
}  // namespace

std::string resource_prefix(const Conf& conf) {
  return conf.get({"spark.kubernetes.driver.resourceNamePrefix"}, made_up_prefix(conf));
}

std::string namespace_of(const Conf& conf) {
  return conf.get({"spark.kubernetes.namespace"}, "default");
}

std::string driver_pod_name(const Conf& conf) {
  return conf.get({"spark.kubernetes.driver.pod.name"}, resource_prefix(conf) + "-driver");
}

std::string executor_pod_name(const Conf& conf) {
  return conf.get({"spark.kubernetes.executor.podNamePrefix"}, made_up_prefix(conf)) + "-exec-1";
}

std::string driver_host(const Conf& conf) {
  std::string service = resource_prefix(conf) + "-driver-svc";
  if (service.size() > kLongestLabel) service = "spark-" + std::string(kUniqueId) + "-driver-svc";
  return service + "." + namespace_of(conf) + ".svc";
}

std::string user_of(const Application& app) {
  return app.proxy_user.empty() ? "spark" : app.proxy_user;
}

std::string with_ids(std::string text, const Conf& conf, std::string_view executor_id) {
  replace_all(text, "{{APP_ID}}", app_id(conf));
  replace_all(text, "{{EXECUTOR_ID}}", executor_id);
  return text;
}

}  // namespace sparkgate::render
