#include "certs/pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <utility>

namespace sparkgate::certs {
namespace {

/// OpenSSL's own callback would stop and ask on the terminal.
int no_password(char*, int, int, void*) {
  return -1;
}

Result<BioPtr> memory_bio(std::string_view pem) {
  if (pem.size() > kMaxPemBytes) {
    return Error{"larger than " + std::to_string(kMaxPemBytes) + " bytes"};
  }
  ERR_clear_error();  // what an earlier caller left there would be taken for ours
  return BioPtr(BIO_new_mem_buf(pem.empty() ? "" : pem.data(), static_cast<int>(pem.size())));
}

/// Whether a block from `begin` to `end` starts its line, and only blanks follow it in its last.
bool stands_alone(std::string_view pem, std::size_t begin, std::size_t end) {
  if (begin > 0 && pem[begin - 1] != '\n') return false;
  const std::size_t next = pem.find_first_not_of(" \t\r", end);
  return next == pem.npos || pem[next] == '\n';
}

bool at_end() {
  const unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

}  // namespace

Result<Chain> parse_chain(std::string_view pem) {
  const Result<BioPtr> bio = memory_bio(pem);
  if (!bio) return bio.error();
  Chain chain;
  while (X509* next = PEM_read_bio_X509(bio->get(), nullptr, no_password, nullptr)) {
    chain.emplace_back(next);
  }
  if (!at_end()) {
    ERR_clear_error();
    return Error{"PEM text is broken or cut off; certificates before that: " +
                 std::to_string(chain.size())};
  }
  ERR_clear_error();
  return chain;
}

Chain readable_certificates(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  Chain all;
  std::size_t from = 0;
  for (std::size_t end = pem.find(kEnd); end != pem.npos; end = pem.find(kEnd, from)) {
    // One that was cut off before it has a beginning, too.
    const std::size_t begin = pem.substr(0, end).rfind(kBegin);
    end += kEnd.size();
    if (begin != pem.npos && begin >= from && stands_alone(pem, begin, end)) {
      Result<Chain> one = parse_chain(pem.substr(begin, end - begin));
      if (one && one->size() == 1) all.push_back(std::move(one->front()));
    }
    from = end;
  }
  return all;
}

bool has_key(std::string_view pem) {
  return pem.find("PRIVATE KEY-----") != std::string_view::npos;
}

Result<KeyPtr> parse_key(std::string_view pem) {
  const Result<BioPtr> bio = memory_bio(pem);
  if (!bio) return bio.error();
  if (!has_key(pem)) return Error{"there is no private key in it"};
  KeyPtr key(PEM_read_bio_PrivateKey(bio->get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  if (key != nullptr) return key;
  if (pem.find("ENCRYPTED") != std::string_view::npos) {
    return Error{"private key is encrypted; it is needed without a password"};
  }
  return Error{"private key is broken, cut off or of an unknown kind"};
}

std::string to_pem(const X509Ptr& certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate.get());
  return text_of(bio.get());
}

std::string to_pem(const KeyPtr& key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

}  // namespace sparkgate::certs
