#include "cli/print_certificate.h"

#include <iostream>
#include <optional>

namespace sparkgate::cli {
namespace {

using nlohmann::ordered_json;

void print_answer(const char* label, std::optional<bool> answer, const std::string& yes,
                  const std::string& no) {
  if (answer) std::cout << "  " << label << (*answer ? yes : no) << '\n';
}

std::string role_of(const certs::InspectedCertificate& shown) {
  if (shown.serving) return "server";
  return shown.description.is_ca ? "ca" : "other";
}

ordered_json answer(std::optional<bool> value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

}  // namespace

std::string joined(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void print_certificate(const certs::InspectedCertificate& shown, const std::string& host) {
  const certs::Description& d = shown.description;
  const std::string names = joined(d.dns_names, d.ip_addresses);
  std::cout << shown.name << " (" << role_of(shown) << ")\n";
  if (!d.subject.empty()) std::cout << "  subject  " << d.subject << '\n';
  std::cout << "  issuer   " << d.issuer << '\n';
  if (!names.empty()) std::cout << "  names    " << names << '\n';
  std::cout << "  valid    " << certs::utc_text(d.not_before) << " to "
            << certs::utc_text(d.not_after) << ", days left: " << shown.days_left << '\n';
  std::cout << "  serial   " << d.serial << '\n';
  std::cout << "  sha256   " << d.sha256 << '\n';
  print_answer("key      ", shown.key_fits, "fits", "DOES NOT FIT");
  print_answer("chain    ", shown.chains_to_ca, "leads to the CA", "DOES NOT LEAD TO THE CA");
  print_answer("service  ", shown.covers_host, host + " is named", host + " IS NOT NAMED");
}

ordered_json to_json(const certs::InspectedCertificate& shown) {
  const certs::Description& d = shown.description;
  return {{"file", shown.name},
          {"role", role_of(shown)},
          {"subject", d.subject},
          {"issuer", d.issuer},
          {"serial", d.serial},
          {"dnsNames", d.dns_names},
          {"ipAddresses", d.ip_addresses},
          {"notBefore", certs::utc_text(d.not_before)},
          {"notAfter", certs::utc_text(d.not_after)},
          {"daysLeft", shown.days_left},
          {"sha256", d.sha256},
          {"keyFits", answer(shown.key_fits)},
          {"chainsToCa", answer(shown.chains_to_ca)},
          {"namesService", answer(shown.covers_host)}};
}

void print_findings(const std::vector<std::string>& findings) {
  for (const std::string& finding : findings) std::cout << "finding: " << finding << '\n';
  if (findings.empty()) std::cout << "no findings\n";
}

void print_json(const ordered_json& document) {
  std::cout << document.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace sparkgate::cli
