#pragma once

#include <array>
#include <string_view>

/// The fields that mail gets on its way and its author did not write. A name is compared without
/// ASCII case; `*` at its end stands for any rest, at both ends for any surroundings. What software
/// adds each one is common knowledge of its users; nothing here comes from one document.
namespace mass::author_fields {

/// Written by transfer and delivery agents.
inline constexpr auto kTransport = std::to_array<std::string_view>({
    "Return-Path",
    "X-Return-Path",
    "Old-Return-Path",
    "Received",
    "X-Received",
    "Delivered-To",
    "X-Delivered-To",
    "Delivery-Date",
    "X-Delivery-Agent",
    "X-Original-To",
    "Original-Recipient",
    "X-ORCPT",
    "Envelope-To",
    "X-Envelope-*",
    "X-RCPT-To",
    "X-Resolved-To",
    "X-Apparently-To",
    "X-MDaemon-Deliver-To",
    "X-MDRemoteIP",
    "X-MDArrival-Date",
    "X-Forwarded-To",
    "X-Forwarded-For",
    "X-Forwarded-Encrypted",
    "X-SRS-Rewrite",
    "X-Authentication-Warning",
    "X-MIME-Autoconverted",
    "X-OriginalArrivalTime",
    "X-OriginatorOrg",
    "X-ClientProxiedBy",
    "X-MS-Exchange-*",
    "X-MS-Office365-*",
    "X-MS-TrafficTypeDiagnostic",
    "X-MS-PublicTrafficType",
    "X-MS-OOB-TLC-*",
    "X-Microsoft-Exchange-*",
    "X-EOP*",
    "X-IncomingTopHeaderMarker",
    "X-IncomingHeaderCount",
    "X-LD-Processed",
    "X-Gm-*",
    "X-Google-Smtp-Source",
    "X-Google-Sender-Auth",
    "X-Google-Original-From",
    "X-Provags-ID",
    "X-ME-Sender",
    "X-ME-Received",
    "X-Source",
    "X-Source-*",
    "X-AntiAbuse",
    "X-Get-Message-Sender-Via",
    "X-Authenticated-Sender",
    "X-SES-Outgoing",
    "X-Sieve",
    "X-Sender-IP",
    "X-Message-Info",
    "X-Message-Delivery",
    "X-Store-Info",
});

/// Signatures of earlier days and the judgements on them. Their keys are gone.
inline constexpr auto kSignature = std::to_array<std::string_view>({
    "DKIM-Signature",
    "DKIM2-*",
    "Message-Instance",
    "DKIM-Filter",
    "X-DKIM*",
    "X-Google-DKIM-Signature",
    "X-Sonic-DKIM-Sign",
    "DomainKey-Signature",
    "DomainKey-Status",
    "DomainKey-Trace",
    "X-DomainKey*",
    "IIM-*",
    "ARC-*",
    "Authentication-Results",
    "Authentication-Results-Original",
    "X-Authentication-Results*",
    "X-Auth-Result*",
    "Received-SPF",
    "X-Received-SPF",
    "X-SPF*",
    "X-SenderID",
    "X-SID-*",
    "DMARC-Filter",
    "X-DMARC*",
    "MTA-Signature*",
    "X-MTA-Sig*",
});

/// Written by list managers and by nobody else.
inline constexpr auto kList = std::to_array<std::string_view>({
    "List-*",
    "X-List",
    "X-List-*",
    "Mailing-List",
    "X-Mailing-List",
    "X-BeenThere",
    "X-Mailman-*",
    "X-Ecartis-Version",
    "X-Listar-Version",
    "X-Archive-Position",
    "X-Original-Sender",
    "X-Original-Date",
    "X-Unsubscription-Info",
    "X-ML-*",
    "X-MLServer",
    "X-Majordomo-*",
    "X-Sequence",
    "X-Topics",
    "X-eGroups-*",
    "X-Google-Group-*",
    "X-Google-Loop",
    "X-MailFrom",
    "Message-ID-Hash",
    "X-Message-ID-Hash",
    "Archived-At",
});

/// Written by list managers, and by other robots too: no proof of a list.
inline constexpr auto kListTrace = std::to_array<std::string_view>({
    "Errors-To",
    "X-Errors-To",
    "X-Loop",
    "Approved",
    "Approved-By",
    "X-Approved-By",
});

/// Written by filters for spam, viruses and policy.
inline constexpr auto kFilter = std::to_array<std::string_view>({
    "X-Spam",
    "X-Spam-*",
    "X-Spamd-*",
    "X-SpamProbe",
    "X-SpamPal",
    "X-SpamAdvice",
    "SpamDiagnostic*",
    "X-Ham-Report",
    "X-Bogosity",
    "X-CRM114-*",
    "X-DSPAM-*",
    "X-Rspamd-*",
    "X-RBL-*",
    "X-Razor*",
    "X-Pyzor*",
    "X-SA-Exim-*",
    "X-Greylist*",
    "X-Virus*",
    "X-Antivirus*",
    "X-AV-*",
    "X-MIMEDefang*",
    "*-MailScanner*",
    "X-Scanned*",
    "X-Content-Scanned*",
    "X-Amavis-*",
    "X-Barracuda-*",
    "X-Bess-*",
    "X-Brightmail-*",
    "X-Proofpoint-*",
    "X-CLX-*",
    "X-IronPort-*",
    "IronPort-*",
    "X-IPAS-Result",
    "X-SBRS",
    "X-SenderGroup",
    "X-CSE-*",
    "X-Talos-*",
    "X-AMP-*",
    "X-Forefront-*",
    "X-Microsoft-Antispam*",
    "X-Exchange-Antispam*",
    "X-TM-AS-*",
    "X-PMX-*",
    "X-NAI-*",
    "X-Sophos-*",
    "X-Symantec-*",
    "X-ESET-*",
    "X-IBM-AV-*",
    "X-Mimecast-*",
    "X-Mailprotector-*",
    "X-CM-*",
    "X-Authority-Analysis",
    "X-Junk*",
    "X-YahooFilteredBulk",
    "X-YMailISG",
    "X-Zoho-Virus-Status",
    "DLP-Filter",
});

/// Notes that mail readers and mailboxes keep in the header.
inline constexpr auto kReader = std::to_array<std::string_view>({
    "Status",     "X-Status",       "X-Keywords", "X-UID",       "X-UIDL",         "X-IMAP",
    "X-IMAPbase", "Content-Length", "Lines",      "X-Mozilla-*", "X-Account-Key",  "X-Evolution*",
    "X-KMail-*",  "X-Gnus-*",       "X-Folder",   "X-Label",     "X-OfflineIMAP*", "X-Gmail-Labels",
    "X-GM-*",     "Replied",        "Forwarded",
});

/// Precedence goes with these words, and only from a message that a list has handled.
inline constexpr auto kListPrecedence = std::to_array<std::string_view>({"list", "bulk", "junk"});

/// Sender goes when its local part starts or ends so: nobody writes under such a name.
inline constexpr auto kListSenderStart = std::to_array<std::string_view>({"owner-", "bounce-"});
inline constexpr auto kListSenderEnd =
    std::to_array<std::string_view>({"-owner", "-bounce", "-bounces"});
inline constexpr auto kListSenderInside =
    std::to_array<std::string_view>({"-bounces+", "-bounces-", "-owner+", "-return-"});

/// Endings that people have too: they go only from a message that a list has handled.
inline constexpr auto kLikelyListSenderEnd =
    std::to_array<std::string_view>({"-admin", "-request", "-errors", "-list"});

/// Fields that hold the address of the list itself; a Sender of that address is the list's.
inline constexpr auto kListAddress =
    std::to_array<std::string_view>({"List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"});

}  // namespace mass::author_fields
