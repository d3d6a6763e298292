#include "results/report/page.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "core/crypto/crypto.hpp"
#include "core/message/codec.hpp"
#include "results/report/assets.hpp"
#include "results/report/html.hpp"
#include "results/report/svg.hpp"
#include "results/report/texts.hpp"
#include "sample.hpp"

namespace mass {
namespace {

// Names of elements that have no end tag. Source: HTML Living Standard section 13.1.2.
const std::set<std::string> kVoid{"meta", "link", "br", "hr", "img", "input"};

// Checks that every element is closed in order; gives the first trouble.
std::string imbalance(const std::string& markup) {
  std::vector<std::string> open;
  const std::regex tag(R"(<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*?)(/?)>)");
  const std::string::size_type start = markup.find("<html");
  const std::string body = markup.substr(start == std::string::npos ? 0 : start);
  for (std::sregex_iterator it(body.begin(), body.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (kVoid.contains(name) || (*it)[4].length() != 0) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> at " + std::to_string(it->position());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

std::multiset<std::string> values_of(const std::string& markup, const std::string& attribute) {
  std::multiset<std::string> values;
  const std::regex pattern(" " + attribute + R"re(="([^"]*)")re");
  for (std::sregex_iterator it(markup.begin(), markup.end(), pattern), end; it != end; ++it) {
    values.insert((*it)[1]);
  }
  return values;
}

// A report in which every text that is not ours is hostile.
Report hostile_report() {
  Report report = sample::report(40);
  for (const std::string_view text : sample::kHostile) {
    const std::string hostile(text);
    Record record = sample::failing();
    record.scheme = record.profile = record.path = hostile;
    record.diagnosis.field = record.diagnosis.step_name = record.origin = hostile;
    report.summary.add(record);
    Record declined = record;
    declined.is_signed = false;
    declined.declined = hostile;
    declined.path = kIdentityPath;
    report.summary.add(declined);
    report.summary.count(hostile + "." + hostile);
    report.paths.push_back({hostile, hostile, {}, true, true, {{hostile, 1}}});
    report.schemes.push_back({hostile, hostile, hostile, hostile, {hostile}});
    report.examples.push_back({hostile, hostile, hostile, hostile, hostile, hostile, 1, hostile,
                               hostile, hostile, 1, hostile, hostile, hostile, hostile, hostile});
    report.published.push_back({hostile, hostile, 1, 1, 1, 1});
    report.manifest.machine[hostile] = hostile;
    report.manifest.versions[hostile] = hostile;
    report.manifest.command_line.push_back(hostile);
    report.manifest.corpora.push_back({hostile, 1, hostile});
    report.manifest.schemes.push_back({hostile, hostile, {{hostile, hostile}}});
    report.manifest.paths.push_back({hostile, hostile});
    report.manifest.scenario_name += hostile;
  }
  return report;
}

std::string source_of(const Asset& asset) {
  const auto crypto = Crypto::create();
  EXPECT_TRUE(crypto);
  CostMeter unpaid;
  return "'sha256-" + base64_encode((*crypto)->digest(HashAlgorithm::sha256, asset.text, unpaid)) +
         "'";
}

TEST(HtmlReport, AllowsItsOwnStyleAndScriptsAndNothingElse) {
  std::string scripts = source_of(page_script());
  if (!chart_code().text.empty()) scripts += " " + source_of(chart_code());

  const std::string page = html_report(sample::report(6));

  EXPECT_NE(page.find("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src " +
                      source_of(page_style()) + "; script-src " + scripts +
                      "; img-src data:; base-uri 'none'; form-action 'none'\">"),
            std::string::npos);
  EXPECT_NE(page.find("<style>" + std::string(page_style().text) + "</style>"), std::string::npos);
  EXPECT_NE(page.find("<script>" + std::string(page_script().text) + "</script>"),
            std::string::npos);
}

// The page without its code: what is left holds texts from elsewhere.
std::string without_assets(std::string page) {
  for (const Asset& asset : {page_style(), page_script(), chart_code()}) {
    const auto at = asset.text.empty() ? std::string::npos : page.find(asset.text);
    if (at != std::string::npos) page.erase(at, asset.text.size());
  }
  return page;
}

TEST(HtmlReport, NeedsNoNetworkAndHasNoInlineStyleNorHandler) {
  const std::string page = without_assets(html_report(hostile_report()));

  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("://"), std::string::npos);
  const std::regex attribute(R"re(<[a-z][^<>]*\s(on\w+|style|src)=)re");
  EXPECT_FALSE(std::regex_search(page, attribute));
}

TEST(HtmlReport, HasNoScriptButItsOwn) {
  const std::string page = without_assets(html_report(hostile_report()));

  const std::regex script("<script[^>]*>");
  for (std::sregex_iterator it(page.begin(), page.end(), script), end; it != end; ++it) {
    const std::string tag = it->str();
    EXPECT_TRUE(tag == "<script>" || tag.starts_with("<script type=\"application/json\" id=\""))
        << tag;
    if (tag != "<script>") continue;
    EXPECT_EQ(page.compare(static_cast<std::size_t>(it->position()) + 8, 9, "</script>"), 0);
  }
}

TEST(HtmlReport, EndsNoDataBlockByWhatStandsInIt) {
  Html html;

  html.data("x", R"({"a":"</script><!--<script>"})");

  EXPECT_EQ(std::move(html).take(),
            "<script type=\"application/json\" "
            "id=\"x\">{\"a\":\"\\u003c/script>\\u003c!--\\u003cscript>\"}</script>\n");
}

TEST(HtmlReport, ClosesEveryElement) {
  EXPECT_EQ(imbalance(without_assets(html_report(sample::report(40)))), "");
  EXPECT_EQ(imbalance(without_assets(html_report(hostile_report()))), "");
  EXPECT_EQ(imbalance(without_assets(html_report({}))), "");
}

TEST(HtmlReport, HasNoControlCharactersAndNoTurnedText) {
  const std::string page = without_assets(html_report(hostile_report()));

  for (const char c : page) ASSERT_FALSE((c >= 0 && c < ' ' && c != '\n') || c == '\x7f');
  EXPECT_EQ(page.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_EQ(page.find('\xff'), std::string::npos);
}

TEST(HtmlReport, LinksLeadSomewhereAndNamesAreUnique) {
  for (const Report& report : {sample::report(40), hostile_report()}) {
    const std::string page = without_assets(html_report(report));
    const auto ids = values_of(page, "id");

    for (const std::string& id : ids) EXPECT_EQ(ids.count(id), 1U) << id;
    for (const std::string& link : values_of(page, "href")) {
      ASSERT_TRUE(link.starts_with("#")) << link;
      EXPECT_TRUE(ids.contains(link.substr(1))) << link;
    }
  }
}

TEST(HtmlReport, GivesEachJudgedCellOfTheMatrixALink) {
  const std::string page = without_assets(html_report(sample::report(40)));

  EXPECT_TRUE(values_of(page, "href").contains("#dkim/strict/P03"));
  EXPECT_TRUE(values_of(page, "href").contains("#batv/~/E05"));
}

TEST(HtmlReport, MarksWhereTheTwoSidesOfACasePart) {
  Report report = sample::report(6);
  ASSERT_GE(report.examples.size(), 3U);
  for (CaseExample& example : report.examples) example.before = example.after = "";
  report.examples[0].before = "subject:a <b>\\x0D\\x0A";
  report.examples[0].after = "subject:a <i>\\x0D\\x0A";
  const std::string changed = html_report(report);
  report.examples[0].before = "to:a\\x0D\\x0A";
  report.examples[0].after = "to:a\\x0A";
  const std::string ended = html_report(report);
  report.examples[0].after = "";
  const std::string gone = html_report(report);

  EXPECT_NE(changed.find("<dt>Signed</dt><dd><code>subject:a &lt;<mark>b&gt;\\x0D\\x0A</mark>"),
            std::string::npos);
  EXPECT_NE(changed.find("<dt>Arrived</dt><dd><code>subject:a &lt;<mark>i&gt;\\x0D\\x0A</mark>"),
            std::string::npos);
  EXPECT_NE(ended.find("<code>to:a<mark>\\x0A</mark>"), std::string::npos)
      << "an escape is one octet, and not cut";
  EXPECT_NE(gone.find("<dt>Arrived</dt><dd>nothing</dd>"), std::string::npos);
}

TEST(HtmlReport, StaysSmallWhenTextIsNot) {
  Report report = sample::report(6);
  const std::size_t before = html_report(report).size();
  report.examples.front().origin.assign(1 << 20, 'x');
  report.examples.front().reason.assign(1 << 20, '<');
  report.manifest.scenario_name.assign(1 << 20, '\x01');

  EXPECT_LT(html_report(report).size(), before + 20'000);
}

TEST(HtmlReport, KeepsWithinTheBudgetForALargeRun) {
  Report report;
  for (int scheme = 0; scheme < 10; ++scheme) {
    for (int path = 0; path < 39; ++path) {
      for (int profile = 0; profile < 2; ++profile) {
        for (std::uint32_t stratum = 0; stratum < kStratumCount; ++stratum) {
          const bool breaks = path % 2 == 0 && stratum % 3 != 0;
          Record record = breaks ? sample::failing() : sample::passing();
          record.scheme = "scheme-number-" + std::to_string(scheme);
          record.profile = "profile" + std::to_string(profile);
          record.path = "P" + std::to_string(path);
          record.strata = 1U << stratum;
          record.case_id = "0123456789abcdef0123456789abcdef";
          if (stratum % 4 == 0) record.diagnosis.cause = Cause::hdr_extra;
          report.summary.add(record);
          if (!breaks) continue;
          report.examples.push_back(
              {record.scheme, record.profile, record.path, std::to_string(stratum), record.case_id,
               record.origin, 500, "fail", "bad", "Subject", 8, std::string(80, 'x'),
               std::string(80, 'y'), "T03", std::string(100, 'x'), std::string(120, 'x')});
        }
      }
    }
  }

  EXPECT_LT(html_report(report).size(), 1'500'000U);
}

TEST(SvgMatrix, IsBalancedAndSafe) {
  const std::string svg = svg_matrix(hostile_report());

  EXPECT_EQ(imbalance(svg), "");
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  for (const char c : svg) ASSERT_FALSE(c >= 0 && c < ' ' && c != '\n');
}

TEST(Escape, LeavesNoCharacterThatMarkupGivesAMeaning) {
  EXPECT_EQ(escape("<a href=\"x\" id='y'>&amp;"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(escape(std::string_view("\0", 1)), "\\x00");
}

TEST(Html, EscapesEveryTextThatIsNotALiteral) {
  const std::string text = "<b>";
  Html html;

  html << "<p>" << text << std::string_view("&") << 7 << 2.50 << "</p>";

  EXPECT_EQ(std::move(html).take(), "<p>&lt;b&gt;&amp;72.5</p>");
}

TEST(Anchor, IsDifferentForDifferentNames) {
  std::set<std::string> names;
  const std::vector<std::string> parts{
      "", "~", "a", "a/b", "a b", "~7e", "é", "-", std::string(100, 'x'), std::string(101, 'x')};

  for (const std::string& left : parts) {
    for (const std::string& right : parts) names.insert(anchor({left, right}));
  }

  EXPECT_EQ(names.size(), parts.size() * parts.size());
  for (const std::string& name : names) EXPECT_EQ(escape(name), name);
}

TEST(CsvReport, HasAsManyColumnsInEveryLine) {
  const std::string csv = csv_report(hostile_report());

  std::size_t expected = 0;
  std::size_t columns = 1;
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) ++columns;
    if (c != '\n') continue;
    ASSERT_FALSE(quoted);
    if (expected == 0) expected = columns;
    ASSERT_EQ(columns, expected);
    columns = 1;
  }
  EXPECT_EQ(expected, 22U);
}

TEST(CsvReport, StartsNoCellLikeAFormula) {
  const std::string csv = csv_report(hostile_report());

  EXPECT_FALSE(std::regex_search(csv, std::regex("(^|[,\\n]\"?)[=+@]")));
}

TEST(MarkdownReport, LetsNoTextBecomeMarkup) {
  const std::string markdown = markdown_report(hostile_report());

  EXPECT_EQ(markdown.find("<script"), std::string::npos);
  EXPECT_EQ(markdown.find("](javascript"), std::string::npos);
  EXPECT_EQ(markdown.find("a|b"), std::string::npos);
}

}  // namespace
}  // namespace mass
