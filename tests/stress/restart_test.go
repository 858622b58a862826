package stress

import (
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Kubelet asks for readiness once a second or so, and endpoints follow: all of it ten times as fast here. A client's
// idle connections stay until the limit.
const (
	probeEvery = 100 * time.Millisecond
	drainDelay = "1500ms"
	drainLimit = "4s"
)

// replicas are servers with one certificate behind a balancer.
type replicas struct {
	*lab.Balancer
	authority *lab.Authority
	settings  lab.Settings
	client    *lab.Client
	running   []*lab.Server
	backends  []*lab.Backend
}

// startReplicas with the policies that ship with sparkgate.
func startReplicas(t *testing.T, count int) *replicas { return startReplicasWith(t, count, "") }

func startReplicasWith(t *testing.T, count int, policies string) *replicas {
	t.Helper()
	authority := lab.NewAuthority(t)
	r := &replicas{Balancer: lab.NewBalancer(t, probeEvery), authority: authority, settings: lab.Settings{
		Policies: policies, Certificate: lab.NewVolume(t, authority.Issue().Files()), Flags: []string{"--drain-delay", drainDelay,
			"--shutdown-timeout", drainLimit}}}
	r.client = lab.NewClient(r.Address, authority.Roots())
	for range count {
		r.add(t)
	}
	return r
}

func (r *replicas) add(t *testing.T) {
	t.Helper()
	server := lab.Start(t, r.settings)
	r.running = append(r.running, server)
	r.backends = append(r.backends, r.Add(server))
}

// replaceOldest as a rolling update does with maxSurge 1 and maxUnavailable 0. The server must end by itself, and
// nobody's connection with it.
func (r *replicas) replaceOldest(t *testing.T) {
	t.Helper()
	r.add(t)
	server, backend := r.running[0], r.backends[0]
	r.running, r.backends = r.running[1:], r.backends[1:]
	server.Signal(syscall.SIGTERM)
	server.AwaitEnd(lab.Patience)
	if cut, refused := backend.Cut.Load(), backend.Refused.Load(); cut != 0 || refused != 0 {
		t.Errorf("%d connections were cut with a request under way, %d were refused", cut, refused)
	}
	r.Remove(backend)
}

func TestRollingRestartLosesNothing(t *testing.T) {
	restarts, least := pick(2, 20), pick[int64](500, 200_000)
	r := startReplicas(t, 2)
	load := r.client.Keep(lab.Driver(t), 16, 0)
	for range restarts {
		before := load.Right()
		r.replaceOldest(t)
		until(t, "calls between two restarts", func() bool { return load.Right() > before+least/int64(restarts) })
	}
	figures := load.End()
	figures.NoneFailed(t, least)
	saw(t, "%d restarts: %v", restarts, figures)
}

// A connection carries one call at a time, so no more calls can be lost than there are connections; one that was cut
// with its request in our hands is known to be lost, but a request may be on the way just then.
func TestAKilledReplicaLosesOnlyWhatItHad(t *testing.T) {
	kills := pick(1, 10)
	r := startReplicas(t, 2)
	load := r.client.Keep(lab.Driver(t), 16, 0)
	var cut, open int64
	var longest time.Duration
	for range kills {
		before := load.Right()
		until(t, "load", func() bool { return load.Right() > before+200 })
		backend := r.backends[0]
		ended := backend.All.Load() - backend.Open.Load()
		r.Remove(backend) // endpoints are slower, but that is not the server's doing
		r.running[0].Kill()
		lab.Eventually(t, "the end of its connections", func() bool { return backend.Open.Load() == 0 })
		before = load.Right()
		longest = max(longest, lab.Eventually(t, "answers again", func() bool { return load.Right() > before }))
		cut += backend.Cut.Load()
		open += backend.All.Load() - ended
		r.running, r.backends = r.running[1:], r.backends[1:]
		r.add(t)
	}
	figures := load.End()
	if figures.Failed > open || figures.Wrong != 0 {
		t.Errorf("%d calls failed on %d connections: %q", figures.Failed, open, figures.Failures)
	}
	saw(t, "%d kills, %d connections, %d of them with a call, answers again after %v: %v", kills, open, cut, longest, figures)
}
