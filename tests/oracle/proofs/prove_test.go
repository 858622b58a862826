// Package proofs holds sparkgate against Kubernetes' own code on random pods and policies. See ../README.md.
package proofs

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

const (
	podsOfASet   = 10
	setsOfABatch = 60
	smallSample  = 20_000
)

// TestMain: much is made and thrown away, little is kept.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// theBench skips when sparkgate is not built.
func theBench(t *testing.T) *trial.Bench {
	t.Helper()
	build := os.Getenv("SPARKGATE_BUILD")
	if build == "" {
		build = "../../../build/release"
	}
	for _, name := range []string{"sparkgate", "sparkgate-webhook"} {
		if _, err := os.Stat(filepath.Join(build, name)); err != nil {
			t.Skipf("there is no %s in %s: build sparkgate first, or let SPARKGATE_BUILD name the folder", name, build)
		}
	}
	door, err := gate.New(build, t.TempDir())
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

// setting is a whole number from the environment.
func setting(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	said := os.Getenv("SPARKGATE_ORACLE_" + name)
	if said == "" {
		return otherwise
	}
	number, err := strconv.ParseUint(said, 10, 64)
	must(t, err)
	return number
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
	bench, report := theBench(t), trial.Report{}
	seed, from, pairs := setting(t, "SEED", 1), uint64(0), setting(t, "PAIRS", smallSample)
	if p.share > 0 {
		pairs = max(pairs/p.share, 1)
	}
	if index := setting(t, "INDEX", 0); os.Getenv("SPARKGATE_ORACLE_INDEX") != "" {
		from, pairs = index, 1
	}
	began := time.Now()
	for index := from; index < from+pairs; {
		end := min(index-index%podsOfASet+podsOfASet*setsOfABatch, from+pairs)
		p.batch(t, bench, &report, seed, index, end)
		index = end
	}
	took := time.Since(began).Seconds()
	t.Logf("seed %d: %d pairs, %d kinds of failure, %.0f pairs/s; %d more whose policies do not load:\n%s", seed, report.Tried,
		len(report.Kinds()), float64(report.Tried)/took, report.NotLoaded, strings.Join(report.Mistakes(8), "\n"))
	shrink := func(failed *trial.Trial, kind string) *trial.Trial { return bench.Shrink(p.check, failed, kind) }
	for i, kind := range report.Kinds() {
		if i == int(setting(t, "SHOW", 12)) {
			t.Errorf("and %d kinds more", len(report.Kinds())-i)
			break
		}
		t.Error(report.Text(kind, seed, shrink))
	}
}

// batch holds the trials from..end-1.
func (p proof) batch(t *testing.T, bench *trial.Bench, report *trial.Report, seed, from, end uint64) {
	t.Helper()
	var trials []*trial.Trial
	var set *trial.Set
	for index := from; index < end; index++ {
		if set == nil || index%podsOfASet == 0 {
			set = p.set(bench, maker(seed, index/podsOfASet, "policies"), index/podsOfASet)
		}
		one := &trial.Trial{Index: index, Set: set}
		p.pod(bench, maker(seed, index, "pod"), one)
		trials = append(trials, one)
	}
	held, err := bench.Load(trials)
	must(t, err)
	report.Refuse(trials)
	report.Tried += len(held)
	if len(held) == 0 {
		return
	}
	failures, err := p.check(bench, held)
	must(t, err)
	for i, one := range held {
		report.Add(one, failures[i])
	}
}

// maker says little in most things, and much in some.
func maker(seed, index uint64, purpose string) generate.Maker {
	random := generate.NewRandom(seed, index, purpose)
	return generate.Maker{Random: random, Say: generate.Pick(random, 0.04, 0.06, 0.1, 0.1, 0.2, 0.3)}
}
