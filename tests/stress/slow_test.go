package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// lateBy is what a busy machine, and ticks, may add to a limit.
const lateBy = 5 * time.Second

func TestSlowConnectionsHurtNobodyElse(t *testing.T) {
	count, hold := pick(300, 10_000), pick(0, time.Minute)
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files()),
		Under: []string{"prlimit", "--nofile=16384"}, Flags: []string{"--max-connections", "12000"}})
	honest := func() *lab.Load {
		return lab.NewClient(server.Admission, authority.Roots()).Keep(lab.Driver(t), 4, 5*time.Millisecond)
	}
	load := honest()
	time.Sleep(pick(time.Second, 10*time.Second)) // the time of a measurement
	before := load.End()
	load = honest()
	most := server.Watch("sparkgate_connections")
	siege := sendBesiegers(t, orders{server.Admission, count, hold, time.Minute})
	during := load.End()
	during.NoneFailed(t, 100)
	for _, kind := range slownesses {
		if siege.Longest[kind.name] > kind.limit+lateBy {
			t.Errorf("slow %s: one lived %v, the limit is %v", kind.name, siege.Longest[kind.name], kind.limit)
		}
	}
	if len(siege.Odd) != 0 {
		t.Errorf("odd ends: %q", siege.Odd)
	}
	if long && during.Percentile(0.99) > 3*before.Percentile(0.99) {
		t.Errorf("p99 was %v and is %v", before.Percentile(0.99), during.Percentile(0.99))
	}
	saw(t, "%d slow peers, %.0f connections at once, %d in all, longest lives %v; honest before: %v; during: %v; %v", count,
		most(), siege.Total, siege.Longest, before, during, server.Look())
}
