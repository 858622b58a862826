package stress

import (
	"bytes"
	"crypto/x509"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// rotations are what kubelet may put before the server. The first is good.
var rotations = []struct {
	name string
	make func(t *testing.T, a *lab.Authority) lab.Pair
}{
	{"good", func(_ *testing.T, a *lab.Authority) lab.Pair { return a.Issue() }},
	{"with another key", func(_ *testing.T, a *lab.Authority) lab.Pair {
		return lab.Pair{Certificate: a.Issue().Certificate, Key: a.Issue().Key}
	}},
	{"expired", func(_ *testing.T, a *lab.Authority) lab.Pair {
		return a.Issue(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	}},
	{"not valid yet", func(_ *testing.T, a *lab.Authority) lab.Pair {
		return a.Issue(func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) })
	}},
	{"empty", func(_ *testing.T, a *lab.Authority) lab.Pair { return lab.Pair{Key: a.Issue().Key} }},
	{"half-written", func(_ *testing.T, a *lab.Authority) lab.Pair {
		pair := a.Issue()
		return lab.Pair{Certificate: pair.Certificate[:len(pair.Certificate)/2], Key: pair.Key}
	}},
	{"with half a key", func(_ *testing.T, a *lab.Authority) lab.Pair {
		pair := a.Issue()
		return lab.Pair{Certificate: pair.Certificate, Key: pair.Key[:len(pair.Key)/2]}
	}},
	{"of a CA only", func(t *testing.T, _ *lab.Authority) lab.Pair { return lab.NewAuthority(t).Pair }},
	{"without a name", func(_ *testing.T, a *lab.Authority) lab.Pair {
		return a.Issue(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, nil })
	}},
}

// rotated is a server whose certificate changes.
type rotated struct {
	*lab.Server
	files  *lab.Volume
	served []byte // the last good certificate, PEM
	seen   int    // swaps
}

// swap the files; by a signal the server looks at once, else when it polls.
func (r *rotated) swap(t *testing.T, name string, pair lab.Pair, signal bool) time.Duration {
	t.Helper()
	r.files.Replace(pair.Files())
	if signal {
		r.Signal(syscall.SIGHUP)
	}
	r.seen++
	took := lab.Within(t, 10*time.Second, "a look at the pair "+name, func() bool {
		return r.Metric(`sparkgate_certificate_reload_total{result="success"}`)+
			r.Metric(`sparkgate_certificate_reload_total{result="failure"}`) == float64(r.seen)
	})
	if name == rotations[0].name {
		r.served = pair.Certificate
	}
	if served := r.Served(); !bytes.Equal(served, r.served) {
		t.Fatalf("after the pair %s another certificate is served than the last good one", name)
	}
	return took
}

func TestCertificatesAreSwappedUnderLoad(t *testing.T) {
	swaps := pick(45, 1000)
	authority := lab.NewAuthority(t)
	first := authority.Issue()
	r := &rotated{files: lab.NewVolume(t, first.Files()), served: first.Certificate}
	r.Server = lab.Start(t, lab.Settings{Certificate: r.files})
	client := lab.NewClient(r.Admission, authority.Roots())
	kept := client.Keep(lab.Driver(t), 4, time.Millisecond)
	// These do a handshake for each call, and trust good certificates only.
	fresh := client.WithoutKeepAlive().Keep(lab.Driver(t), 4, time.Millisecond)
	var longest time.Duration
	for i := range swaps {
		kind := rotations[i%len(rotations)]
		polled := i%90 == 0
		if took := r.swap(t, kind.name, kind.make(t, authority), !polled); polled {
			longest = max(longest, took)
		}
		if !r.Ready() {
			t.Fatalf("not ready after the pair %s", kind.name)
		}
	}
	good := float64((swaps + len(rotations) - 1) / len(rotations))
	if got := r.Metric(`sparkgate_certificate_reload_total{result="success"}`); got != good {
		t.Errorf("%v pairs were taken, %v were good", got, good)
	}
	onKept, onFresh := kept.End(), fresh.End()
	onKept.NoneFailed(t, int64(swaps))
	onFresh.NoneFailed(t, int64(swaps))
	saw(t, "%d swaps, a good pair without a signal served after %v at most; kept connections: %v; new ones: %v",
		swaps, longest, onKept, onFresh)
}
