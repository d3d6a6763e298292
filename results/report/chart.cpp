#include "results/report/chart.hpp"

#include <nlohmann/json.hpp>

#include "results/report/assets.hpp"

namespace mass {

using nlohmann::json;

std::string compact(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool has_charts() noexcept {
  return !chart_code().text.empty();
}

Html chart(std::string_view name, const std::string& caption, const json& rows) {
  Html html;
  if (rows.empty()) return html;
  const std::string data = "chart-" + std::string(name);
  html << "<figure class=\"chart\" data-chart=\"" << name << "\" hidden>\n<figcaption>" << caption
       << "</figcaption>\n";
  return html.data(data, compact(rows)) << "</figure>\n";
}

}  // namespace mass
