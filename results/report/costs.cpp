#include <algorithm>
#include <vector>

#include "results/cost_fields.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void open_table(Html& html, Markup title) {
  html << "<h3>" << title << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
       << "aria-label=\"" << title << "\"><table class=\"plain\">\n<thead><tr>"
       << "<th scope=\"col\">Scheme and profile</th>";
}

void number(Html& html, const std::string& text) {
  html << "<td class=\"number\">" << text << "</td>";
}

std::int64_t largest_median(const Report& report) {
  std::int64_t most = 1;
  for (const auto& [key, costs] : report.summary.costs()) {
    most = std::max(most, median(costs.octets_added).value_or(0));
  }
  return most;
}

const SchemeCosts* costs_of(const Report& report, const Row& row) {
  const auto found = report.summary.costs().find({row.scheme, row.profile});
  return found == report.summary.costs().end() ? nullptr : &found->second;
}

void sizes(Html& html, const Report& report, const View& view) {
  open_table(html, "Octets added to a message");
  html << "<th scope=\"col\" class=\"number\">messages</th><th scope=\"col\" class=\"number\">least"
          "</th><th scope=\"col\" class=\"number\">median</th><td></td><th scope=\"col\" "
          "class=\"number\">99 %</th><th scope=\"col\" class=\"number\">most</th></tr></thead>\n"
          "<tbody>\n";
  const auto longest = static_cast<double>(largest_median(report));
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->octets_added.empty()) continue;
    const Histogram& added = costs->octets_added;
    const std::int64_t middle = median(added).value();
    html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
    number(html, count_text(costs->signed_messages));
    number(html, count_text(added.begin()->first));
    number(html, count_text(middle));
    html << "<td>" << bar(static_cast<double>(middle) / longest) << "</td>";
    number(html, count_text(quantile(added, 99).value()));
    number(html, count_text(added.rbegin()->first));
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

// The counts that any scheme has; columns of zeros say nothing.
std::vector<CostField> fields_in_use(const Report& report, CostMeter SchemeCosts::* meter) {
  std::vector<CostField> fields;
  for (const CostField& field : kCostFields) {
    const bool used = std::ranges::any_of(report.summary.costs(), [&](const auto& entry) {
      return entry.second.*meter.*field.count != 0;
    });
    if (used) fields.push_back(field);
  }
  return fields;
}

void operations(Html& html, const Report& report, const View& view, Markup title,
                CostMeter SchemeCosts::* meter, std::uint64_t SchemeCosts::* times) {
  const std::vector<CostField> fields = fields_in_use(report, meter);
  open_table(html, title);
  html << "<th scope=\"col\" class=\"number\">times</th>";
  for (const CostField& field : fields) {
    html << "<th scope=\"col\" class=\"number\">" << field.title << "</th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->*times == 0) continue;
    html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
    number(html, count_text(costs->*times));
    for (const CostField& field : fields) {
      const std::uint64_t sum = costs->*meter.*field.count;
      html << "<td class=\"number\">" << mean_text(sum, costs->*times);
      if (sum != 0) html << "<small>" << count_text(sum) << "</small>";
      html << "</td>";
    }
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

}  // namespace

Html costs(const Report& report, const View& view) {
  Html html;
  html
      << "<section id=\"costs\" aria-labelledby=\"costs-h\">\n<h2 id=\"costs-h\">Costs</h2>\n"
         "<p>Exact counts, the same on every machine. Means per message, with the sum below; every "
         "look-up counts, as with an empty cache.</p>\n";
  sizes(html, report, view);
  operations(html, report, view, "What signing takes", &SchemeCosts::sign,
             &SchemeCosts::signed_messages);
  operations(html, report, view, "What verifying takes", &SchemeCosts::verify,
             &SchemeCosts::verifications);
  return html << "</section>\n";
}

}  // namespace mass::sections
