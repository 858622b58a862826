package stress

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// fakeClock is Debian's libfaketime: it reads the clock's offset from a file each time somebody asks for the time of
// day. The monotonic clock is left as it is.
type fakeClock struct{ file, library string }

func newFakeClock(t *testing.T) fakeClock {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
	if len(found) == 0 {
		t.Skip("there is no libfaketime: install Debian's package of that name")
	}
	clock := fakeClock{file: filepath.Join(t.TempDir(), "offset"), library: found[0]}
	clock.set(t, "+0")
	return clock
}

// set an offset such as "+10y" or "-1h".
func (c fakeClock) set(t *testing.T, offset string) {
	t.Helper()
	lab.Must(t, os.WriteFile(c.file+".next", []byte(offset+"\n"), 0o644))
	lab.Must(t, os.Rename(c.file+".next", c.file))
}

func (c fakeClock) environment() []string {
	return []string{"LD_PRELOAD=" + c.library, "FAKETIME_TIMESTAMP_FILE=" + c.file, "FAKETIME_NO_CACHE=1",
		"DONT_FAKE_MONOTONIC=1"}
}

func TestTheClockJumps(t *testing.T) {
	clock := newFakeClock(t)
	server, client := faulty(t, lab.Settings{Env: clock.environment(), Flags: []string{"--drain-delay", "0s"}})
	load := client.Keep(lab.Driver(t), 4, 0)
	for _, offset := range []string{"+10y", "-1h", "+0"} {
		clock.set(t, offset)
		if offset == "+10y" { // it counts years of 365 days
			then := time.Now().Add(10 * 365 * 24 * time.Hour).UTC().Format(`"time":"2006-01-`)
			lab.Eventually(t, "a log line of "+then, func() bool { return server.Logged(then) })
		}
		before := load.Right()
		until(t, "load", func() bool { return load.Right() > before+pick[int64](1000, 50_000) })
		recovered(t, client)
		if !server.Ready() {
			t.Errorf("not ready with the clock at %s", offset)
		}
	}
	figures := load.End()
	figures.NoneFailed(t, 3000)
	server.Signal(syscall.SIGTERM)
	took := server.AwaitEnd(lab.Patience)
	saw(t, "clock 10 years on, an hour back and right again: ended %v after SIGTERM: %v", took, figures)
}
