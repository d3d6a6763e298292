#include "schemes/entity-smime/layer.hpp"

#include <gtest/gtest.h>

namespace mass::entity_smime {
namespace {

const std::string kSigned =
    "Content-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\"; boundary=s\r\n";

class Text final : public Sink {
 public:
  void write(std::string_view octets) override { text += octets; }
  std::string text;
};

std::string canonical(std::string_view entity) {
  Text sink;
  write_canonical(entity, sink);
  return sink.text;
}

// The signed octets of the only layer.
std::optional<std::string> entity_of(std::string_view body) {
  const Message message = Message::parse(kSigned + "\r\n" + std::string(body));
  const MimeTree tree = parse_mime(message);
  const auto layers = find_layers(tree, 8);
  EXPECT_EQ(layers.size(), 1U);
  const auto entity = signed_entity(message.body().view(), tree, layers.front());
  return entity ? std::optional<std::string>(*entity) : std::nullopt;
}

TEST(SignedEntity, EndsBeforeTheLineEndOfTheDelimiter) {
  EXPECT_EQ(entity_of("preamble\r\n--s\r\nA: b\r\n\r\nc\r\n--s\r\n\r\nx\r\n--s--\r\n"),
            "A: b\r\n\r\nc");
  EXPECT_EQ(entity_of("--s  \r\nA: b\r\n\r\nc\r\n\r\n--s\t\r\n"), "A: b\r\n\r\nc\r\n");
  EXPECT_EQ(entity_of("--s\r\nA: b\r\n\r\n--s\r\n"), "A: b\r\n") << "only a header";
  EXPECT_EQ(entity_of("--s\r\nA: b\r\n--s"), "A: b") << "no line end at all";
  EXPECT_EQ(entity_of("--s\r\n--s\r\n"), "");
  EXPECT_EQ(entity_of("--s\r\n\r\nopen"), "\r\nopen");
  EXPECT_EQ(entity_of("nothing"), std::nullopt);
}

TEST(Canonical, EndsEveryLineWithCrlf) {
  EXPECT_EQ(canonical("a\nb\r\nc\rd\n\n"), "a\r\nb\r\nc\rd\r\n\r\n");
  EXPECT_EQ(canonical("\n"), "\r\n");
  EXPECT_EQ(canonical(""), "");
}

TEST(Layers, AreFoundThroughMultipartsOnly) {
  std::string text = kSigned + "\r\n--s\r\n\r\nx\r\n--s--\r\n";
  for (int depth = 0; depth < 10; ++depth) {
    const Message message = Message::parse(text);
    const auto layers = find_layers(parse_mime(message), 8);
    EXPECT_EQ(layers.size(), depth <= 8 ? 1U : 0U) << depth;
    if (!layers.empty()) {
      EXPECT_EQ(layers.front().depth, static_cast<std::size_t>(depth));
    }
    const std::string boundary = "m" + std::to_string(depth) + "m";
    text = "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary +
           "\r\n" + text + "\r\n--" + boundary + "--\r\n";
  }
  const Message inside = Message::parse("Content-Type: message/rfc822\r\n\r\n" + kSigned +
                                        "\r\n--s\r\n\r\nx\r\n--s--\r\n");
  EXPECT_TRUE(find_layers(parse_mime(inside), 8).empty());
}

TEST(Layers, NeedTheProtocol) {
  for (const char* type : {"multipart/signed; boundary=s",
                           "multipart/signed; protocol=application/pgp-signature; "
                           "boundary=s",
                           "multipart/mixed; protocol=application/pkcs7-signature; boundary=s"}) {
    const Message message =
        Message::parse("Content-Type: " + std::string(type) + "\r\n\r\n--s\r\n\r\nx\r\n--s--\r\n");
    EXPECT_TRUE(find_layers(parse_mime(message), 8).empty()) << type;
  }
}

}  // namespace
}  // namespace mass::entity_smime
