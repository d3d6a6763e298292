#pragma once

#include "harness/paths/transform.hpp"

/// The transforms, one function each, by folder. registry.cpp puts them into one table. Those that
/// are other steps with fixed settings are data: catalogue/.
namespace mass::transforms {

// trace/
[[nodiscard]] Transform trace();  // T01
[[nodiscard]] Transform addar();  // T21

// headers/
[[nodiscard]] Transform subjtag();      // T03
[[nodiscard]] Transform refold();       // T07
[[nodiscard]] Transform hdrspace();     // T08
[[nodiscard]] Transform hdrorder();     // T10
[[nodiscard]] Transform addrquote();    // T12
[[nodiscard]] Transform addrrewrite();  // T13
[[nodiscard]] Transform ewrecode();     // T14
[[nodiscard]] Transform daterw();       // T15

// lists/
[[nodiscard]] Transform listhdr();    // T02
[[nodiscard]] Transform frommunge();  // T04
[[nodiscard]] Transform replyto();    // T05
[[nodiscard]] Transform ccdedupe();   // T06

// body/
[[nodiscard]] Transform footer();      // T30
[[nodiscard]] Transform htmlfooter();  // T32
[[nodiscard]] Transform banner();      // T33
[[nodiscard]] Transform trailws();     // T37
[[nodiscard]] Transform blankend();    // T38
[[nodiscard]] Transform tabs();        // T39
[[nodiscard]] Transform dotbug();      // T42
[[nodiscard]] Transform urlrw();       // T46
[[nodiscard]] Transform truncate();    // T50

// mime/
[[nodiscard]] Transform mimefooter();  // T31
[[nodiscard]] Transform cte();         // T34
[[nodiscard]] Transform charset();     // T35
[[nodiscard]] Transform b64wrap();     // T36
[[nodiscard]] Transform flatten();     // T44
[[nodiscard]] Transform attdrop();     // T45
[[nodiscard]] Transform tnef();        // T48
[[nodiscard]] Transform digest();      // T49

// envelope/
[[nodiscard]] Transform srs();         // T61
[[nodiscard]] Transform nullsender();  // T63
[[nodiscard]] Transform delay();       // T64
[[nodiscard]] Transform retryip();     // T65

}  // namespace mass::transforms
