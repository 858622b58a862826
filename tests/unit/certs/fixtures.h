#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "certs/build.h"
#include "certs/issue.h"
#include "certs/pem.h"

namespace sparkgate::certs {

using std::chrono::days;
using std::chrono::seconds;

/// 2026-11-21T06:41:47Z, when every certificate of these tests is made.
inline constexpr Time kNow{seconds(1795243307)};

inline Issued made_ca() {
  return issue_ca({kNow}).value();
}

/// Of the Service `web` in `spark`; tests change what they are about.
inline LeafRequest leaf_request() {
  return {"web", "spark", {}, {}, kNow};
}

inline Issued made_leaf(const Issued& ca) {
  return issue_leaf(ca, leaf_request()).value();
}

inline Chain chain_of(const std::string& pem) {
  return std::move(parse_chain(pem)).value();
}

inline X509Ptr first_of(const std::string& pem) {
  return std::move(chain_of(pem).front());
}

/// A certificate as others may make it.
struct Foreign {
  std::string common_name;
  std::vector<std::string> dns_names = {};
  std::vector<Extension> extensions = {};
};

/// Signed by `issuer`, by itself when that is absent.
inline Issued made_foreign(const Foreign& wanted, const Issued* issuer = nullptr) {
  const KeyPtr key = std::move(new_key()).value();
  const X509Ptr made = start(key, kNow, kNow + days(90));
  EXPECT_TRUE(set_subject(made, wanted.common_name));
  EXPECT_TRUE(wanted.dns_names.empty() || add_names(made, wanted.dns_names, {}).ok());
  EXPECT_TRUE(extend(made, made, wanted.extensions));
  const bool is_signed = issuer == nullptr ? sign(made, made, key)
                                           : sign(made, first_of(issuer->certificate),
                                                  std::move(parse_key(issuer->key)).value());
  EXPECT_TRUE(is_signed);
  return {to_pem(made), to_pem(key)};
}

}  // namespace sparkgate::certs
