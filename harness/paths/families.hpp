#pragma once

#include "harness/paths/transform.hpp"

/// The transforms, one function each, by folder. registry.cpp puts them into one table.
namespace mass::transforms {

// trace/
[[nodiscard]] Transform trace();  // T01
[[nodiscard]] Transform addar();  // T21

// headers/
[[nodiscard]] Transform subjtag();   // T03
[[nodiscard]] Transform refold();    // T07
[[nodiscard]] Transform hdrspace();  // T08
[[nodiscard]] Transform sigstrip();  // T19

// lists/
[[nodiscard]] Transform listhdr();    // T02
[[nodiscard]] Transform frommunge();  // T04
[[nodiscard]] Transform replyto();    // T05
[[nodiscard]] Transform ccdedupe();   // T06

// body/
[[nodiscard]] Transform footer();   // T30
[[nodiscard]] Transform trailws();  // T37
[[nodiscard]] Transform eol();      // T43

// mime/
[[nodiscard]] Transform mimefooter();  // T31
[[nodiscard]] Transform cte();         // T34

// envelope/
[[nodiscard]] Transform newsender();   // T60
[[nodiscard]] Transform srs();         // T61
[[nodiscard]] Transform rcptexpand();  // T62
[[nodiscard]] Transform nullsender();  // T63
[[nodiscard]] Transform delay();       // T64

}  // namespace mass::transforms
