#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "certs/inspect.h"

namespace sparkgate::cli {

/// The words of both with ", " between.
std::string joined(std::vector<std::string> words, const std::vector<std::string>& more = {});

/// One certificate as text; `host` is the name that was looked for. A line about what had nothing
/// to be compared with is left out.
void print_certificate(const certs::InspectedCertificate& shown, const std::string& host);

/// The same for machines; null for what had nothing to be compared with.
nlohmann::ordered_json to_json(const certs::InspectedCertificate& shown);

/// "finding: …" each, or "no findings".
void print_findings(const std::vector<std::string>& findings);

/// `document` on one line. Text in it need not be UTF-8.
void print_json(const nlohmann::ordered_json& document);

}  // namespace sparkgate::cli
