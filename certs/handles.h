#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace sparkgate::certs {

template <auto kFree>
struct FreedBy {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using X509Ptr = std::unique_ptr<X509, FreedBy<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using BioPtr = std::unique_ptr<BIO, FreedBy<BIO_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, FreedBy<GENERAL_NAMES_free>>;

/// Certificates in the order of their file: in one that a server shows, its own comes first.
using Chain = std::vector<X509Ptr>;

/// `what`, a colon and the last reason OpenSSL gave; empties its queue of errors.
Error openssl_error(const std::string& what);

/// The certificate's serial number, hexadecimal, upper case.
std::string serial_of(const X509Ptr& certificate);

/// What was written into a memory BIO.
std::string text_of(BIO* bio);

}  // namespace sparkgate::certs
