// Package stress puts a server through restarts, rotations, strangers, overload and faults. See ../README.md.
package stress

import (
	"os"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// long is the form of the table; the quick one shows in seconds that it would work.
var long = os.Getenv("SPARKGATE_LONG") != ""

func pick[T any](quick, inLong T) T {
	if long {
		return inLong
	}
	return quick
}

// saw prints the figures of a test, in one line.
func saw(t *testing.T, format string, figures ...any) {
	t.Helper()
	t.Logf("seen: "+format, figures...)
}

// until polls a condition that is far off.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	lab.Within(t, pick(2*time.Minute, time.Hour), what, condition)
}
