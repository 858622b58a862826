#include "certs/describe.h"

#include <arpa/inet.h>
#include <openssl/err.h>

#include <array>
#include <string_view>

namespace sparkgate::certs {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";

std::string name_text(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE);
  return text_of(bio.get());
}

std::string fingerprint(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0) text += ':';
    text += kHex[digest[i] >> 4];
    text += kHex[digest[i] & 15];
  }
  return text;
}

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string printable(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    if (c >= 0x20 && c < 0x7f) {
      text += byte;
    } else {
      text.append("\\x") += kHex[c >> 4];
      text += kHex[c & 15];
    }
  }
  return text;
}

std::string ip_text(std::string_view bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
  if (bytes.size() != 4 && bytes.size() != 16) return printable(bytes);
  ::inet_ntop(family, bytes.data(), text, sizeof text);
  return text;
}

void read_names(const X509* certificate, Description& description) {
  const GeneralNamesPtr names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  const int count = names != nullptr ? sk_GENERAL_NAME_num(names.get()) : 0;
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      description.dns_names.push_back(printable(bytes_of(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      description.ip_addresses.push_back(ip_text(bytes_of(name->d.iPAddress)));
    }
  }
}

}  // namespace

Result<Description> describe(const X509Ptr& certificate) {
  const X509* x509 = certificate.get();
  const Result<Time> not_before = to_time(X509_get0_notBefore(x509));
  const Result<Time> not_after = to_time(X509_get0_notAfter(x509));
  if (!not_before) return not_before.error();
  if (!not_after) return not_after.error();
  Description description;
  description.subject = name_text(X509_get_subject_name(x509));
  description.issuer = name_text(X509_get_issuer_name(x509));
  description.serial = serial_of(certificate);
  read_names(x509, description);
  description.not_before = *not_before;
  description.not_after = *not_after;
  description.sha256 = fingerprint(x509);
  description.is_ca = X509_check_ca(certificate.get()) == 1;
  ERR_clear_error();  // an extension that cannot be read counts as absent
  return description;
}

}  // namespace sparkgate::certs
