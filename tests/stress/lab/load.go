package lab

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Load is callers that ask one after the other until it is ended.
type Load struct {
	right, failed atomic.Int64
	wrong         atomic.Int64
	ended         chan struct{}
	callers       sync.WaitGroup
	began         time.Time
	ask           func() error
	client        *Client // nil: somebody else asks

	mutex    sync.Mutex
	failures []string // the first few
	took     []time.Duration
}

// Figures of a load.
type Figures struct {
	Right, Failed, Shed int64
	Wrong               int64    // of the failed: an answer came
	Failures            []string // the first few
	Took                time.Duration
	took                []time.Duration // of right answers, sorted
}

// Keep asking, with so many callers, each with a pause behind its answer.
func (c *Client) Keep(q Question, callers int, pause time.Duration) *Load {
	l := newLoad(func() error { return c.Ask(q) })
	l.client = c
	l.begin(callers, pause)
	return l
}

// KeepDoing what somebody else than a Client asks with.
func KeepDoing(ask func() error, callers int) *Load {
	l := newLoad(ask)
	l.begin(callers, 0)
	return l
}

func newLoad(ask func() error) *Load {
	return &Load{ended: make(chan struct{}), began: time.Now(), ask: ask}
}

func (l *Load) begin(callers int, pause time.Duration) {
	for range callers {
		l.callers.Go(func() { l.call(pause) })
	}
}

// Right answers so far.
func (l *Load) Right() int64 { return l.right.Load() }

// Failed calls so far.
func (l *Load) Failed() int64 { return l.failed.Load() }

// End waits for the answers that are under way.
func (l *Load) End() Figures {
	close(l.ended)
	l.callers.Wait()
	slices.Sort(l.took)
	figures := Figures{Right: l.right.Load(), Failed: l.failed.Load(), Wrong: l.wrong.Load(), Failures: l.failures,
		Took: time.Since(l.began), took: l.took}
	if l.client != nil {
		l.client.Close()
		figures.Shed = l.client.Shed.Load()
	}
	return figures
}

func (l *Load) call(pause time.Duration) {
	var took []time.Duration
	for !l.over(pause) {
		began := time.Now()
		if err := l.ask(); err != nil {
			l.fail(err)
			continue
		}
		took = append(took, time.Since(began))
		l.right.Add(1)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.took = append(l.took, took...)
}

// over waits for the pause and tells whether there is a next call.
func (l *Load) over(pause time.Duration) bool {
	if pause > 0 {
		select {
		case <-l.ended:
		case <-time.After(pause):
		}
	}
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

func (l *Load) fail(err error) {
	l.failed.Add(1)
	if errors.As(err, &Wrong{}) {
		l.wrong.Add(1)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.failures) < 5 {
		l.failures = append(l.failures, time.Since(l.began).Round(time.Millisecond).String()+": "+err.Error())
	}
}

// Percentile of the time that right answers took, 0.99 for the 99th.
func (f Figures) Percentile(part float64) time.Duration {
	if len(f.took) == 0 {
		return 0
	}
	return f.took[min(len(f.took)-1, int(part*float64(len(f.took))))]
}

// Rate of right answers a second.
func (f Figures) Rate() float64 { return float64(f.Right) / f.Took.Seconds() }

func (f Figures) String() string {
	return fmt.Sprintf("%d failed of %d (%.0f a second, p50 %v, p99 %v, longest %v, %d shed)", f.Failed, f.Right+f.Failed,
		f.Rate(), round(f.Percentile(0.5)), round(f.Percentile(0.99)), round(f.Percentile(1)), f.Shed)
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }

// NoneFailed is what most tests end with; it must have been enough to tell.
func (f Figures) NoneFailed(t testing.TB, least int64) {
	t.Helper()
	if f.Failed != 0 {
		t.Errorf("%d of %d failed: %q", f.Failed, f.Right+f.Failed, f.Failures)
	}
	if f.Right < least {
		t.Errorf("only %d right answers, %d are needed to tell", f.Right, least)
	}
}
