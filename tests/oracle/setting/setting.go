// Package setting reads what a run of the proofs is told by its environment.
package setting

import (
	"os"
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
