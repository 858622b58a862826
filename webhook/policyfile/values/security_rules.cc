#include <algorithm>
#include <set>

#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

bool is_padded(const std::string& text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  return kBlanks.find(text.front()) != std::string_view::npos ||
         kBlanks.find(text.back()) != std::string_view::npos;
}

/// A profile of the node's own has a name, the others have none. Whether there
/// is a name to look at.
bool profile(const Place& profile) {
  const std::string type = profile.text("type");
  const bool named = profile.has("localhostProfile");
  if (type == "Localhost" && !named) {
    profile.refuse("needs 'localhostProfile' for type: Localhost");
  } else if (!type.empty() && type != "Localhost" && named) {
    profile.refuse("localhostProfile", "needs type: Localhost, not " + type);
  }
  return type == "Localhost" && named;
}

}  // namespace

void pod_security_rules(const Place& context) {
  std::set<std::string> names;
  for (const Place& sysctl : context.items("sysctls")) {
    const std::string name = sysctl.text("name");
    if (!name.empty() && !names.insert(name).second) {
      sysctl.refuse("name", "is '" + name + "', as in another item");
    }
  }
}

void security_rules(const Place& context) {
  if (!context.is_false("allowPrivilegeEscalation")) return;
  if (context.is_true("privileged")) {
    context.refuse("allowPrivilegeEscalation", "cannot be false beside privileged: true");
  }
  const std::vector<std::string> added = context.at("capabilities").texts("add");
  if (std::find(added.begin(), added.end(), "CAP_SYS_ADMIN") != added.end()) {
    context.refuse("allowPrivilegeEscalation",
                   "cannot be false when the capability CAP_SYS_ADMIN is added");
  }
}

void seccomp_rules(const Place& seccomp) {
  if (!profile(seccomp)) return;
  const std::string name = seccomp.text("localhostProfile");
  const std::string why = relative_path_mistake(name);
  if (!why.empty()) seccomp.refuse("localhostProfile", "is '" + name + "': " + why);
}

void app_armor_rules(const Place& app_armor) {
  if (!profile(app_armor)) return;
  const std::string name = app_armor.text("localhostProfile");
  if (name.empty()) {
    app_armor.refuse("localhostProfile", "must not be empty");
  } else if (is_padded(name)) {
    app_armor.refuse("localhostProfile", "is '" + name + "': a profile has no blanks around it");
  } else if (name.size() > 4095) {
    app_armor.refuse("localhostProfile", "cannot be longer than 4095 bytes");
  }
}

}  // namespace sparkgate::policyfile
