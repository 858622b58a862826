#pragma once

#include <string>
#include <vector>

#include "replay/judge.h"
#include "replay/report.h"
#include "replay/seen.h"

namespace sparkgate::replay {

/// Decides about all objects of the files, in `threads` threads beside the one that reads. The
/// report is the same for any number of them. Batches on their way, and so memory, are bounded.
/// `seen` tells meanwhile how far it is.
void run(const std::vector<std::string>& files, const Sets& sets, unsigned threads, Report& report,
         Seen& seen);

}  // namespace sparkgate::replay
