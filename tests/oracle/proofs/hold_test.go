package proofs

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sparkgate.dev/oracle/trial"
)

const (
	podsOfASet   = 10
	setsOfABatch = 60
)

// holding is a proof while it is held: each worker takes the next batch, with a bench of its own.
type holding struct {
	t     *testing.T
	proof proof
	seed  uint64
	end   uint64

	mutex  sync.Mutex // over what follows
	next   uint64     // index
	report trial.Report
	err    error // of the first that could not go on
	said   time.Time
}

// onAllCores holds the trials that are left.
func (h *holding) onAllCores() *trial.Report {
	h.t.Helper()
	began := time.Now()
	h.said = began
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), int(h.end-h.next)/(podsOfASet*setsOfABatch)+1) {
		bench := theBench(h.t)
		workers.Go(func() { h.work(bench) })
	}
	workers.Wait()
	must(h.t, h.err)
	h.t.Logf("seed %d: %d pairs, %d kinds of failure, %.0f pairs/s; %d more whose policies do not load:\n%s", h.seed,
		h.report.Tried, len(h.report.Kinds()), float64(h.report.Tried)/time.Since(began).Seconds(), h.report.NotLoaded,
		strings.Join(h.report.Mistakes(8), "\n"))
	return &h.report
}

func (h *holding) work(bench *trial.Bench) {
	for {
		from, end := h.take()
		if from == end {
			return
		}
		trials := h.proof.trials(bench, h.seed, from, end)
		held, failures, err := h.proof.hold(bench, trials)
		h.note(trials, held, failures, err)
	}
}

// take is the next batch, from..end-1; empty when nothing is left or it makes no sense to go on.
func (h *holding) take() (from, end uint64) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	from = h.next
	if h.err == nil {
		h.next = min(from-from%podsOfASet+podsOfASet*setsOfABatch, h.end)
	}
	return from, h.next
}

// note adds what came of a batch, and says once a minute how far it is.
func (h *holding) note(trials, held []*trial.Trial, failures [][]trial.Failure, err error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if err != nil && h.err == nil {
		h.err = err
	}
	h.report.Refuse(trials)
	h.report.Tried += len(held)
	for i, found := range failures {
		h.report.Add(held[i], found)
	}
	if time.Since(h.said) >= time.Minute {
		h.said = time.Now()
		h.t.Logf("%d of %d pairs, %d kinds of failure", h.next, h.end, len(h.report.Kinds()))
	}
}

// trials makes those of from..end-1.
func (p proof) trials(bench *trial.Bench, seed, from, end uint64) []*trial.Trial {
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
	return trials
}

// hold returns the trials whose policies load, and what failed in each.
func (p proof) hold(bench *trial.Bench, trials []*trial.Trial) ([]*trial.Trial, [][]trial.Failure, error) {
	held, err := bench.Load(trials)
	if err != nil || len(held) == 0 {
		return held, nil, err
	}
	failures, err := p.check(bench, held)
	return held, failures, err
}
