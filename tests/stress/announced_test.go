package stress

import (
	"io"
	"sync"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Who announces a body holds its bytes until it is here or late. The usual pod needs none of them.
func TestAnnouncedBodiesKeepNobodyOut(t *testing.T) {
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files())})
	load := lab.NewClient(server.Admission, authority.Roots()).Keep(lab.Driver(t), 4, 5*time.Millisecond)
	over := time.Now().Add(pick(3*time.Second, 25*time.Second))
	most := server.Watch("sparkgate_inflight_bytes", 100*time.Millisecond)
	var all sync.WaitGroup
	for i := range pick(700, 900) {
		length := 250_000
		if i > 560 {
			length = 20_000
		}
		all.Go(func() { announce(server.Admission, length, over) })
	}
	all.Wait()
	figures := load.End()
	figures.NoneFailed(t, pick[int64](20, 100))
	held := most()
	if held < 100<<20 {
		t.Errorf("only %.0f bytes were in flight: that keeps nobody out", held)
	}
	saw(t, "%.0f MiB announced at once; honest: %v", held/(1<<20), figures)
}

// announce sends heads without their bodies until the time is over.
func announce(address string, length int, over time.Time) {
	for time.Now().Before(over) {
		stranger, err := lab.Meet(address, 0)
		if err != nil {
			continue
		}
		io.WriteString(stranger, lab.Head(lab.Mutate, length))
		stranger.SetDeadline(over)
		stranger.Reply()
		stranger.Close()
	}
}
