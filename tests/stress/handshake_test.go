package stress

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Kube-apiserver keeps connections, but not when many of them start over at once.
func TestManyNewConnections(t *testing.T) {
	const rate = 1000 // a second
	wanted := pick(1000, 20_000)
	authority, question := lab.NewAuthority(t), lab.Driver(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files()),
		Under: []string{"taskset", "--cpu-list", "0"}, Flags: []string{"--threads", "1"}})
	client := lab.NewClient(server.Admission, authority.Roots()).WithoutKeepAlive()
	var failed atomic.Int64
	var calls sync.WaitGroup
	began := time.Now()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for started := 0; started < wanted; <-tick.C {
		for due := int(time.Since(began).Seconds() * rate); started < min(due, wanted); started++ {
			calls.Go(func() {
				if err := client.Ask(question); err != nil && failed.Add(1) < 5 {
					t.Error(err)
				}
			})
		}
	}
	calls.Wait()
	took := time.Since(began)
	if failed.Load() != 0 {
		t.Errorf("%d of %d failed", failed.Load(), wanted)
	}
	got := float64(wanted) / took.Seconds()
	if long && got < 0.95*rate {
		t.Errorf("only %.0f connections a second were made", got)
	}
	saw(t, "%d new TLS connections with a call each on one core, %.0f a second, %d failed; %v", wanted, got,
		failed.Load(), server.Look())
}
