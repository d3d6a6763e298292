#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

const std::string& chosen_template(const Parameters& parameters, const Envelope& envelope) {
  const std::string& several = parameters.text("value_several");
  return envelope.rcpt_to.size() == 1 || several.empty() ? parameters.text("value") : several;
}

Applied apply_prepend_trace(const Transit& transit, const Parameters& parameters,
                            StepContext& context) {
  const Envelope& envelope = transit.envelope;
  const std::string name = one_line(parameters.text("name"));
  MessageEditor editor(transit.message);
  editor.prepend(
      make_field(name, " " + fill(chosen_template(parameters, envelope), envelope, context)));
  return edited(transit, std::move(editor), {"added " + name});
}

std::string prepend_trace_complaint(const Parameters& parameters) {
  for (const char* name : {"value", "value_several"}) {
    if (auto wrong = complaint_about_template(parameters.text(name)); !wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

Transform prepend_trace() {
  return {.id = "prepend_trace",
          .name = "prepend_trace",
          .text = "Puts a trace field on top, as a software writes it.",
          .models = "every MTA (Received), delivery agents (Delivered-To, Return-Path)",
          .benign = true,
          .parameters =
              {free_text("name", "Received", "Name of the field."),
               free_text("value",
                         "from ${helo} ([${client}])\r\n\tby ${host} with ESMTP id ${id:XXXXXXXXXX}"
                         "\r\n\tfor <${rcpt}>; ${date}",
                         "The value behind its colon and blank, folds as CRLF and blank; names in "
                         "${} are filled in."),
               free_text("value_several", "",
                         "The value when there is not exactly one recipient; empty: the same.")},
          .complaint = prepend_trace_complaint,
          .apply = apply_prepend_trace};
}

}  // namespace mass::transforms
