# cmake -DFILE=... -DNAME=... -DOUT=... -P embed.cmake: a source that holds a file, octet for octet. The hash stands in
# it, so that a changed file is a changed source.
file(SHA256 ${FILE} hash)
file(WRITE ${OUT} "// Generated from a file of the page.
#include \"results/report/assets.hpp\"

__asm__(
    \".pushsection .rodata\\n\"
    \"mass_asset_${NAME}: .incbin \\\"${FILE}\\\"\\n\"
    \"mass_asset_${NAME}_end: .byte 0\\n\"
    \".popsection\\n\");
extern \"C\" const char mass_asset_${NAME}[];
extern \"C\" const char mass_asset_${NAME}_end[];

namespace mass {

Asset ${NAME}() noexcept {
  return {{mass_asset_${NAME}, mass_asset_${NAME}_end}, \"${hash}\"};
}

}  // namespace mass
")
