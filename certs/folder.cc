#include "certs/folder.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "certs/base64.h"
#include "certs/pem.h"

namespace sparkgate::certs {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kPemNames = {"ca.crt", "ca.key", "tls.crt", "tls.key"};
constexpr std::string_view kBundleName = "ca-bundle.txt";

std::string in(const std::string& folder, std::string_view name) {
  return (fs::path(folder) / name).string();
}

/// Also true for a dangling symlink, which writing would replace.
bool is_there(const std::string& path) {
  std::error_code ignored;  // what cannot be looked at cannot be read or written either
  return fs::exists(fs::symlink_status(path, ignored));
}

}  // namespace

Result<void> check_unused(const std::string& folder) {
  std::string there;
  const auto look = [&](std::string_view name) {
    if (is_there(in(folder, name))) there.append(there.empty() ? " already has " : ", ") += name;
  };
  for (const std::string_view name : kPemNames) look(name);
  look(kBundleName);
  if (there.empty()) return {};
  return Error{folder + there};
}

Result<void> write_folder(const std::string& folder, const Issued& ca, const Issued& leaf) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Error{folder + ": " + error.message()};
  struct File {
    std::string_view name;
    std::string content;
    unsigned mode;
  };
  for (const File& file : {File{"ca.key", ca.key, 0600}, File{"ca.crt", ca.certificate, 0644},
                           File{"tls.key", leaf.key, 0600}, File{"tls.crt", leaf.certificate, 0644},
                           File{kBundleName, encode_base64(ca.certificate) + '\n', 0644}}) {
    const Result<void> written = write_file(in(folder, file.name), file.content, file.mode);
    if (!written) return written;
  }
  return {};
}

Result<std::vector<PemFile>> read_pem_files(const std::vector<std::string>& paths) {
  std::vector<std::string> wanted;
  for (const std::string& path : paths) {
    if (!is_directory(path)) {
      wanted.push_back(path);
      continue;
    }
    const std::size_t before = wanted.size();
    for (const std::string_view name : kPemNames) {
      if (is_there(in(path, name))) wanted.push_back(in(path, name));
    }
    if (wanted.size() == before) return Error{path + ": no ca.crt, tls.crt or tls.key in it"};
  }
  std::vector<PemFile> files;
  for (const std::string& path : wanted) {
    Result<std::string> pem = read_file(path, kMaxPemBytes);
    if (!pem) return pem.error();
    files.push_back({path, std::move(*pem)});
  }
  return files;
}

}  // namespace sparkgate::certs
