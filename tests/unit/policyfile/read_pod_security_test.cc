#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes in a rule with these fields (flow YAML), without their places.
Lines about(const std::string& rule) {
  Lines result;
  for (const std::string& line :
       mistakes_in_spec("{rules: [{name: r, podSecurity: " + rule + "}]}")) {
    result.push_back(line.substr(line.find(": ") + 2));
  }
  return result;
}

TEST(ReadPodSecurity, Versions) {
  for (const char* fine : {"latest", "v1.0", "v1.9", "v1.36"}) {
    EXPECT_EQ(about("{level: baseline, version: " + std::string(fine) + "}"), Lines{}) << fine;
  }
  for (const char* bad : {"v1", "v1.", "1.34", "v1.034", "v1.-1", "v1.3x", "v1.+3", "v2.0",
                          "Latest", "v1.99999999999999999999"}) {
    EXPECT_EQ(about("{level: baseline, version: '" + std::string(bad) + "'}"),
              Lines{"spec.rules[0].podSecurity.version: a version is 'latest' or one of "
                    "Kubernetes such as 'v1.34'"})
        << bad;
  }
  EXPECT_EQ(about("{level: baseline, version: v1.37}"),
            Lines{"note: v1.37 counts as v1.36, the newest version that is known here"});
}

TEST(ReadPodSecurity, ALevelHasToBeSaid) {
  EXPECT_EQ(about("{version: latest}"), Lines{"'level' is missing in spec.rules[0].podSecurity"});
  EXPECT_EQ(about("{level: restrictd, except: [runAsUser]}"),
            Lines{"spec.rules[0].podSecurity.level must be baseline or restricted, not the string "
                  "'restrictd', did you mean 'restricted'?"});
}

TEST(ReadPodSecurity, AnExceptionHasToTakeSomethingAway) {
  EXPECT_EQ(about("{level: restricted, except: [runAsUser, hostPorts]}"), Lines{});
  EXPECT_EQ(about("{level: baseline, except: [procMount_restricted]}"),
            Lines{"control 'procMount_restricted' is of level restricted"});
  EXPECT_EQ(about("{level: baseline, except: [seccompProfile_restricted]}"),
            Lines{"control 'seccompProfile_restricted' is of level restricted, did you mean "
                  "'seccompProfile_baseline'?"});
  EXPECT_EQ(about("{level: restricted, version: v1.20, except: [runAsUser]}"),
            Lines{"control 'runAsUser' came with v1.23, after v1.20"});
  const Lines misspelt = about("{level: restricted, except: [runAsNonroot]}");
  ASSERT_EQ(misspelt.size(), 1U);
  EXPECT_TRUE(misspelt[0].ends_with("not the string 'runAsNonroot', did you mean 'runAsNonRoot'?"));
}

TEST(ReadPodSecurity, AWeakerControlInsideAStricterOne) {
  EXPECT_EQ(about("{level: restricted, except: [seccompProfile_baseline, hostPathVolumes]}"),
            (Lines{"control 'seccompProfile_baseline' is part of 'seccompProfile_restricted' here; "
                   "except that one, too",
                   "control 'hostPathVolumes' is part of 'restrictedVolumes' here; except that "
                   "one, too"}));
  EXPECT_EQ(about("{level: restricted, except: [hostPathVolumes, restrictedVolumes]}"), Lines{});
  EXPECT_EQ(about("{level: restricted, version: v1.34, except: [procMount]}"), Lines{});
  EXPECT_EQ(about("{level: restricted, version: v1.21, except: [capabilities_baseline]}"), Lines{});
}

}  // namespace
}  // namespace sparkgate
