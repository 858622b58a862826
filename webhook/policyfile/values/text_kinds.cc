#include "policyfile/values/text_kinds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "decision/quantity.h"
#include "decision/selector.h"
#include "policyfile/values/address.h"

// Source of what is allowed: k8s.io/apimachinery v0.36, pkg/util/validation and pkg/api/validate,
// and k8s.io/kubernetes v1.36, pkg/apis/core/validation.

namespace sparkgate::policyfile {
namespace {

using std::string_view;

bool lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool alphanumeric(char c) {
  return lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}

template <typename Allowed>
bool all(string_view text, string_view extra, Allowed allowed) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return allowed(c) || extra.find(c) != string_view::npos; });
}

/// Lower-case letters, digits and `inner`, between two letters or digits.
bool is_word(string_view text, string_view inner) {
  return !text.empty() && lower_or_digit(text.front()) && lower_or_digit(text.back()) &&
         all(text, inner, lower_or_digit);
}

/// Whether every part between `separators` is good.
template <typename Good>
bool each_part(string_view text, string_view separators, Good good) {
  for (;;) {
    const std::size_t end = text.find_first_of(separators);
    if (!good(text.substr(0, end))) return false;
    if (end == string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool has_backsteps(string_view path) {
  return !each_part(path, "/", [](string_view part) { return part != ".."; });
}

std::string label(string_view text) {
  if (text.size() <= 63 && is_word(text, "-")) return {};
  return "such a name has at most 63 lower-case letters, digits and '-', and begins and ends with "
         "a letter or digit";
}

std::string subdomain(string_view text) {
  if (decision::is_dns_subdomain(text)) return {};
  return "such a name has at most 253 lower-case letters, digits, '-' and '.', and each part "
         "between dots begins and ends with a letter or digit";
}

/// A name to which Kubernetes would accept an ending: it may end in '-'.
std::string prefix(string_view text) {
  if (text.size() < 2 || text.back() != '-') return subdomain(text);
  return subdomain(std::string(text.substr(0, text.size() - 2)) + "a");
}

std::string hostname(string_view text) {
  return text.size() <= 64 ? subdomain(text) : "a host's name has at most 64 characters";
}

std::string search(string_view text) {
  if (text == ".") return {};
  if (text.ends_with('.')) text.remove_suffix(1);
  const bool good = text.size() <= 253 && each_part(text, ".", [](string_view part) {
                      if (part.starts_with('_')) part.remove_prefix(1);
                      return is_word(part, "-_");
                    });
  return good ? "" : "a search domain has at most 253 lower-case letters, digits, '-', '_' and '.'";
}

std::string driver(string_view text) {
  if (text.size() <= 63 && decision::is_dns_subdomain(lower_case(text))) return {};
  return "a driver's name has at most 63 letters, digits, '-' and '.'";
}

std::string sysctl(string_view text) {
  const auto good = [](string_view part) { return is_word(part, "-_"); };
  if (text.size() <= 253 && each_part(text, "./", good)) return {};
  return "a sysctl's name is lower-case words with dots between them, such as net.core.somaxconn";
}

std::string port_name(string_view text) {
  const bool letter = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a'; });
  if (text.size() <= 15 && is_word(text, "-") && letter && text.find("--") == string_view::npos) {
    return {};
  }
  return "a port's name has at most 15 lower-case letters, digits and single '-', one letter at "
         "least, and begins and ends with a letter or digit";
}

std::string variable(string_view text) {
  const auto printable = [](char c) { return c >= ' ' && c <= '~' && c != '='; };
  return !text.empty() && all(text, "", printable)
             ? ""
             : "a variable's name has printable ASCII characters only, and no '='";
}

std::string key(string_view text) {
  if (!text.empty() && text.size() <= 253 && all(text, "-_.", alphanumeric) && text != "." &&
      !text.starts_with("..")) {
    return {};
  }
  return "a key has at most 253 letters, digits, '-', '_' or '.', and does not begin with '..'";
}

std::string header(string_view text) {
  return !text.empty() && all(text, "-", alphanumeric)
             ? ""
             : "a header's name has letters, digits and '-' only";
}

std::string image(string_view text) {
  constexpr string_view kBlanks = " \t\r\n\v\f";
  const bool padded = !text.empty() && (kBlanks.find(text.front()) != string_view::npos ||
                                        kBlanks.find(text.back()) != string_view::npos);
  return padded ? "an image's name has no blanks around it" : "";
}

std::string address(string_view text) {
  return is_address(text) ? "" : "an IP address is written like 10.1.2.3 or 2001:db8::1";
}

std::string path(string_view text) {
  return has_backsteps(text) ? "a path here has no '..'" : "";
}

/// Where a volume puts a file. The kubelet keeps names that begin with '..' for itself.
std::string file_path(string_view text) {
  if (std::string why = relative_path_mistake(text); !why.empty()) return why;
  return text.starts_with("..") ? "the name of a file here does not begin with '..'" : "";
}

std::string absolute_path(string_view text) {
  return text.starts_with('/') ? "" : "a path here begins with '/'";
}

std::string mount_path(string_view text) {
  return text.find(':') == string_view::npos ? "" : "a path with ':' cannot be mounted everywhere";
}

std::string medium(string_view text) {
  constexpr string_view kPages = "HugePages-";
  if (text == "Memory" || text == "HugePages") return {};
  if (text.starts_with(kPages) && decision::Quantity::parse(text.substr(kPages.size()))) return {};
  return "no kubelet knows another medium than Memory, HugePages and HugePages-SIZE";
}

constexpr std::array<TextKind, 20> kKinds = {{
    {"label", label},
    {"subdomain", subdomain},
    {"prefix", prefix},
    {"hostname", hostname},
    {"search", search},
    {"driver", driver},
    {"sysctl", sysctl},
    {"qualified", decision::label_key_mistake},
    {"port", port_name},
    {"variable", variable},
    {"key", key},
    {"header", header},
    {"image", image},
    {"address", address},
    {"path", path},
    {"relative_path", relative_path_mistake},
    {"file_path", file_path},
    {"absolute_path", absolute_path},
    {"mount_path", mount_path},
    {"medium", medium},
}};

}  // namespace

const TextKind* text_kind(string_view name) {
  const auto* const found = std::find_if(kKinds.begin(), kKinds.end(),
                                         [&](const TextKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : found;
}

std::string lower_case(string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

bool is_decimal(string_view text) {
  std::int64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  return error == std::errc() && end == last && std::to_string(value) == text;
}

std::string relative_path_mistake(string_view text) {
  if (text.starts_with('/')) return "a path here is relative: it does not begin with '/'";
  return path(text);
}

}  // namespace sparkgate::policyfile
