#pragma once

namespace sparkgate::serve {

/// Settings of the whole process, before its first thread: no core dump and no debugger of the same
/// user (pods and the private key are in memory), no new rights, and large blocks of memory go
/// back to the kernel when they are freed.
void set_up_process();

}  // namespace sparkgate::serve
