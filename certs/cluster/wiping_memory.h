#pragma once

namespace sparkgate::cluster {

/// From now on all memory is overwritten when it is freed: that of C++, and OpenSSL's, of which
/// nothing may have been taken yet. For commands that handle private keys, whose copies pass
/// through JSON, HTTP and TLS libraries that know no secrets. The stack and the C library's own
/// memory are left as they are.
void wipe_what_is_freed();

}  // namespace sparkgate::cluster
