#pragma once

#include <array>
#include <span>
#include <string_view>

/// Word lists and sentence templates. `{slot}` is replaced by a word of the list of that name;
/// `{thing}` by one of the topic's own. Written for this corpus.
namespace mass::generate {

using Words = std::span<const std::string_view>;

struct Topic {
  Words things;
  Words subjects;
  Words sentences;
  bool is_personal = true;  ///< The general sentences fit too.
};

namespace words {

inline constexpr auto kDays =
    std::to_array<std::string_view>({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                                     "Saturday", "Sunday", "the 2nd", "the 14th", "the 23rd"});
inline constexpr auto kTimes = std::to_array<std::string_view>(
    {"8:30", "9:00", "9:15", "10:00", "11:30", "12:45", "14:00", "15:30", "16:10", "18:00"});
inline constexpr auto kNumbers = std::to_array<std::string_view>(
    {"two", "three", "four", "five", "six", "seven", "eight", "twelve", "14", "20", "35", "120"});
inline constexpr auto kPlaces = std::to_array<std::string_view>(
    {"the small meeting room", "the canteen", "Elm Street", "the old harbour", "the workshop",
     "the third floor", "the station", "the north building", "the town hall", "our kitchen"});
inline constexpr auto kWho = std::to_array<std::string_view>(
    {"Anna", "Ben",  "Carla", "David", "Emil",  "Farida", "Grace", "Henk",   "Irene",  "Jakub",
     "Kofi", "Lena", "Mateo", "Nadia", "Oskar", "Priya",  "Ruth",  "Stefan", "Tomasz", "Wen"});
inline constexpr auto kOpinions = std::to_array<std::string_view>(
    {"I am fairly sure that", "As far as I can see,", "To be honest,", "If I remember correctly,",
     "Somebody told me that", "I still believe that", "It may well be that",
     "For what it is worth,"});

// Sentences that fit anywhere.
inline constexpr auto kGeneral = std::to_array<std::string_view>(
    {"Please let me know by {day} if that does not suit you.",
     "I have put {who} on copy, who knows more about this than I do.",
     "There is no hurry, but I would like to have it off my desk before {day}.",
     "Sorry for the late answer; the last {number} days were busier than planned.",
     "Could you have a quick look and tell me what you think?",
     "I will be away from {day} on and will read mail only in the evening.",
     "{who} and I talked about it at {place} and came to the same conclusion.",
     "If anything is unclear, just call; I am at my desk until {time}.",
     "Thanks again for all the work that went into this.", "That is all from my side for now.",
     "{opinion} we should wait for {who} before we decide anything.",
     "I have attached nothing this time, it is all in the text.",
     "We can go through the details on {day} at {time}, if you like."});

namespace project {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the release", "the test plan", "the import job", "the login page", "the new parser",
     "the nightly build", "the customer database", "the second milestone", "the error report",
     "the search index", "the documentation", "the backup server"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"Status of {thing}", "Question about {thing}", "{thing}: next steps", "Plan for {day}",
     "Who looks after {thing}?", "Problem with {thing}", "Short update on {thing}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"We are about {number} days behind with {thing}, mostly because of the open questions from "
     "{day}.",
     "{who} has finished the first half of {thing} and will hand it over on {day}.",
     "The numbers look better than last month: {number} open defects, none of them serious.",
     "I would rather move {thing} to the next milestone than ship it half done.",
     "Yesterday's run of {thing} stopped after {number} minutes with a message nobody had seen "
     "before.",
     "{opinion} the cause is in {thing} and not in the network.",
     "Can you ask {who} whether {thing} still needs the old interface?",
     "The customer wants to see {thing} working on {day}, and I promised that we would show it.",
     "Let us keep {thing} small: {number} screens, one form, no surprises.",
     "The review took place in {place}; {number} people came and the list of changes is short.",
     "I have written down what we know about {thing} and put it where everybody can find it.",
     "After the change to {thing} the whole run takes {number} minutes instead of {number} hours.",
     "Nobody has touched {thing} since {day}, so it must be something else.",
     "Once {thing} is in place we can drop the workaround and the two scripts that go with it."});
}  // namespace project

namespace family {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the birthday cake", "the photographs", "the garden", "the piano", "Grandmother's recipe",
     "the summer house", "the tent", "the old car", "the school concert", "the cat"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"Hello from {place}", "{day}?", "Pictures of {thing}", "Thank you for {thing}",
     "Visit on {day}", "News about {thing}", "Re {thing}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"We arrived on {day} after {number} hours in the train, tired but in good spirits.",
     "The children talk of nothing but {thing}, and {who} has already packed.",
     "It has been raining here for {number} days, so {thing} has to wait.",
     "Mother asks whether you can bring {thing} when you come on {day}.",
     "{who} has learned to swim and tells everybody at {place} about it.",
     "Do you remember {thing}? We found it behind the shelf when we painted the room.",
     "There will be {number} of us for dinner, perhaps more if {who} catches the early train.",
     "Father is well again and spends his afternoons with {thing}.",
     "I will send you the pictures of {thing} as soon as I know how.",
     "The neighbours looked after {thing} while we were away, which was very kind of them.",
     "Please do not buy anything, we have far too much of everything.",
     "On {day} we walked from {place} to the lake and back, {number} kilometres in all.",
     "{opinion} the best time to come is in spring, when {place} is not so crowded."});
}  // namespace family

namespace order {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the desk lamp", "a box of copper fittings", "the garden chairs", "the printer paper",
     "the hiking boots", "a set of paint brushes", "the replacement pump", "the walnut shelf",
     "the seed packets", "the coffee grinder"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"Your order of {thing}", "Confirmation of your order", "{thing} has been sent",
     "Invoice for {thing}", "Delivery on {day}", "Offer: {thing}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"Thank you for your order of {thing}; we have received it and will pack it on {day}.",
     "The parcel leaves our store on {day} and should reach you within {number} days.",
     "Unfortunately {thing} is out of stock, and our supplier expects it back in {number} weeks.",
     "You can return {thing} within {number} days if it does not suit you.",
     "The invoice lists {number} items and the cost of carriage to {place}.",
     "Our driver will call you on {day} before {time} to agree on the delivery.",
     "If you order {thing} together with {thing}, carriage is free of charge.",
     "We have corrected the address on the label and apologise for the mistake.",
     "Payment is due within {number} days of delivery.",
     "Customers who bought {thing} also asked us for spare parts, which we now keep in stock.",
     "Please keep this message as proof of purchase.",
     "Should {thing} arrive damaged, tell the carrier at once and send us a photograph."});
}  // namespace order

namespace meeting {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the budget", "the office move", "the training course", "the open positions",
     "the summer party", "the supplier contract", "the holiday plan", "the safety inspection",
     "the new telephone system", "the yearly report"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"Minutes of the meeting on {day}", "Agenda for {day}", "Meeting moved to {time}",
     "Notes: {thing}", "Meeting about {thing} in {place}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"Present were {who}, {who} and {who}; {who} sent apologies.",
     "We met in {place} at {time} and finished after {number} items.",
     "{who} reported on {thing} and answered {number} questions.",
     "It was agreed that {who} prepares {thing} until {day}.",
     "The discussion of {thing} was put off until the figures are complete.",
     "There was no objection to {thing} as proposed.",
     "{who} asked for {number} more days to compare the offers.",
     "Action: {who} writes to everybody about {thing} before {day}.",
     "The next meeting takes place on {day} at {time} in {place}.",
     "The minutes of the last meeting were accepted with one correction concerning {thing}.",
     "{who} pointed out that {thing} costs more than last year, though by less than feared.",
     "Under any other business, {who} thanked those who had helped with {thing}."});
}  // namespace meeting

namespace technical {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the serial driver", "the cache flush", "the header check", "the lock in the write path",
     "the timer interrupt", "the configure script", "the address parser", "the shared library",
     "the memory map", "the boot loader", "the packet queue", "the character table"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"{thing} broken since {day}?", "Problem with {thing}", "[RFC] rework {thing}",
     "{thing}: cleanup", "Strange result from {thing}", "How does {thing} work?",
     "Test results for {thing}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"With the current tree {thing} fails after {number} seconds, always at the same place.",
     "I can reproduce this on {number} machines here, but not on the oldest one.",
     "Reverting the change to {thing} makes the problem go away, so that is where I would look "
     "first.",
     "The comment above {thing} says one thing and the code does another.",
     "Could you send the output of the debug build, with {thing} switched on?",
     "{opinion} {thing} was never meant to be called with interrupts enabled.",
     "Your patch works for me; I ran it for {number} hours under load without a failure.",
     "Please split this into {number} patches, one for each logical change.",
     "We should not export {thing}; there is only one user and it is in the same file.",
     "The compiler warns about {thing}, and for once I think it is right.",
     "I have measured it: {number} percent slower without {thing}, within noise with it.",
     "A short test program that shows what happens in {thing} is at the end of this mail.",
     "Is there a reason why {thing} uses its own list and not the common one?",
     "{who} posted something like this a while ago, see the archive of last year."});
}  // namespace technical

namespace club {
inline constexpr auto kThings = std::to_array<std::string_view>(
    {"the spring concert", "the rehearsal", "the club house", "the newsletter", "the boat trip",
     "the chess evening", "the second choir", "the allotment", "the repair cafe", "the raffle"});
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"Programme for {day}", "Helpers wanted for {thing}", "{thing} on {day}", "Reminder: {thing}",
     "Minutes and {thing}"});
inline constexpr auto kSentences = std::to_array<std::string_view>(
    {"We still need {number} helpers for {thing}; nobody has to be an expert.",
     "{thing} begins at {time} in {place}, doors open half an hour earlier.",
     "Whoever has a key to {place}, please tell {who}.",
     "The collection on {day} brought in enough to pay for {thing}.",
     "Bring a cup and a chair, and something to eat if you can.",
     "{who} has offered to look after {thing} until a successor is found.",
     "The weather on {day} was kind to us, and {number} guests stayed until the end.",
     "The next number of the newsletter appears on {day}; send your contributions to {who}.",
     "{opinion} we should charge a little more for {thing} and less for the coffee.",
     "Members who have not paid for {thing} will get a friendly reminder.",
     "There are {number} seats left in the coach, which leaves {place} at {time}."});
}  // namespace club

}  // namespace words
}  // namespace mass::generate
