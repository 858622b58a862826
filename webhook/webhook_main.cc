#include "serve/options.h"
#include "serve/run.h"

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto options = sparkgate::serve::parse_options(argc, argv, exit_code);
  return options ? sparkgate::serve::run(*options) : exit_code;
}
