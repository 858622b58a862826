package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// pressure is a server with callers, then five times as many, then as many as before.
type pressure struct {
	before, during, after lab.Figures
	back                  time.Duration // until an answer was as fast as before
}

func press(t *testing.T, question lab.Question, callers int, flags ...string) pressure {
	t.Helper()
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files()), Flags: flags})
	client := lab.NewClient(server.Admission, authority.Roots())
	keep := func(callers int, lasting time.Duration) lab.Figures {
		load := lab.NewClient(server.Admission, authority.Roots()).Keep(question, callers, 0)
		time.Sleep(lasting) // the time of a measurement
		return load.End()
	}
	keep(callers, time.Second)
	var p pressure
	p.before = keep(callers, pick(2*time.Second, 10*time.Second))
	p.during = keep(5*callers, pick(3*time.Second, 30*time.Second))
	p.back = lab.Within(t, 10*time.Second, "an answer as fast as before", func() bool {
		began := time.Now()
		lab.Must(t, client.Ask(question))
		return time.Since(began) <= p.before.Percentile(0.99)
	})
	p.after = keep(callers, pick(2*time.Second, 10*time.Second)) // others need this machine, too, now more and now less
	p.before.NoneFailed(t, 100)
	p.during.NoneFailed(t, 100)
	if goodput := p.goodput(); long && (goodput < 0.9 || p.back > 2*time.Second) {
		t.Errorf("goodput is %.2f of capacity, back after %v", goodput, p.back)
	}
	saw(t, "capacity: %v, and later %.0f; five times as many callers: %v; goodput %.2f of capacity, back after %v",
		p.before, p.after.Rate(), p.during, p.goodput(), p.back)
	return p
}

// goodput as a part of capacity.
func (p pressure) goodput() float64 { return 2 * p.during.Rate() / (p.before.Rate() + p.after.Rate()) }

// Five times the callers that it takes to get all out of a server get as much out of it, and when they are gone it
// is as it was.
func TestOverloadCostsNoGoodput(t *testing.T) { press(t, lab.Driver(t), 16) }

// The same with bodies that come in pieces and room for few. Who finds none is told when to come again, keeps its
// connection and is served in the end: an answer of 429 without Retry-After counts as failed.
func TestOverloadIsShed(t *testing.T) {
	if p := press(t, padded(lab.Driver(t), 200_000), 4, "--max-queue", "4"); p.during.Shed == 0 {
		t.Error("nothing was shed: that shows nothing")
	}
}
