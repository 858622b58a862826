#include "decision/guards/security.h"

#include <algorithm>

#include "decision/becoming.h"

namespace sparkgate::decision {
namespace {

constexpr std::string_view kSysAdmin = "CAP_SYS_ADMIN";  // the only spelling that Kubernetes minds

bool adds_sys_admin(const Becoming& capabilities) {
  if (const Edit* mine = capabilities.ours("add")) {
    return std::find(mine->value.begin(), mine->value.end(), kSysAdmin) != mine->value.end();
  }
  for (const View capability : capabilities.pods("add").items()) {
    if (capability.text() == kSysAdmin) return true;
  }
  return false;
}

}  // namespace

void guard_security(Walk& walk, const Edit& edit, View here) {
  const Becoming context(walk, &edit, here);
  if (!context.is("allowPrivilegeEscalation", false)) return;
  const Becoming capabilities = context.member("capabilities");
  const bool privileged = context.is("privileged", true);
  const bool sys_admin = adds_sys_admin(capabilities);
  if (!privileged && !sys_admin) return;
  const std::string reason = "allowPrivilegeEscalation: false does not go with " +
                             std::string(privileged ? "privileged" : kSysAdmin);
  const bool is_theirs = here["allowPrivilegeEscalation"].boolean() == false;
  const Edit* ours = context.ours("allowPrivilegeEscalation");
  if (ours && !is_theirs) return walk.block(*ours, reason);
  const Edit* more = context.ours("privileged");
  if (privileged && more) walk.block(*more, reason);
  const Edit* added = capabilities.ours("add");
  if (sys_admin && added) walk.block(*added, reason);
}

}  // namespace sparkgate::decision
