#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "results/cost_fields.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void open_table(Html& html, Markup title) {
  html << "<h3>" << title << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
       << "aria-label=\"" << title << "\"><table class=\"plain numbers\">\n<thead><tr>"
       << "<th scope=\"col\">Scheme and profile</th>";
}

void number(Html& html, const std::string& text) {
  html << "<td>" << text << "</td>";
}

std::int64_t largest_median(const Report& report) {
  std::int64_t most = 1;
  for (const auto& [key, costs] : report.summary.costs()) {
    most = std::max(most, median(costs.octets_added).value_or(0));
  }
  return most;
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
    html << bar_cell(static_cast<double>(middle) / longest);
    number(html, count_text(quantile(added, 99).value()));
    number(html, count_text(added.rbegin()->first));
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

Markup kind_title(std::string_view kind) {
  if (kind == "dns") return "DNS";
  return kind == "http" ? Markup("HTTP") : Markup("X.509");
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
  if (fields.empty()) return;
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
      html << "<td>" << mean_text(sum, costs->*times);
      if (sum != 0) html << "<small>" << count_text(sum) << "</small>";
      html << "</td>";
    }
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

// Cold and warm, for every kind of question that some scheme asks.
void look_ups(Html& html, const Report& report, const View& view) {
  std::map<std::string, LookupCounts> kinds;
  for (const auto& [key, costs] : report.summary.costs()) {
    for (const auto& [kind, count] : costs.lookup_counts()) kinds[kind] = count;
  }
  if (kinds.empty()) return;
  open_table(html, "Look-ups per message");
  html << "<th scope=\"col\" class=\"number\">messages</th>";
  for (const auto& [kind, count] : kinds) {
    html << "<th scope=\"col\" class=\"number\">" << kind_title(kind)
         << ", cold</th><th scope=\"col\" class=\"number\">warm</th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->signed_messages == 0) continue;
    const auto counts = costs->lookup_counts();
    html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
    number(html, count_text(costs->signed_messages));
    for (const auto& [kind, any] : kinds) {
      const auto found = counts.find(kind);
      const LookupCounts count = found == counts.end() ? LookupCounts{} : found->second;
      number(html, mean_text(count.asked, costs->signed_messages));
      number(html, mean_text(count.distinct, costs->signed_messages));
    }
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n<p class=\"note\">Of messages that arrive unchanged. Cold: "
          "nothing is remembered. Warm: a receiver that reads the whole corpus and keeps every "
          "answer asks each question once.</p>\n";
}

void published(Html& html, const Report& report, const View& view) {
  if (report.published.empty()) return;
  open_table(html, "What a domain publishes");
  html << "<th scope=\"col\" class=\"number\">DNS records</th><th scope=\"col\" "
          "class=\"number\">octets</th><th scope=\"col\" class=\"number\">HTTP objects</th><th "
          "scope=\"col\" class=\"number\">octets</th></tr></thead>\n<tbody>\n";
  for (const Row& row : view.rows()) {
    const auto found = std::ranges::find_if(report.published, [&row](const KeyFacts& keys) {
      return keys.scheme == row.scheme && keys.profile == row.profile;
    });
    if (found == report.published.end()) continue;
    html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
    for (const std::uint64_t count :
         {found->dns_records, found->dns_octets, found->http_objects, found->http_octets}) {
      number(html, count_text(count));
    }
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n<p class=\"note\">Keys and policies of one domain that signs, "
          "under the parameters in force: octets of record data, and of what a web server "
          "answers.</p>\n";
}

}  // namespace

const SchemeCosts* costs_of(const Report& report, const Row& row) {
  const auto found = report.summary.costs().find({row.scheme, row.profile});
  return found == report.summary.costs().end() ? nullptr : &found->second;
}

Html costs(const Report& report, const View& view) {
  Html html;
  html
      << "<section id=\"costs\" aria-labelledby=\"costs-h\">\n<h2 id=\"costs-h\">Costs</h2>\n"
         "<p>Exact counts, the same on every machine. Means per message, with the sum below; every "
         "look-up counts, as with an empty cache.</p>\n"
      << survival_chart(report, view) << cost_chart(report, view);
  sizes(html, report, view);
  operations(html, report, view, "What signing takes", &SchemeCosts::sign,
             &SchemeCosts::signed_messages);
  operations(html, report, view, "What verifying takes", &SchemeCosts::verify,
             &SchemeCosts::verifications);
  operations(html, report, view, "What taking part takes, per message on a path with participants",
             &SchemeCosts::forward, &SchemeCosts::forwarded);
  look_ups(html, report, view);
  published(html, report, view);
  return html << "</section>\n";
}

}  // namespace mass::sections
