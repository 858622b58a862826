#include "net/head_scanner.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::net {
namespace {

using Found = HeadScanner::Found;

/// What the scanner says of `bytes`, arriving at once; the same must come out byte by byte.
Found found_in(const std::string& bytes) {
  HeadScanner whole, by_byte;
  const Found at_once = whole.scan(bytes);
  Found found = Found::nothing_yet;
  for (std::size_t n = 1; n <= bytes.size() && found == Found::nothing_yet; ++n) {
    found = by_byte.scan(std::string_view(bytes).substr(0, n));
  }
  EXPECT_EQ(found, at_once) << bytes;
  return at_once;
}

TEST(HeadScanner, FindsTheEmptyLine) {
  HeadScanner scanner;
  EXPECT_EQ(scanner.scan("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody"), Found::end);
  EXPECT_EQ(scanner.head_bytes(), std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n").size());
}

TEST(HeadScanner, WaitsForTheEnd) {
  for (const char* bytes : {"", "G", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\n", "a\r\nb\r\n\r"}) {
    EXPECT_EQ(found_in(bytes), Found::nothing_yet) << bytes;
  }
}

TEST(HeadScanner, RefusesLinesThatOthersReadDifferently) {
  for (const char* bytes :
       {"\r\n", "\n", "GET / HTTP/1.1\n", "a\r\nb\n", "a\r\n\n", "a\r\n b: c", "a\r\n\tb: c"}) {
    EXPECT_EQ(found_in(bytes), Found::malformed) << bytes;
  }
}

TEST(HeadScanner, TakesHeadsOfEightKibibytesAndNotAByteMore) {
  const std::string start = "GET / HTTP/1.1\r\nX: ";
  const auto head_of = [&](std::size_t size) {
    return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(found_in(head_of(8192)), Found::end);
  EXPECT_EQ(found_in(head_of(8193)), Found::too_large);
  EXPECT_EQ(found_in(start + std::string(8191 - start.size(), 'x')), Found::nothing_yet);
  EXPECT_EQ(found_in(start + std::string(8192 - start.size(), 'x')), Found::too_large);
}

TEST(HeadScanner, StartsAgainAfterReset) {
  HeadScanner scanner;
  EXPECT_EQ(scanner.scan("a\r\nb\r\n\r\n"), Found::end);
  scanner.reset();
  EXPECT_EQ(scanner.scan("\r\n"), Found::malformed);
}

}  // namespace
}  // namespace sparkgate::net
