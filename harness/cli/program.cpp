#include "harness/cli/cli.hpp"

int main(int argc, char** argv) {
  return mass::cli::program(argc, argv);
}
