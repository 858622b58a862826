package stress

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Who announces a body has room for what it sent, not for what it announced. Half of these send nothing, the others stop
// where they have room of their own; together they announce seven times what the server may hold.
func TestAnnouncedBodiesKeepNobodyOut(t *testing.T) {
	const strangers = 128
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files())})
	over := time.Now().Add(pick(3*time.Second, 25*time.Second))
	most := server.Watch("sparkgate_inflight_requests", 100*time.Millisecond)
	var all sync.WaitGroup
	for i := range strangers {
		all.Go(func() { announce(server.Admission, 20_000*(i%2), over) })
	}
	client := lab.NewClient(server.Admission, authority.Roots())
	usual := client.Keep(lab.Driver(t), 4, 5*time.Millisecond)
	large := client.Keep(padded(lab.Driver(t), 1<<20), 2, 5*time.Millisecond)
	all.Wait()
	for _, load := range []*lab.Load{usual, large} {
		figures := load.End()
		figures.NoneFailed(t, pick[int64](20, 100))
		if figures.Shed != 0 {
			t.Errorf("%d were told to come again", figures.Shed)
		}
		if longest := figures.Percentile(1); long && longest > time.Second {
			t.Errorf("one waited %v", longest)
		}
		saw(t, "%d bodies of 7 MiB announced; honest: %v", strangers, figures)
	}
	if held := most(); held < strangers {
		t.Errorf("only %.0f were there at once", held)
	}
}

// announce a body that never comes to its end, again and again until the time is over.
func announce(address string, here int, over time.Time) {
	for time.Now().Before(over) {
		stranger, err := lab.Meet(address, 0)
		if err != nil {
			continue
		}
		io.WriteString(stranger, lab.Head(lab.Mutate, largestBody)+strings.Repeat(" ", here))
		stranger.SetDeadline(over)
		stranger.Reply()
		stranger.Close()
	}
}
