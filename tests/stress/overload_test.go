package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Five times the callers that it takes to get all out of a server get as much out of it, and when they are gone it
// is as it was. An answer of 429 without Retry-After counts as failed.
func TestOverloadCostsNoGoodput(t *testing.T) {
	const callers = 16
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files())})
	keep := func(callers int, lasting time.Duration) lab.Figures {
		load := lab.NewClient(server.Admission, authority.Roots()).Keep(lab.Driver(t), callers, 0)
		time.Sleep(lasting) // the time of a measurement
		return load.End()
	}
	keep(callers, time.Second)
	capacity := keep(callers, pick(2*time.Second, 10*time.Second))
	overload := keep(5*callers, pick(3*time.Second, 30*time.Second))
	client := lab.NewClient(server.Admission, authority.Roots())
	back := lab.Within(t, 10*time.Second, "an answer as fast as before", func() bool {
		began := time.Now()
		lab.Must(t, client.Ask(lab.Driver(t)))
		return time.Since(began) <= capacity.Percentile(0.99)
	})
	later := keep(callers, pick(2*time.Second, 10*time.Second)) // others need this machine, too, now more and now less
	capacity.NoneFailed(t, 100)
	overload.NoneFailed(t, 100)
	goodput := 2 * overload.Rate() / (capacity.Rate() + later.Rate())
	if long && (goodput < 0.9 || back > 2*time.Second) {
		t.Errorf("goodput is %.2f of capacity, back after %v", goodput, back)
	}
	saw(t, "capacity: %v, and later %.0f; five times as many callers: %v; goodput %.2f of capacity, back after %v",
		capacity, later.Rate(), overload, goodput, back)
}
