#include "certs/names.h"

#include <algorithm>

namespace sparkgate::certs {
namespace {

bool is_label(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' &&
         std::all_of(name.begin(), name.end(), allowed);
}

bool is_dns_name(std::string_view name) {
  if (name.size() > 253) return false;
  for (;;) {
    const std::size_t dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::string in_quotes(std::string_view text) {
  return '"' + std::string(text) + '"';
}

}  // namespace

std::string service_host(std::string_view service, std::string_view name_space) {
  return std::string(service) + '.' + std::string(name_space) + ".svc";
}

std::vector<std::string> service_names(std::string_view service, std::string_view name_space) {
  return {std::string(service), std::string(service) + '.' + std::string(name_space),
          service_host(service, name_space)};
}

Result<void> check_label(std::string_view what, std::string_view name) {
  if (is_label(name)) return {};
  return Error{std::string(what) + ' ' + in_quotes(name) +
               " is not a name Kubernetes allows: 1 to 63 lower-case letters, digits and '-', "
               "with no '-' at either end"};
}

Result<void> check_dns_name(std::string_view name) {
  if (is_dns_name(name)) return {};
  return Error{in_quotes(name) +
               " is not a DNS name: labels of 1 to 63 lower-case letters, digits and '-', "
               "with dots between"};
}

}  // namespace sparkgate::certs
