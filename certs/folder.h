#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "certs/inspect.h"
#include "certs/issue.h"

namespace sparkgate::certs {

/// A certificate folder holds ca.crt, tls.crt and tls.key, as a Secret does, and where it was made
/// ca.key and ca-bundle.txt as well.

/// Fails when one of these files is there, naming all that are.
Result<void> check_unused(const std::string& folder);

/// Writes all five, replacing what is there; keys only for the owner to read. Makes the folder.
Result<void> write_folder(const std::string& folder, const Issued& ca, const Issued& leaf);

/// The PEM files behind `paths`: of a folder those with a name above, of a file itself, of "-"
/// stdin. Fails at the first that cannot be read, and at a folder with none of them.
Result<std::vector<PemFile>> read_pem_files(const std::vector<std::string>& paths);

}  // namespace sparkgate::certs
