#include "certs/inspect.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "certs/fit.h"
#include "certs/pem.h"

namespace sparkgate::certs {
namespace {

namespace fs = std::filesystem;

struct Loaded {
  std::string name;
  Chain chain;
  KeyPtr key;            // may be null
  bool serving = false;  // the first of `chain` is a server's
};

Result<Loaded> load(const PemFile& file) {
  Loaded loaded{file.name, {}, nullptr, false};
  Result<Chain> chain = parse_chain(file.pem);
  if (!chain) return Error{file.name + ": " + chain.error().message};
  loaded.chain = std::move(*chain);
  if (has_key(file.pem)) {
    Result<KeyPtr> key = parse_key(file.pem);
    if (!key) return Error{file.name + ": " + key.error().message};
    loaded.key = std::move(*key);
  } else if (loaded.chain.empty()) {
    return Error{file.name + ": no certificate and no private key in it"};
  }
  // A self-signed certificate made for a server often says that it is a CA as well.
  loaded.serving = !loaded.chain.empty() && (fs::path(file.name).filename() == "tls.crt" ||
                                             X509_check_ca(loaded.chain.front().get()) != 1);
  return loaded;
}

/// The certificate file a key is meant for: its own, the one of the same name beside it, else the
/// first that a server shows, else the first. One certificate file at least is there.
const Loaded& partner_of(const Loaded& key, const std::vector<Loaded>& files) {
  if (!key.chain.empty()) return key;
  const std::string beside = fs::path(key.name).replace_extension(".crt").string();
  const auto first = [&](auto&& wanted) {
    return std::find_if(files.begin(), files.end(),
                        [&](const Loaded& file) { return !file.chain.empty() && wanted(file); });
  };
  auto found = first([&](const Loaded& file) { return file.name == beside; });
  if (found == files.end()) found = first([](const Loaded& file) { return file.serving; });
  if (found == files.end()) found = first([](const Loaded&) { return true; });
  return *found;
}

class Inspector {
 public:
  Inspector(const std::vector<Loaded>& files, const InspectRequest& request)
      : files_(files), request_(request) {
    for (const Loaded& file : files_) {
      if (file.chain.empty() || file.serving) continue;
      trusted_name_ += (trusted_.empty() ? "" : " or ") + file.name;
      for (const X509Ptr& ca : file.chain) {
        X509_up_ref(ca.get());
        trusted_.emplace_back(ca.get());
      }
    }
  }

  Result<Inspection> run() {
    for (const Loaded& file : files_) {
      for (std::size_t i = 0; i < file.chain.size(); ++i) {
        const Result<void> added = add(file, i);
        if (!added) return added.error();
      }
    }
    const bool serving =
        std::any_of(files_.begin(), files_.end(), [](auto& f) { return f.serving; });
    if (!serving && !request_.host.empty()) {
      find("no certificate of a server here that could name " + request_.host);
    }
    return std::move(result_);
  }

 private:
  Result<void> add(const Loaded& file, std::size_t index) {
    InspectedCertificate found;
    found.name = file.name + (index > 0 ? " #" + std::to_string(index + 1) : "");
    found.serving = file.serving && index == 0;
    Result<Description> description = describe(file.chain[index]);
    if (!description) return Error{found.name + ": " + description.error().message};
    found.description = std::move(*description);
    found.days_left = days_left(found.description.not_after, request_.now);
    check_dates(found);
    if (index == 0) check_keys(file, found);
    if (found.serving) check_chain(file, found);
    if (found.serving) check_names(file.chain.front(), found);
    result_.certificates.push_back(std::move(found));
    return {};
  }

  void check_dates(const InspectedCertificate& certificate) {
    const Description& d = certificate.description;
    if (d.not_after <= request_.now) {
      find(certificate.name + " expired on " + utc_text(d.not_after));
    } else if (certificate.days_left < kSoonDays) {
      find(certificate.name + " expires on " + utc_text(d.not_after) +
           ", days left: " + std::to_string(certificate.days_left));
    }
    if (d.not_before > request_.now) {
      find(certificate.name + " is not valid before " + utc_text(d.not_before));
    }
  }

  void check_keys(const Loaded& file, InspectedCertificate& certificate) {
    for (const Loaded& key : files_) {
      if (key.key == nullptr || &partner_of(key, files_) != &file) continue;
      const bool fits = key_fits(file.chain.front(), key.key);
      certificate.key_fits = fits && certificate.key_fits.value_or(true);
      if (!fits) find("the key in " + key.name + " does not belong to " + file.name);
    }
  }

  void check_chain(const Loaded& file, InspectedCertificate& certificate) {
    if (trusted_.empty()) return;
    const Result<void> trust = check_trust(file.chain, trusted_);
    certificate.chains_to_ca = trust.ok();
    if (!trust) {
      find(file.name + " does not chain to " + trusted_name_ + ": " + trust.error().message);
    }
  }

  void check_names(const X509Ptr& x509, InspectedCertificate& certificate) {
    const Description& d = certificate.description;
    if (!request_.host.empty()) certificate.covers_host = covers(x509, request_.host);
    if (d.dns_names.empty() && d.ip_addresses.empty()) {
      find(certificate.name + " has no subject alternative name; kube-apiserver refuses it");
    } else if (!certificate.covers_host.value_or(true)) {
      find(certificate.name + " does not name " + request_.host + "; kube-apiserver refuses it");
    }
  }

  void find(std::string finding) { result_.findings.push_back(std::move(finding)); }

  const std::vector<Loaded>& files_;
  const InspectRequest& request_;
  Chain trusted_;  // every certificate of every file that is no server's
  std::string trusted_name_;
  Inspection result_;
};

}  // namespace

Result<Inspection> inspect(const std::vector<PemFile>& files, const InspectRequest& request) {
  std::vector<Loaded> loaded;
  for (const PemFile& file : files) {
    Result<Loaded> next = load(file);
    if (!next) return next.error();
    loaded.push_back(std::move(*next));
  }
  const bool any =
      std::any_of(loaded.begin(), loaded.end(), [](auto& f) { return !f.chain.empty(); });
  if (!any) return Error{"no certificate in any of these files"};
  return Inspector(loaded, request).run();
}

}  // namespace sparkgate::certs
