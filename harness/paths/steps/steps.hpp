#pragma once

#include "harness/paths/transform.hpp"

/// The orthogonal steps that presets of real software are composed of. Source: mangling sheet.
namespace mass::transforms {

// input/
[[nodiscard]] Transform limit_lines();
[[nodiscard]] Transform line_ends();
[[nodiscard]] Transform parse_header();
[[nodiscard]] Transform strip_high_bit();

// headers/
[[nodiscard]] Transform content_length();
[[nodiscard]] Transform drop();
[[nodiscard]] Transform drop_empty();
[[nodiscard]] Transform from_line();
[[nodiscard]] Transform insert();
[[nodiscard]] Transform prepend_trace();
[[nodiscard]] Transform rename_fields();

// fields/
[[nodiscard]] Transform qualify_addresses();
[[nodiscard]] Transform subject_prefix();
[[nodiscard]] Transform unfold_fields();

// body/
[[nodiscard]] Transform append_raw();
[[nodiscard]] Transform escape_from();
[[nodiscard]] Transform trailing();

// mime/
[[nodiscard]] Transform reserialise();

// output/
[[nodiscard]] Transform wrap_lines();

// envelope/
[[nodiscard]] Transform copies();
[[nodiscard]] Transform set_mail_params();
[[nodiscard]] Transform set_recipients();
[[nodiscard]] Transform set_sender();
[[nodiscard]] Transform stop();
[[nodiscard]] Transform undo_srs();

}  // namespace mass::transforms
