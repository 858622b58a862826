package lab

import (
	"testing"
	"time"
)

// Patience is the limit of what has no limit of its own: a busy machine makes everything slow.
const Patience = 30 * time.Second

// Eventually polls until the condition holds, and gives the time that took.
func Eventually(t testing.TB, what string, condition func() bool) time.Duration {
	t.Helper()
	return Within(t, Patience, what, condition)
}

// Within is Eventually with another limit.
func Within(t testing.TB, limit time.Duration, what string, condition func() bool) time.Duration {
	t.Helper()
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if condition() {
			return time.Since(began)
		}
		if time.Since(began) > limit {
			t.Fatalf("never came, in %v: %s", limit, what)
		}
	}
}
