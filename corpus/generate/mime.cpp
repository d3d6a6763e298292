#include "corpus/generate/mime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "corpus/generate/prose.hpp"

namespace mass::generate {

namespace {

constexpr std::array<FileSort, 8> kFileSorts{{
    {"image/jpeg", "lake.jpg", std::string_view("\377\330\377\340\0\020JFIF\0\1\1", 13)},
    {"image/png", "plan.png", std::string_view("\211PNG\r\n\032\n\0\0\0\rIHDR", 16)},
    {"image/gif", "logo.gif", "GIF89a"},
    {"application/pdf", "report.pdf", "%PDF-1.4\n%\342\343\317\323\n1 0 obj\n"},
    {"application/msword", "minutes.doc", std::string_view("\320\317\021\340\241\261\032\341", 8)},
    {"application/octet-stream", "samples.dat", std::string_view("\0\1\0\0", 4)},
    {"audio/x-wav", "bell.wav", "RIFF"},
    {"application/vnd.ms-excel", "budget.xls", std::string_view("\320\317\021\340", 4)},
}};

std::string_view name_of(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::seven_bit:
      return "7bit";
    case Encoding::eight_bit:
      return "8bit";
    case Encoding::quoted_printable:
      return "quoted-printable";
    case Encoding::base64:
      return "base64";
  }
  return "7bit";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

Entity text_entity(std::string_view type, Encoding encoding, std::string_view text,
                   bool state_seven_bit) {
  Entity entity;
  entity.fields.push_back(fmt::format("Content-Type: {}", type));
  if (encoding != Encoding::seven_bit || state_seven_bit) {
    entity.fields.push_back(fmt::format("Content-Transfer-Encoding: {}", name_of(encoding)));
  }
  if (encoding == Encoding::quoted_printable) {
    entity.body = in_quoted_printable(text);
  } else if (encoding == Encoding::base64) {
    entity.body = in_base64(with_crlf_ends(text));
  } else {
    entity.body = text;
  }
  return entity;
}

std::string entity_text(const Entity& entity) {
  std::string text;
  for (const std::string& field : entity.fields) text += field + "\n";
  return text + "\n" + entity.body;
}

Entity multipart(std::string_view type, std::string_view parameters, std::string_view boundary,
                 const std::vector<Entity>& parts, std::string_view preamble,
                 std::string_view fold) {
  Entity entity;
  entity.fields.push_back(
      fmt::format("Content-Type: {}{};\n{}boundary=\"{}\"", type, parameters, fold, boundary));
  entity.body = preamble;
  for (const Entity& part : parts) {
    entity.body += fmt::format("--{}\n{}\n", boundary, entity_text(part));
  }
  entity.body += fmt::format("--{}--\n", boundary);
  return entity;
}

const FileSort& draw_file_sort(Dice& dice) {
  return dice.pick(kFileSorts);
}

Entity attachment(const FileSort& sort, std::size_t octets, bool split_name, Dice& dice) {
  Entity entity;
  if (split_name) {
    entity.fields = {
        fmt::format("Content-Type: {}; name*=utf-8''%C3%9Cbersicht.dat", sort.type),
        "Content-Disposition: "
        "attachment;\n\tfilename*0*=utf-8'de'%C3%9Cbersicht%20der%20Ausgaben;\n"
        "\tfilename*1*=%20und%20Einnahmen%20f%C3%BCr%20den%20Verein;\n\tfilename*2=.dat"};
  } else {
    const std::string name = dice.form("##-") + std::string(sort.name);
    entity.fields = {fmt::format("Content-Type: {};\n\tname=\"{}\"", sort.type, name),
                     fmt::format("Content-Disposition: attachment;\n\tfilename=\"{}\"", name)};
  }
  entity.fields.emplace_back("Content-Transfer-Encoding: base64");
  std::string content(sort.magic);
  content += dice.octets(octets > content.size() ? octets - content.size() : 0);
  entity.body = in_base64(content, dice.percent(80) ? 76 : 72);
  return entity;
}

std::string html_of(const std::vector<std::string>& paragraphs, std::string_view charset,
                    Dice& dice) {
  const bool on_lines = dice.percent(60);  // else the whole text is one long line
  const std::string_view end = on_lines ? "\n" : "";
  std::string html = fmt::format(
      "<html><head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={}\">\n"
      "</head>\n<body>\n",
      charset);
  for (const std::string& paragraph : paragraphs) {
    const std::string text = escaped(paragraph);
    html += fmt::format("<div><font face=\"Arial\" size=\"2\">{}{}</font></div>{}",
                        on_lines ? wrapped(text, 72) : text, end, end);
    html += on_lines ? "<div>&nbsp;</div>\n" : "<br>";
    if (html.size() - std::min(html.rfind('\n'), html.size()) > 400) html += '\n';
  }
  return html + "\n</body></html>\n";
}

std::string newsletter_html(std::string_view title, const std::vector<std::string>& paragraphs,
                            std::string_view domain, Dice& dice) {
  std::string html = fmt::format(
      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\n<html>\n<head>\n"
      "<title>{}</title>\n</head>\n<body bgcolor=\"#ffffff\">\n"
      "<table width=\"600\" cellpadding=\"4\" border=\"0\">\n",
      escaped(title));
  for (const std::string& paragraph : paragraphs) {
    const std::string key = dice.form("%%%%%%%%%%%%&&&&&&");
    html += fmt::format(
        "  <tr>\n    <td width=\"160\"><img src=\"http://img.{0}/{1}.gif\" alt=\"\"></td>\n"
        "    <td><p>{2}</p>\n      <a href=\"http://www.{0}/read?k={1}&amp;src=mail\">More ...</a>"
        "</td>\n  </tr>\n",
        domain, key, escaped(paragraph));
  }
  const std::string key = dice.form("&&&&&&&&&&&&&&&&");
  return html + fmt::format(
                    "</table>\n<p><small>You get this because you asked for it. "
                    "<a href=\"http://www.{0}/leave?u={1}\">Leave</a></small></p>\n"
                    "<img src=\"http://img.{0}/seen?u={1}\" width=\"1\" height=\"1\">\n"
                    "</body>\n</html>\n",
                    domain, key);
}

std::string armoured(std::string_view title, std::size_t octets, int year, Dice& dice) {
  constexpr int kWithoutVersion = 2015;
  std::string text = fmt::format("-----BEGIN PGP {}-----\n", title);
  if (year < kWithoutVersion) text += "Version: GnuPG v1.2.4 (GNU/Linux)\n";
  text += "\n";
  text += in_base64(dice.octets(octets), 64);
  text += dice.form("=&&&&\n");
  return text + fmt::format("-----END PGP {}-----\n", title);
}

std::string pkcs7_octets(std::size_t octets, Dice& dice) {
  std::string der(
      "\060\200\006\011\052\206\110\206\367\015\001\007\002\240\200\060\200\002\001\001", 20);
  return der + dice.octets(octets);
}

}  // namespace mass::generate
