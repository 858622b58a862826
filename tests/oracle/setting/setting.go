// Package setting reads what a run of the proofs is told by its environment.
package setting

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Number is the whole number SPARKGATE_ORACLE_NAME, or another when it is not set.
func Number(t testing.TB, name string, otherwise uint64) uint64 {
	t.Helper()
	said := os.Getenv("SPARKGATE_ORACLE_" + name)
	if said == "" {
		return otherwise
	}
	number, err := strconv.ParseUint(said, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// Range is what to try: the one of SPARKGATE_ORACLE_INDEX, else SPARKGATE_ORACLE_PAIRS, or so many, from
// SPARKGATE_ORACLE_FROM on.
func Range(t testing.TB, otherwise uint64) (from, count uint64) {
	t.Helper()
	if os.Getenv("SPARKGATE_ORACLE_INDEX") != "" {
		return Number(t, "INDEX", 0), 1
	}
	return Number(t, "FROM", 0), Number(t, "PAIRS", otherwise)
}

// Build is the folder with these programs. The test is skipped when one of them is not built.
func Build(t testing.TB, programs ...string) string {
	t.Helper()
	build := os.Getenv("SPARKGATE_BUILD")
	if build == "" {
		build = "../../../build/release"
	}
	for _, name := range programs {
		if _, err := os.Stat(filepath.Join(build, name)); err != nil {
			t.Skipf("there is no %s in %s: build sparkgate first, or let SPARKGATE_BUILD name the folder", name, build)
		}
	}
	return build
}
