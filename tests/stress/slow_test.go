package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

const (
	lateBy   = 5 * time.Second // that a busy machine, and ticks, may add to a limit
	podLimit = 1 << 20         // KiB, of manifests/base/deployment.yaml: beyond it the kernel ends the server
)

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
	most := server.Watch("sparkgate_connections", pick(100*time.Millisecond, 2*time.Second))
	// Those whose lives are measured are few and in this process: the others hear late that they were ended.
	timed := make(chan *siege)
	go func() { timed <- besiege(orders{server.Admission, 30, hold, time.Minute}) }()
	crowd := sendBesiegers(t, orders{server.Admission, count, hold, time.Minute})
	lives := <-timed
	during := load.End()
	during.NoneFailed(t, 100)
	for _, kind := range slownesses {
		if lives.Longest[kind.name] > kind.limit+lateBy {
			t.Errorf("slow %s: one lived %v, the limit is %v", kind.name, lives.Longest[kind.name], kind.limit)
		}
	}
	process := server.Look()
	if process.PeakRSS > podLimit {
		t.Errorf("%v; the pod may have %d MiB", process, podLimit>>10)
	}
	if len(lives.Odd) != 0 {
		t.Errorf("odd ends: %q", lives.Odd)
	}
	if long && during.Percentile(0.99) > 3*before.Percentile(0.99) {
		t.Errorf("p99 was %v and is %v", before.Percentile(0.99), during.Percentile(0.99))
	}
	saw(t, "%d slow peers, %.0f connections at once, %d in all, longest lives %v; honest before: %v; during: %v; %v", count,
		most(), crowd.Total+lives.Total, lives.Longest, before, during, process)
}
