#include "serve/process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace sparkgate::serve {
namespace {

// glibc raises its own threshold to the size of each large block that is freed: the next one would
// be cut from the heap, which does not shrink while a small block lies behind it.
constexpr int kLargeBlock = 256 * 1024;

}  // namespace

// What fails here is refused by a sandbox, which is as well.
void set_up_process() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);  // a core_pattern that is a pipe does not ask for the limit
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::mallopt(M_MMAP_THRESHOLD, kLargeBlock);
}

}  // namespace sparkgate::serve
