// Package values holds how sparkgate reads quantities, image references and selectors against the code that Kubernetes
// and its nodes read them with. See ../README.md.
package values

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/setting"
)

const (
	trialsOfABatch = 4000
	enough         = 20_000 // trials from which on every case has to be seen
	leastSeen      = 50     // how often
)

// A proof makes trials of one kind. All its cases have to be seen.
type proof struct {
	name  string
	make  func(generate.Random) trial
	cases []string
}

func (p proof) hold(t *testing.T) {
	t.Parallel()
	seed := setting.Number(t, "SEED", 1)
	from, count := setting.Range(t, enough)
	door, err := gate.New(setting.Build(t, "sparkgate", "sparkgate-webhook"), t.TempDir())
	must(t, err)
	t.Cleanup(door.Close)
	all, began := tally{}, time.Now()
	for first := from; first < from+count; first += trialsOfABatch {
		trials := p.trials(seed, first, min(first+trialsOfABatch, from+count))
		said, err := ask(door, trials)
		must(t, err)
		all.add(trials, said)
	}
	t.Logf("seed %d: %d trials, %.0f a second, %d differ; cases:\n%s", seed, count,
		float64(count)/time.Since(began).Seconds(), all.differ, all.text())
	if count >= enough {
		all.expect(t, p.cases)
	}
	all.show(t, seed)
}

func (p proof) trials(seed, from, end uint64) []trial {
	var made []trial
	for index := from; index < end; index++ {
		one := p.make(generate.NewRandom(seed, index, p.name))
		one.index = index
		made = append(made, one)
	}
	return made
}

// show tells about each kind of difference once.
func (a *tally) show(t *testing.T, seed uint64) {
	t.Helper()
	for i, kind := range slices.Sorted(maps.Keys(a.failed)) {
		if i == int(setting.Number(t, "SHOW", 12)) {
			t.Fatalf("and %d kinds more", len(a.failed)-i)
		}
		failed := a.failed[kind]
		t.Errorf("SPARKGATE_ORACLE_SEED=%d SPARKGATE_ORACLE_INDEX=%d go test -count=1 -run %s ./values\n%s\n%s\n"+
			"must break %q, and breaks %q %q\npolicy %s", seed, failed.index, t.Name(), kind, failed.said, failed.trial.broken,
			failed.answer.broken, failed.mistakes, generate.Text(failed.spec))
	}
}

type failure struct {
	trial
	answer
}

// A tally counts cases and keeps of each kind of difference the trial with the least text.
type tally struct {
	seen   map[string]int
	failed map[string]failure
	differ int
}

func (a *tally) add(trials []trial, said []answer) {
	if a.seen == nil {
		a.seen, a.failed = map[string]int{}, map[string]failure{}
	}
	for i, one := range trials {
		for _, name := range one.cases {
			a.seen[name]++
		}
		kind := difference(one, said[i])
		if kind == "" {
			continue
		}
		a.differ++
		if kept, known := a.failed[kind]; !known || len(one.said) < len(kept.said) {
			a.failed[kind] = failure{one, said[i]}
		}
	}
}

func (a *tally) text() string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(a.seen)) {
		lines = append(lines, fmt.Sprintf("%7d %s", a.seen[name], name))
	}
	return strings.Join(lines, "\n")
}

func (a *tally) expect(t *testing.T, cases []string) {
	t.Helper()
	for _, name := range cases {
		if a.seen[name] < leastSeen {
			t.Errorf("%s: %d trials, that proves little", name, a.seen[name])
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
