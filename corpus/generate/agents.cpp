#include "corpus/generate/agents.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace mass::generate {

namespace {

constexpr std::string_view kAscii = "text/plain; charset=us-ascii";
constexpr std::string_view kFlowedAscii = "text/plain; charset=us-ascii; format=flowed";

// Identities as these programs wrote them; ids, hosts and everything else is made up.
constexpr std::array<Agent, 22> kAgents{{
    {2000, 2008, kPeople | kLists, "DFTCSIRrMYX", "200#0#1#1#####.GA####@{host}",
     "&&&&&&&&&&&&&&&&", "MIME-Version: 1.0", "User-Agent: Mutt/1.4i", kAscii, "\t", false},
    {2009, 2025, kPeople | kLists, "DFTCSIRrMYX", "201#0#1#1#####.##&&&&&&&&@{host}",
     "&&&&&&&&&&&&&&&&", "MIME-Version: 1.0", "User-Agent: Mutt/1.10.1 (2018-07-13)",
     "text/plain; charset=us-ascii\nContent-Disposition: inline", "\t", false},
    {1998, 2009, kPeople | kLists, "DFPTCSrIRXMY", "Pine.LNX.4.44.0###############-100000@{host}",
     "-########-##########-##########=:####", "MIME-Version: 1.0", "",
     "TEXT/PLAIN; charset=US-ASCII", "\t", false},
    {2000, 2008, kPeople | kWeb | kLists, "IFTCRSDMYX", "00##01c#%%%%$%%%%%%%0$0201a8c0@{host}",
     "----=_NextPart_000_00^^_01C^^^^^.^^^^^^^0", "MIME-Version: 1.0",
     "X-Priority: 3\nX-MSMail-Priority: Normal\n"
     "X-Mailer: Microsoft Outlook Express 6.00.2800.1###\n"
     "X-MimeOLE: Produced By Microsoft MimeOLE V6.00.2800.1###",
     "text/plain;\n\tcharset=\"iso-8859-1\"", "\t", false},
    {2002, 2009, kPeople | kLists | kWeb, "IDFXMTCSRrY", "4#######.#0######@{host}",
     "------------0#0#0#0#0#0#0#0#0#0#0#0#", "MIME-Version: 1.0",
     "User-Agent: Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.4) Gecko/200#0#2#\n"
     "X-Accept-Language: en-us, en",
     kFlowedAscii, " ", true},
    {2010, 2025, kPeople | kLists | kWeb, "STCRFXIDMrY",
     "%%%%%%%%-%%%%-4%%%-a%%%-%%%%%%%%%%%%@{host}", "------------&&&&&&&&&&&&&&&&&&&&&&&&",
     "MIME-Version: 1.0", "User-Agent: Mozilla Thunderbird\nContent-Language: en-US",
     "text/plain; charset=UTF-8; format=flowed", " ", true},
    {2000, 2012, kPeople | kWeb, "IXDFSTCMrY", "200#0#2#1#5###.####.qmail@web#####.{host}",
     "0-#########-##########=:#####", "MIME-Version: 1.0", "", kAscii, " ", false},
    {1998, 2007, kPeople, "XDTFSCrMY", "5.1.0.14.2.200#0#1#1####0.00%%%%%0@{host}",
     "=====================_########==_.ALT", "Mime-Version: 1.0",
     "X-Sender: user##@pop.example.net\nX-Mailer: QUALCOMM Windows Eudora Version 5.1",
     "text/plain; charset=\"us-ascii\"; format=flowed", "\t", true},
    {1999, 2014, kPeople | kWeb, "STCMXIFDY", "OF^^^^^^^^.^^^^^^^^-ON8525^^^^.00^^^^^^@{host}",
     "=_alternative 00^^^^^^8525^^^^_=", "MIME-Version: 1.0",
     "X-Mailer: Lotus Notes Release 5.0.8  June 18, 2001\n"
     "X-MIMETrack: Serialize by Router on gate/example(Release 5.0.8 |June 18, 2001) at\n"
     " 0#/1#/2003 0#:2#:1# PM",
     "text/plain; charset=us-ascii", " ", false},
    {2001, 2009, kPeople | kLists, "SFTCrRYXDIM", "1########.####.#.camel@{host}",
     "=-&&&&&&&&&&&&&&&&&&&&", "Mime-Version: 1.0", "X-Mailer: Ximian Evolution 1.0.8",
     "text/plain", " ", false},
    {2001, 2008, kPeople | kLists, "FTSDXCRrMYI", "200#0#1#1###.#####.mail##@{host}",
     "Boundary-00=_&&&&&&&&&&&&&&&", "MIME-Version: 1.0", "User-Agent: KMail/1.5.4",
     "text/plain;\n  charset=\"us-ascii\"", " ", false},
    {2002, 2011, kPeople | kWeb, "DSYMCFTXrI", "^^^^^^^^-^^^^-11D#-^^^^-000393^^^^^^@{host}",
     "Apple-Mail-#--##########", "Mime-Version: 1.0 (Apple Message framework v546)",
     "X-Mailer: Apple Mail (2.546)", "text/plain; charset=US-ASCII; format=flowed", "\t", true},
    {2012, 2025, kPeople | kWeb | kLists, "FYMSDrRTCIX",
     "^^^^^^^^-^^^^-4^^^-A^^^-^^^^^^^^^^^^@{host}",
     "Apple-Mail=_^^^^^^^^-^^^^-4^^^-A^^^-^^^^^^^^^^^^",
     "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3608.120\\))", "X-Mailer: Apple Mail (2.3608.120)",
     "text/plain;\n\tcharset=us-ascii", "\t", false},
    {2003, 2025, kPeople | kWeb, "FTCSXDIRrMY", "&&^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^@{host}",
     "_000_&&^^^^^^^^^^^^^^^^^^^^^^^^^^^^_", "MIME-Version: 1.0",
     "Thread-Topic: none\nThread-Index: Ac&&&&&&&&&&&&&&&&&&&&&&&&==\nAccept-Language: en-US\n"
     "X-MS-Has-Attach:\nX-MS-TNEF-Correlator:",
     "text/plain; charset=\"us-ascii\"", "\t", false},
    {2005, 2025, kWeb | kLists | kPeople, "MrRFDISTCY",
     "CA&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&=&&&&&&&@{host}", "000000000000%%%%%%05%%%%%%%%",
     "MIME-Version: 1.0", "", "text/plain; charset=\"UTF-8\"", "\t", false},
    {2009, 2025, kWeb | kPeople, "YFMSDITCXr", "^^^^^^^^-^^^^-4^^^-9^^^-^^^^^^^^^^^^@{host}",
     "Apple-Mail-^^^^^^^^-^^^^-4^^^-9^^^-^^^^^^^^^^^^", "Mime-Version: 1.0 (1.0)",
     "X-Mailer: iPhone Mail (16F###)", "text/plain;\n\tcharset=us-ascii", "\t", false},
    {2001, 2015, kPeople | kLists, "FTCSrRDIXMY", "87%%%%%%%%.fsf@{host}",
     "=-=-=", "MIME-Version: 1.0", "User-Agent: Gnus/5.1006 (Gnus v5.10.6) Emacs/21.3 (gnu/linux)",
     "text/plain; charset=us-ascii", " ", false},
    {2006, 2025, kPatches, "FTCSDIXRrMY", "200#0#1#1#####.#####-#-dev@{host}", "------------2.##.#",
     "MIME-Version: 1.0", "X-Mailer: git-send-email 2.#.#", "text/plain; charset=UTF-8", "\t",
     false},
    {1998, 2025, kPatches, "DFTCSIMYX", "200#0#1#1#####.GB####@{host}", "&&&&&&&&&&&&&&&&",
     "MIME-Version: 1.0", "User-Agent: Mutt/1.5.6i", kAscii, "\t", false},
    {2000, 2025, kBulk, "DFPTSIMYX", "##########.#######.JavaMail.news@{host}",
     "----=_Part_#####_#########.##########", "MIME-Version: 1.0", "X-Campaign: c####-##", kAscii,
     "\t", false},
    {2000, 2025, kBulk, "TSFMYXDI", "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%@{host}",
     "b1_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%", "MIME-Version: 1.0",
     "X-Priority: 3\nX-Mailer: BulkPost #.# (php)", "text/plain; charset=\"iso-8859-1\"", " ",
     false},
    {1998, 2025, kRobots, "DFTSIMY", "200#0#1#1###.^^^^^^^^^^@{host}",
     "^^^^^^^^^^.##########/{host}", "MIME-Version: 1.0", "", kAscii, "\t", false},
}};

std::string recipients_text(const std::vector<Person>& people, Dice& dice) {
  std::string text;
  for (const Person& person : people) {
    if (!text.empty()) text += ", ";
    text += mailbox_text(person, dice);
  }
  return text;
}

void add_extra(const Agent& agent, std::vector<std::string>& fields, Dice& dice) {
  std::string lines = dice.form(agent.extra);
  while (!lines.empty()) {
    std::size_t end = lines.find('\n');
    while (end != std::string::npos && end + 1 < lines.size() && lines[end + 1] == ' ') {
      end = lines.find('\n', end + 1);  // a fold
    }
    fields.push_back(lines.substr(0, end));
    lines.erase(0, end == std::string::npos ? end : end + 1);
  }
}

struct NamedValue {
  std::string_view name;
  std::string value;
};

// The fields that depend on the letter alone. Letters: D Date, F From, P Reply-To, T To, C Cc,
// S Subject, I Message-ID, r In-Reply-To, R References.
NamedValue field_of_letter(char which, const Agent& agent, const Letter& letter, Dice& dice) {
  const std::string answered =
      letter.answered_id.empty() ? std::string() : "<" + letter.answered_id + ">";
  switch (which) {
    case 'D':
      return {"Date", date_text(letter.date, letter.zone)};
    case 'F':
      return {"From", mailbox_text(letter.from, dice)};
    case 'P':
      return {"Reply-To", dice.percent(30) ? letter.from.address() : std::string()};
    case 'T':
      return {"To", recipients_text(letter.to, dice)};
    case 'C':
      return {"Cc", recipients_text(letter.cc, dice)};
    case 'S':
      return {"Subject", letter.subject};
    case 'I':
      return {agent.fold == " " ? "Message-Id" : "Message-ID", "<" + letter.message_id + ">"};
    case 'r':
      return {"In-Reply-To", answered};
    case 'R':
      if (answered.empty()) return {};
      return {"References", dice.form("<%%%%%%%%.####@example.net> ") + answered};
    default:
      return {};
  }
}

}  // namespace

const Agent& draw_agent(Use use, int year, Dice& dice) {
  std::vector<const Agent*> fitting;
  for (const Agent& agent : kAgents) {
    const bool fits = (agent.uses & use) != 0;
    if (fits && year >= agent.first_year && year <= agent.last_year) fitting.push_back(&agent);
  }
  return *dice.pick(fitting);
}

std::string with_host(std::string text, std::string_view host) {
  constexpr std::string_view kMark = "{host}";
  const std::size_t at = text.find(kMark);
  return at == std::string::npos ? text : text.replace(at, kMark.size(), host);
}

std::string draw_message_id(const Agent& agent, std::string_view domain, Dice& dice) {
  return with_host(dice.form(agent.message_id), domain);
}

// Further letters: M MIME-Version, Y the content's fields, X the agent's own.
Draft header_of(const Agent& agent, const Letter& letter, const Entity& content, Dice& dice) {
  Draft draft;
  for (const char which : agent.order) {
    if (which == 'X') {
      add_extra(agent, draft.fields, dice);
    } else if (which == 'M') {
      if (!content.fields.empty()) draft.fields.emplace_back(agent.mime_version);
    } else if (which == 'Y') {
      draft.fields.insert(draft.fields.end(), content.fields.begin(), content.fields.end());
    } else {
      const NamedValue field = field_of_letter(which, agent, letter, dice);
      if (!field.value.empty())
        draft.fields.push_back(field_text(field.name, field.value, agent.fold));
    }
  }
  draft.body = content.body;
  draft.envelope_from = letter.from.address();
  return draft;
}

}  // namespace mass::generate
