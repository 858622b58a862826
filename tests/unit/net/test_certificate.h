#pragma once

#include <string>

namespace sparkgate::net {

/// A self-signed certificate and its key, both PEM.
struct TestPair {
  std::string certificate;
  std::string key;
};

/// Makes a new P-256 pair for the name `localhost`, valid for a day.
TestPair make_test_pair();

/// The PEM of `key` under a passphrase.
std::string encrypted(const std::string& key);

/// The same pair in every test that does not care.
const TestPair& test_pair();

}  // namespace sparkgate::net
