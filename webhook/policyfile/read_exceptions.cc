#include "policyfile/read_exceptions.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "policyfile/read_match.h"
#include "policyfile/read_values.h"
#include "policyfile/suggest.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using std::chrono::sys_days;

constexpr std::chrono::days kSoon{14};

/// `text` as a number of exactly so many digits; -1 when it is none.
int number(std::string_view text) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

void check_rules(const Node& list, const decision::Policy& policy, Source& source) {
  std::vector<std::string_view> known;
  for (const decision::Rule& rule : policy.rules) known.push_back(rule.name);
  for (const Node& item : items(&list)) {
    const std::string name = text(&item);
    if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
    source.tell(Code::unknown_rule, item.at,
                "this policy has no rule '" + name + "'" + did_you_mean(name, known));
  }
}

void note_end(const Node& at, sys_days expires, sys_days today, Source& source) {
  const std::string day = decision::text_of(expires);
  const auto left = (expires - today).count();
  if (left < 0) {
    source.tell(Code::exception_ended, at.at,
                "this exception ended on " + day + " and counts no more");
  } else if (expires - today <= kSoon) {
    source.tell(Code::exception_ends, at.at,
                "this exception ends in " + std::to_string(left) + (left == 1 ? " day" : " days") +
                    ", on " + day);
  }
}

}  // namespace

std::optional<sys_days> day_of(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::string_view view = text;
  const int year = number(view.substr(0, 4)), month = number(view.substr(5, 2)),
            day = number(view.substr(8));
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

std::string day_mistake(std::string_view text) {
  return day_of(std::string(text)) ? "" : "a day is written as 2027-01-31";
}

std::vector<decision::Exception> read_exceptions(const Node* list, const decision::Policy& policy,
                                                 std::optional<sys_days> today, Source& source) {
  std::vector<decision::Exception> result;
  for (const Node& item : items(list)) {
    const Node *rules = item.find("rules"), *match = item.find("match"),
               *expires = item.find("expires");
    const auto day = day_of(text(expires));
    if (!rules || !match || !day) continue;  // an issue by now
    check_rules(*rules, policy, source);
    decision::Exception exception;
    exception.rules = strings(rules);
    exception.match = read_match(*match, source);
    exception.match.all_pods = exception.match.all_pods || policy.match.all_pods;
    exception.reason = text(item.find("reason"));
    exception.owner = text(item.find("owner"));
    exception.expires = *day;
    exception.origin = {policy.name, policy.file, item.at.line};
    if (today) note_end(*expires, *day, *today, source);
    result.push_back(std::move(exception));
  }
  return result;
}

}  // namespace sparkgate::policyfile
