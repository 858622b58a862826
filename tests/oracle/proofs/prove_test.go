// Package proofs holds sparkgate against Kubernetes' own code on random pods and policies. See ../README.md.
package proofs

import (
	"os"
	"runtime/debug"
	"testing"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/setting"
	"sparkgate.dev/oracle/trial"
)

const smallSample = 20_000

// TestMain: much is made and thrown away, little is kept.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// theBench skips when sparkgate is not built.
func theBench(t *testing.T) *trial.Bench {
	t.Helper()
	door, err := gate.New(setting.Build(t, "sparkgate", "sparkgate-webhook"), t.TempDir())
	must(t, err)
	t.Cleanup(door.Close)
	return &trial.Bench{Gate: door, Server: kube.NewServer()}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A proof is held on random trials: `set` makes the policies for some of them, `pod` fills in role and pod of one.
// With a share, only every so many-th of them.
type proof struct {
	share uint64
	set   func(*trial.Bench, generate.Maker, uint64) *trial.Set
	pod   func(*trial.Bench, generate.Maker, *trial.Trial)
	check trial.Check
}

// prove holds as many trials as asked for; each kind of failure is shown once, made small.
func prove(t *testing.T, p proof) {
	seed := setting.Number(t, "SEED", 1)
	from, pairs := setting.Range(t, smallSample)
	if p.share > 0 {
		pairs = max(pairs/p.share, 1)
	}
	held := &holding{t: t, proof: p, seed: seed, next: from, end: from + pairs}
	report := held.onAllCores()
	shown, bench := int(setting.Number(t, "SHOW", 12)), theBench(t)
	shrink := func(failed *trial.Trial, kind string) *trial.Trial { return bench.Shrink(p.check, failed, kind) }
	for i, kind := range report.Kinds() {
		if i == shown {
			t.Errorf("and %d kinds more", len(report.Kinds())-i)
			break
		}
		t.Error(report.Text(kind, seed, shrink))
	}
}

// maker says little in most things, and much in some.
func maker(seed, index uint64, purpose string) generate.Maker {
	random := generate.NewRandom(seed, index, purpose)
	return generate.Maker{Random: random, Say: generate.Pick(random, 0.04, 0.06, 0.1, 0.1, 0.2, 0.3)}
}
