#include "policyfile/fingerprint.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace sparkgate::policyfile {
namespace {

/// FNV-1a, 64 bits.
void hash(std::uint64_t& state, std::string_view bytes) {
  for (const char byte : bytes) {
    state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  }
}

}  // namespace

std::string fingerprint(const std::vector<PolicyFile>& files) {
  std::vector<const PolicyFile*> sorted;
  for (const PolicyFile& file : files) sorted.push_back(&file);
  std::sort(sorted.begin(), sorted.end(),
            [](const PolicyFile* a, const PolicyFile* b) { return a->name < b->name; });
  std::uint64_t state = 0xcbf29ce484222325ULL;
  for (const PolicyFile* file : sorted) {
    hash(state, file->name);
    hash(state, std::string_view("\0", 1));
    hash(state, std::to_string(file->text.size()));
    hash(state, std::string_view("\0", 1));
    hash(state, file->text);
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state));
  return text;
}

}  // namespace sparkgate::policyfile
