#include "decision/rules/pod_security/report.h"

#include <utility>

#include "decision/containers.h"
#include "decision/message.h"

namespace sparkgate::decision::pod_security {
namespace {

/// Of a value in a sentence: the control's id behind it has to stay below message_of's 300 bytes.
constexpr std::size_t kMaxShown = 40;

}  // namespace

std::string Place::path(std::string_view field) const {
  std::string path = list.empty() ? "spec" : container_path(list, index);
  return path.append(".").append(field);
}

void Report::refuse(std::string path, View found, std::string_view allowed) {
  if (!found.present()) return add(std::move(path), "", allowed, " is missing,");
  if (!found.is_text()) {
    std::string json = found.json();
    const std::string is = " is " + shortened(json, kMaxShown) + ",";
    return add(std::move(path), std::move(json), allowed, is);
  }
  std::string text(found.text());
  const std::string is = " is \"" + shortened(text, kMaxShown) + "\",";
  add(std::move(path), std::move(text), allowed, is);
}

void Report::refuse_unsaid(std::string path, std::string_view allowed) {
  add(std::move(path), "", allowed, " is missing here and in spec.securityContext,");
}

void Report::refuse_kind(std::string path, std::string_view found, std::string_view allowed) {
  add(std::move(path), std::string(found), allowed, "");
}

void Report::add(std::string path, std::string found, std::string_view allowed,
                 const std::string& is) {
  std::string text = path + is + " must be ";
  text.append(allowed).append(" (").append(control_).append(")");
  findings_->push_back({std::move(path), std::move(found), std::string(allowed), std::move(text)});
}

}  // namespace sparkgate::decision::pod_security
