#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "reading.hpp"
#include "temp_folder.hpp"

namespace mass {
namespace {

using Texts = std::vector<std::string>;

const std::string kMbox =
    "From a@x.example Fri Aug  6 21:01:54 2004\nSubject: a\n\none\n\n"
    "From b@x.example Fri Aug  6 21:02:54 2004\nSubject: b\n\n>From two\n\n";
const Texts kMboxMessages{"Subject: a\n\none\n", "Subject: b\n\nFrom two\n"};

struct Member {
  std::string name;
  std::string octets;
};

using Filter = int (*)(struct archive*);

// A tar of the members, or the only member by itself, behind a filter.
std::string packed(Filter filter, bool as_tar, const std::vector<Member>& members) {
  std::size_t room = std::size_t{1} << 16;
  for (const Member& member : members) room += member.octets.size() + 4096;
  std::string out(room, '\0');
  std::size_t used = 0;
  struct archive* writer = archive_write_new();
  filter(writer);
  as_tar ? archive_write_set_format_pax_restricted(writer) : archive_write_set_format_raw(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  EXPECT_EQ(archive_write_open_memory(writer, out.data(), out.size(), &used), ARCHIVE_OK);
  for (const Member& member : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.octets.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_GE(archive_write_header(writer, entry), ARCHIVE_WARN);
    archive_write_data(writer, member.octets.data(), member.octets.size());
    archive_entry_free(entry);
  }
  EXPECT_EQ(archive_write_close(writer), ARCHIVE_OK);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string gzipped(const std::string& octets) {
  return packed(archive_write_add_filter_gzip, false, {{"data", octets}});
}

std::string tarred(const std::vector<Member>& members) {
  return packed(archive_write_add_filter_none, true, members);
}

struct FilterCase {
  const char* ending;
  Filter filter;
};
constexpr std::array<FilterCase, 4> kFilters{{{".gz", archive_write_add_filter_gzip},
                                              {".zst", archive_write_add_filter_zstd},
                                              {".xz", archive_write_add_filter_xz},
                                              {".bz2", archive_write_add_filter_bzip2}}};

TEST(Compressed, GivesWhatIsInsideAnMboxOrAMessage) {
  for (const FilterCase& c : kFilters) {
    const TempFolder folder;
    folder.write(std::string("a.mbox") + c.ending, packed(c.filter, false, {{"a", kMbox}}));
    folder.write(std::string("b.eml") + c.ending, packed(c.filter, false, {{"b", kMail}}));

    const Reading reading = read_stored(folder.path());

    EXPECT_EQ(reading.octets(), (Texts{kMboxMessages[0], kMboxMessages[1], kMail})) << c.ending;
    EXPECT_EQ(reading.messages.at(0).place, std::string("a.mbox") + c.ending + ":42");
    EXPECT_EQ(reading.messages.at(2).place, std::string("b.eml") + c.ending);
    EXPECT_TRUE(reading.problems.empty());
  }
}

TEST(Compressed, IsFoundByItsContentWhateverItsName) {
  const TempFolder folder;

  EXPECT_EQ(read_stored(folder.write("plain-name", gzipped(kMbox))).octets(), kMboxMessages);
}

TEST(Compressed, KeepsOneMessageOfAnyOctetsWhenItsInnerNameSaysSo) {
  const TempFolder folder;
  const std::string noise("\0\1\2From noise\n", 14);
  folder.write("a.eml.gz", gzipped(noise));
  folder.write("b.txt.gz", gzipped(noise));

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.octets(), Texts{noise});
  EXPECT_EQ(reading.skipped, 1U);
}

TEST(Compressed, GivesSeveralGzipMembersAsOne) {
  const TempFolder folder;
  const std::string half = kMbox.substr(0, 50);

  const Reading reading =
      read_stored(folder.write("a.mbox.gz", gzipped(half) + gzipped(kMbox.substr(50))));

  EXPECT_EQ(reading.octets(), kMboxMessages);
  EXPECT_TRUE(reading.problems.empty());
}

TEST(Compressed, KeepsWhatWasReadBeforeATruncation) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "From a@x.example Fri Aug  6 21:01:54 2004\nSubject: " + std::to_string(i * 7919) +
            "\n\nnumber " + std::to_string(i * 104729) + "\n\n";
  }
  for (const FilterCase& c : kFilters) {
    const TempFolder folder;
    std::string octets = packed(c.filter, false, {{"a", text}});
    octets.resize(octets.size() * 2 / 3);

    const Reading reading = read_stored(folder.write("a.mbox", octets));

    ASSERT_EQ(reading.problems.size(), 1U) << c.ending;
    EXPECT_TRUE(reading.problems[0].place.starts_with("a.mbox")) << reading.problems[0].place;
    EXPECT_NE(reading.problems[0].reason, "") << c.ending;
    EXPECT_LT(reading.messages.size(), 3000U);
    for (std::size_t i = 0; i < reading.messages.size(); ++i) {
      EXPECT_TRUE(reading.messages[i].octets.starts_with("Subject: " + std::to_string(i * 7919)));
    }
  }
}

TEST(Compressed, IsAProblemWhenAnyOctetOfAGzipFileIsWrong) {
  const std::string sound = gzipped(kMbox);
  for (std::size_t at = 10; at < sound.size(); ++at) {  // behind the header
    const TempFolder folder;
    std::string octets = sound;
    octets[at] = static_cast<char>(octets[at] ^ 0x10);

    const Reading reading = read_stored(folder.write("a.mbox.gz", octets));

    EXPECT_EQ(reading.problems.size(), 1U) << "octet " << at;
  }
}

TEST(Compressed, IsAProblemWhenNothingIsInside) {
  const TempFolder folder;

  const Reading reading = read_stored(folder.write("a.mbox.gz", gzipped("")));

  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].reason, "empty file");
}

TEST(Compressed, IsNotReadToItsEndWhenItIsABomb) {
  const TempFolder folder;
  const std::string bomb = gzipped(gzipped(std::string(std::size_t{40} << 20, '\n')));

  const Reading reading =
      read_stored(folder.write("a.gz", bomb), {.message_limit = std::size_t{1} << 20});

  EXPECT_TRUE(reading.messages.empty());
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_NE(reading.problems[0].reason.find("200 times"), std::string::npos)
      << reading.problems[0].reason;
}

TEST(Tar, GivesItsMailInItsOwnOrderAndPassesOverTheRest) {
  const std::string noise = "no field at all\n";
  const std::vector<Member> members{{"top/b.eml", noise},     {"top/a.mbox", kMbox},
                                    {"top/index.tsv", kMail}, {"box/cur/1:2,S", noise},
                                    {"box/tmp/2", kMail},     {"box/new/3", noise},
                                    {"top/prose.txt", noise}, {"top/x.mbox.gz", gzipped(kMbox)},
                                    {"empty.eml", ""}};
  for (const std::string& octets :
       {tarred(members), packed(archive_write_add_filter_xz, true, members)}) {
    const TempFolder folder;

    const Reading reading = read_stored(folder.write("t", octets));

    EXPECT_EQ(reading.places(),
              (Texts{"t/top/b.eml", "t/top/a.mbox:42", "t/top/a.mbox:101", "t/box/cur/1:2,S",
                     "t/box/new/3", "t/top/x.mbox.gz:42", "t/top/x.mbox.gz:101"}));
    EXPECT_EQ(reading.skipped, 3U);
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_EQ(reading.problems[0].place, "t/empty.eml");
  }
}

TEST(Tar, TakesNamesInAnyCharset) {
  const TempFolder folder;

  const Reading reading =
      read_stored(folder.write("t.tar", tarred({{"\xC3\xA9.eml", kMail}, {"\xE9.eml", kMail}})));

  EXPECT_EQ(reading.octets(), (Texts{kMail, kMail}));
}

TEST(Tar, KeepsWhatWasReadBeforeATruncation) {
  const TempFolder folder;
  std::string octets = tarred({{"a.eml", kMail}, {"b.eml", std::string(5000, 'x')}});
  octets.resize(2500);

  const Reading reading = read_stored(folder.write("t.tar", octets));

  EXPECT_EQ(reading.octets(), Texts{kMail});
  ASSERT_FALSE(reading.problems.empty());
  EXPECT_TRUE(reading.problems[0].place.starts_with("t.tar/b.eml")) << reading.problems[0].place;
}

TEST(Tar, GoesOnAfterAMemberThatIsTooLarge) {
  const TempFolder folder;
  const std::string octets = tarred({{"a.eml", std::string(300000, 'x')}, {"b.eml", kMail}});

  const Reading reading = read_stored(folder.write("t.tar", octets), {.message_limit = 1000});

  EXPECT_EQ(reading.places(), Texts{"t.tar/b.eml"});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].place, "t.tar/a.eml");
}

TEST(Tar, IsNotOpenedWhenItIsPackedTooDeep) {
  const TempFolder folder;
  std::string octets = tarred({{"a.eml", kMail}});
  for (int i = 0; i < 8; ++i) octets = tarred({{"inner.tar", octets}});

  const Reading reading = read_stored(folder.write("t.tar", octets));

  EXPECT_TRUE(reading.messages.empty());
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].reason, "packed too deep");
}

TEST(Packed, SurvivesAnyDamage) {
  const std::string sound = packed(archive_write_add_filter_zstd, true,
                                   {{"a.mbox", kMbox}, {"b.eml", std::string(900, 'x')}});
  const std::string plain = tarred({{"a.mbox", kMbox}});
  for (std::size_t at = 0; at < sound.size(); at += 3) {
    const TempFolder folder;
    std::string octets = sound;
    octets[at] = static_cast<char>(octets[at] + 1);
    const Reading reading = read_stored(folder.write("t", octets));
    EXPECT_FALSE(reading.messages.empty() && reading.problems.empty()) << "octet " << at;
  }
  for (std::size_t at = 0; at < plain.size(); at += 7) {
    const TempFolder folder;
    std::string octets = plain;
    octets[at] = static_cast<char>(octets[at] + 1);
    const Reading reading = read_stored(folder.write("t.tar", octets));
    EXPECT_LE(reading.messages.size(), 3U) << "octet " << at;
  }
}

}  // namespace
}  // namespace mass
